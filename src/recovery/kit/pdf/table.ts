import type { Column, Row, Sheet, SheetWriter } from '../sheet.ts';
import { decimalText } from '../sheet.ts';
import { Paper, type PaperOptions } from './paper.ts';

const LINE = 12.5;
const GAP = 5;
/** A second line of a cell. */
const MORE = 9.5;
/** No text of this size is set wider a letter than about this. */
const NARROW = 4;

interface Place {
  column: Column;
  index: number;
  x: number;
  width: number;
}

/** A sheet as a printed table: its headings stand on every page, and a group's, too. */
export function tableWriter(path: string, sheet: Sheet, options: Omit<PaperOptions, 'title'>): SheetWriter {
  const paper = new Paper({ ...options, title: sheet.title, landscape: true });
  const places = placesOf(sheet.columns, paper);
  let heading: string | null = null;
  let rows = 0;
  const drawHeading = (continued: boolean): void => {
    if (heading === null) return;
    paper.shade(paper.y - 1, LINE);
    const text = continued ? `${heading} …` : heading;
    paper.line(text, paper.left + 3, paper.y + 1.5, { width: paper.width - 6, size: 8.5, bold: true });
    paper.y += LINE + 2;
  };
  paper.onPage(() => {
    drawColumns(paper, sheet, places);
    if (rows > 0) drawHeading(true);
  });
  paper.startPage();
  return {
    add(group) {
      if (group.rows.length > 0 && group.heading !== heading) {
        // The heading that a page break would repeat is the one before.
        const before = heading;
        heading = null;
        paper.need(LINE * 3);
        heading = group.heading;
        if (before !== null) paper.y += 3;
        drawHeading(false);
      }
      for (const row of group.rows) {
        const cells = places.map((place) => linesOf(paper, row, place, options.state.locale));
        const height = LINE + MORE * (Math.max(...cells.map(({ length }) => length)) - 1);
        paper.need(height);
        drawRow(paper, cells, places, height);
        rows += 1;
      }
    },
    async end() {
      if (rows === 0) paper.line(options.texts.none, paper.left, paper.y + 6, { width: paper.width, size: 10 });
      await paper.write(path);
    },
  };
}

function placesOf(columns: readonly Column[], paper: Paper): Place[] {
  const printed = columns.flatMap((column, index) => (column.width === undefined ? [] : [{ column, index }]));
  const shares = printed.reduce((sum, { column }) => sum + (column.width ?? 0), 0);
  let x = paper.left;
  return printed.map(({ column, index }) => {
    const whole = (paper.width * (column.width ?? 0)) / shares;
    const place = { column, index, x, width: whole - GAP };
    x += whole;
    return place;
  });
}

function drawColumns(paper: Paper, { title }: Sheet, places: readonly Place[]): void {
  paper.line(title, paper.left, paper.y, { width: paper.width, size: 14, bold: true });
  paper.y += 22;
  for (const { column, x, width } of places) {
    const align = column.kind === 'text' ? 'left' : 'right';
    paper.line(column.label, x, paper.y, { width, size: 7.5, bold: true, align });
  }
  paper.y += 11;
  paper.rule(paper.y, { heavy: true });
  paper.y += 4;
}

/** One line, or two where the column lets a text go on: what is left is cut. */
function linesOf(paper: Paper, row: Row, { column, index, width }: Place, locale: 'fr' | 'en'): string[] {
  const cell = row[index] ?? '';
  if (column.kind !== 'text') return [decimalText(cell, locale)];
  // Measuring is most of the work, and most texts fit.
  if (!column.wrap || cell.length * NARROW < width) return [cell];
  const [first = '', ...rest] = paper.lines(cell, { width, size: 8 });
  return rest.length === 0 ? [first] : [first, rest.join(' ')];
}

function drawRow(paper: Paper, cells: readonly string[][], places: readonly Place[], height: number): void {
  places.forEach(({ column, x, width }, i) => {
    const align = column.kind === 'text' ? 'left' : 'right';
    (cells[i] ?? []).forEach((line, below) => paper.line(line, x, paper.y + below * MORE, { width, align }));
  });
  paper.y += height;
  paper.rule(paper.y - 3.5);
}
