import { tableFailure } from './table-failure.ts';
import { MAX_CELLS, MAX_COLUMNS } from './table-limits.ts';
import type { TableRow } from './table.ts';

/** Headings of the first row, then cells by heading; rows without any content are counted, but left out. */
export function tableRows(
  maxRows: number,
  maxText: number,
): {
  add(cells: string[]): void;
  done(): { headings: string[]; rows: TableRow[] };
} {
  let headings: string[] | null = null;
  const rows: TableRow[] = [];
  let row = 0;
  let text = 0;
  return {
    add(untrimmed) {
      row += 1;
      const cells = untrimmed.map((cell) => cell.trim());
      if (!headings) headings = toHeadings(cells);
      else if (cells.some((cell) => cell !== '')) rows.push(toRow(headings, cells, row));
      if (rows.length > maxRows) throw tooLarge(`more than ${maxRows} rows`);
      if (rows.length * headings.length > MAX_CELLS) throw tooLarge(`more than ${MAX_CELLS} cells`);
      // One long text that many cells share is written out once for each of them later.
      text = cells.reduce((sum, { length }) => sum + length, text);
      if (text > maxText) throw tooLarge(`more than ${maxText} characters`);
    },
    done() {
      if (!headings) throw tableFailure('TABLE_EMPTY', 'The file holds no headings.');
      return { headings, rows };
    },
  };
}

function toHeadings(cells: string[]): string[] {
  const used = cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);
  if (used.length === 0) throw tableFailure('TABLE_EMPTY', 'The first row holds no headings.');
  if (used.length > MAX_COLUMNS) throw tooLarge(`more than ${MAX_COLUMNS} columns`);
  used.forEach((heading, index) => {
    const at = { row: 1, column: index + 1 };
    if (heading === '')
      throw tableFailure('TABLE_HEADINGS_EMPTY', `Row 1, column ${index + 1} has no heading.`, { at });
    const first = used.indexOf(heading);
    if (first === index) return;
    const message = `Row 1: the heading "${heading}" stands in columns ${first + 1} and ${index + 1}.`;
    throw tableFailure('TABLE_HEADINGS_DUPLICATE', message, { at });
  });
  return used;
}

function toRow(headings: string[], cells: string[], row: number): TableRow {
  const extra = cells.findIndex((cell, index) => index >= headings.length && cell !== '');
  if (extra >= 0) {
    const message = `Row ${row} has a cell in column ${extra + 1}, but there are only ${headings.length} headings.`;
    throw tableFailure('TABLE_ROW_UNEVEN', message, { at: { row, column: extra + 1 } });
  }
  if (cells.length < headings.length) {
    const missing = headings[cells.length] ?? '';
    const message = `Row ${row} ends before column "${missing}": ${cells.length} cells for ${headings.length} headings.`;
    throw tableFailure('TABLE_ROW_UNEVEN', message, { at: { row, column: missing } });
  }
  return { row, cells: Object.fromEntries(headings.map((heading, index) => [heading, cells[index] ?? ''])) };
}

function tooLarge(what: string): Error {
  return tableFailure('TABLE_TOO_LARGE', `The table has ${what}.`);
}
