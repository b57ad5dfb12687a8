import { tableFailure } from './table-failure.ts';
import { LAST_ROW, MAX_CELLS, MAX_COLUMNS } from './table-limits.ts';

/** A row, a cell or a shared string, with all that comes before the next tag. */
const TAG = /<(?:[^\s<>/!?]*:)?(row|c|si)(?=[\s/>])([^<]*)/g;
/** Attributes as programs write them; a reader may take anything else for something else than we do. */
const PLAIN = /^((?:\s+[\w:.-]+=(?:"[^"&>]*"|'[^'&>]*'))*)\s*(\/?)>/;
const NUMBER = /\s(?:[\w.-]+:)?r=(?:"([^"]*)"|'([^']*)')/g;

/**
 * Refuses a part of a spreadsheet of which the reader would make too large a grid: it fills every row up to the last
 * one, and every column up to the last one, however few cells are written down.
 */
export function refuseGrids(xml: string, maxRows: number): void {
  const grid = { row: 0, column: 0, lastRow: 0, lastColumn: 0, strings: 0 };
  for (const [, name = '', rest = ''] of xml.matchAll(TAG)) {
    if (name === 'si') grid.strings += 1;
    else addTag(grid, name, rest);
    if (grid.strings > MAX_CELLS) throw tooLarge(`holds more than ${MAX_CELLS} texts`);
    if (grid.row > LAST_ROW) throw tooLarge('has a row beyond the last one');
    // The row of headings comes on top.
    if (grid.lastRow > maxRows + 1) throw tooLarge(`has a cell in row ${grid.lastRow}; ${maxRows} rows are allowed`);
    if (grid.lastColumn > MAX_COLUMNS)
      throw tooLarge(`has a cell in column ${grid.lastColumn}; ${MAX_COLUMNS} columns are allowed`);
    if (grid.lastRow * grid.lastColumn > MAX_CELLS)
      throw tooLarge(`spans ${grid.lastRow} rows and ${grid.lastColumn} columns; ${MAX_CELLS} cells are allowed`);
  }
}

function addTag(
  grid: { row: number; column: number; lastRow: number; lastColumn: number },
  name: string,
  rest: string,
) {
  const [, attributes = '', closed] = PLAIN.exec(rest) ?? oddly();
  const numbers = [...attributes.matchAll(NUMBER)].map(([, double, single]) => double ?? single ?? '');
  if (numbers.length > 1) oddly();
  const [, letters = '', digits = ''] = /^([A-Z]{0,4})(\d{1,15})$/.exec(numbers[0] ?? '1') ?? oddly();
  const row = numbers.length === 0 ? null : Number(digits);
  if (name === 'row') {
    grid.row = Math.max(grid.row, row ?? grid.row + 1);
    grid.column = 0;
    return;
  }
  grid.row = Math.max(grid.row, row ?? 1);
  grid.column = letters === '' ? grid.column + 1 : Math.max(grid.column, columnOf(letters));
  // A cell that only has a style is dropped again.
  if (closed === '/') return;
  grid.lastRow = grid.row;
  grid.lastColumn = Math.max(grid.lastColumn, grid.column);
}

function columnOf(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

function tooLarge(what: string): Error {
  return tableFailure('TABLE_TOO_LARGE', `The spreadsheet ${what}.`);
}

function oddly(): never {
  const message = 'The file numbers its rows and cells in a way that no spreadsheet program does.';
  throw tableFailure('TABLE_NOT_A_SPREADSHEET', message);
}
