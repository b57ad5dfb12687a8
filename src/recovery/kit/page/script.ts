/**
 * What runs in the page. Plain JavaScript for any browser of the last years; every text reaches the page by
 * `textContent`.
 */
export const SCRIPT = `
'use strict';
(() => {
  const read = (element) => JSON.parse(element.textContent);
  const words = read(document.getElementById('words'));
  const fold = (text) => text.normalize('NFD').replace(/\\p{M}/gu, '').toLowerCase();
  const sheets = [...document.querySelectorAll('script.sheet')].map(read).map(({ about, rows }) => {
    return { ...about, rows, folded: rows.map((row) => fold(row.join('\\n'))) };
  });
  const input = document.getElementById('search');
  const found = document.getElementById('found');
  const count = document.getElementById('count');
  const STEP = 100;
  let chosen = null;
  const make = (tag, text) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const shown = (cell, kind) => (kind !== 'text' && words.locale === 'fr' ? cell.replace('.', ',') : cell);
  const addRows = (body, { columns, rows }, hits) => {
    for (const hit of hits) {
      const line = make('tr');
      columns.forEach(({ kind }, i) => {
        const cell = make('td', shown(rows[hit][i], kind));
        if (kind !== 'text') cell.className = 'number';
        line.append(cell);
      });
      body.append(line);
    }
  };
  const showSheet = (sheet, hits) => {
    const table = make('table');
    const head = make('tr');
    for (const { label } of sheet.columns) {
      const cell = make('th', label);
      cell.scope = 'col';
      head.append(cell);
    }
    const top = make('thead');
    top.append(head);
    const body = make('tbody');
    table.append(top, body);
    found.append(make('h2', sheet.title + ' (' + hits.length + ')'), table);
    let done = 0;
    const more = make('button', words.more);
    more.type = 'button';
    const next = () => {
      addRows(body, sheet, hits.slice(done, done + STEP));
      done += STEP;
      more.hidden = done >= hits.length;
    };
    more.addEventListener('click', next);
    found.append(more);
    next();
  };
  const search = () => {
    const asked = fold(input.value).split(/\\s+/).filter((word) => word !== '');
    found.replaceChildren();
    let total = 0;
    for (const sheet of sheets) {
      if (chosen !== null ? sheet.name !== chosen : asked.length === 0) continue;
      const hits = [];
      sheet.folded.forEach((text, i) => {
        if (asked.every((word) => text.includes(word))) hits.push(i);
      });
      total += hits.length;
      if (hits.length > 0) showSheet(sheet, hits);
    }
    count.textContent = asked.length === 0 && chosen === null ? '' : total + ' ' + words.results;
  };
  const nav = document.getElementById('sheets');
  for (const { name, title, rows } of sheets) {
    const button = make('button', title + ' (' + rows.length + ')');
    button.type = 'button';
    button.setAttribute('aria-pressed', 'false');
    button.addEventListener('click', () => {
      chosen = chosen === name ? null : name;
      for (const other of nav.children) other.setAttribute('aria-pressed', String(other === button && chosen !== null));
      search();
    });
    nav.append(button);
  }
  input.addEventListener('input', search);
})();
`;
