/**
 * One HTML page with all sheets, which needs nothing but itself: no server, no internet. The data lies in it as JSON that
 * cannot end its own element; its script puts texts into the page only as text.
 */
import { createHash } from 'node:crypto';
import { footOf } from '../foot.ts';
import { createTextFile } from '../file.ts';
import type { GuideBlock } from '../guide.ts';
import type { Sheet, SheetWriter } from '../sheet.ts';
import type { KitState } from '../state.ts';
import type { KitTexts } from '../texts.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

export interface SearchPage {
  /** One sheet after the other: the next one begins when the one before has ended. */
  writerOf(sheet: Sheet): Promise<SheetWriter>;
  end(): Promise<void>;
}

export async function createSearchPage(
  path: string,
  { state, texts, guide }: { state: KitState; texts: KitTexts; guide: readonly GuideBlock[] },
): Promise<SearchPage> {
  const file = await createTextFile(path);
  await file.write(headOf(state, texts, guide));
  return {
    async writerOf({ name, title, columns }) {
      const labels = columns.map(({ label, kind }) => ({ label, kind }));
      const about = json({ name, title, columns: labels });
      await file.write(`<script type="application/json" class="sheet">{"about":${about},"rows":[`);
      let first = true;
      return {
        async add({ rows }) {
          for (const row of rows) {
            await file.write(`${first ? '' : ',\n'}${json(row)}`);
            first = false;
          }
        },
        end: () => file.write(']}</script>\n'),
      };
    },
    async end() {
      await file.write(`<script>${SCRIPT}</script>\n</body>\n</html>\n`);
      await file.end();
    },
  };
}

function headOf(state: KitState, texts: KitTexts, guide: readonly GuideBlock[]): string {
  const policy = `default-src 'none'; script-src '${hashOf(SCRIPT)}'; style-src '${hashOf(STYLE)}'; base-uri 'none'; form-action 'none'`;
  const words = { results: texts.results, more: texts.more, locale: state.locale };
  return `<!doctype html>
<html lang="${state.locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(texts.kit)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escaped(texts.kit)}</h1>
<p>${escaped(footOf(state, texts))}</p>
<label for="search">${escaped(texts.search)}</label> <input id="search" type="search" autocomplete="off" autofocus>
<nav id="sheets" aria-label="${escaped(texts.kit)}"></nav>
<p id="count" role="status"></p>
</header>
<main id="found"></main>
<details><summary>${escaped(texts.titles.guide)}</summary>
${guide.map(blockOf).join('\n')}
</details>
<script type="application/json" id="words">${json(words)}</script>
`;
}

function blockOf(block: GuideBlock): string {
  switch (block.kind) {
    case 'title':
      return `<h2>${escaped(block.text)}</h2>`;
    case 'heading':
      return `<h3>${escaped(block.text)}</h3>`;
    case 'paragraph':
      return `<p>${escaped(block.text)}</p>`;
    case 'step':
      return `<p><label><input type="checkbox"> ${escaped(block.text)}</label></p>`;
    case 'item':
      return `<p>• ${escaped(block.text)}</p>`;
    case 'field':
      return `<p><b>${escaped(block.label)}</b> ${escaped(block.text)}</p>`;
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Neither `</script` nor `<!--` can stand in it. */
function json(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

/** The page's own script and style run; nothing that gets in beside them does. */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
