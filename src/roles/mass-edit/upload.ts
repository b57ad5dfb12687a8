import type { BulkEditFacet, BulkEditKey, BulkEditLine } from '#sdk';
import { refuse } from '../graph/index.ts';
import { decimalOf, isValidGtin } from './cells.ts';
import { DELIMITERS } from './csv-text.ts';
import { columnOf, type Column } from './headings.ts';
import { keyColumnsOf } from './targets.ts';

export const MOST_BYTES = 2 * 1024 * 1024;
const NUMBERS: ReadonlySet<string> = new Set(['price', 'costPrice', 'weight', 'quantity']);

type Read = Pick<BulkEditFacet, 'lines' | 'failures' | 'idBy'>;

/** Lines of a CSV text with the usual French or English headings. What is no such text is refused as a whole. */
export async function readUpload(
  csv: string,
  { idBy, delimiter, locale }: { idBy: BulkEditKey; delimiter: string | null; locale: string | null },
): Promise<Read> {
  if (Buffer.byteLength(csv) > MOST_BYTES) throw refuse('INVALID_ARGUMENT', '"csv" may have 2 MB at most. Split it.');
  if (delimiter !== null && !DELIMITERS.includes(delimiter))
    throw refuse('INVALID_ARGUMENT', '"delimiter" must be a semicolon, a comma or a tab.');
  const [headings = [], ...rows] = await cellsOf(csv, delimiter ?? delimiterOf(csv));
  const columns = columnsOf(headings);
  const lines: BulkEditLine[] = [];
  const failures: Read['failures'] = [];
  rows.forEach((cells, at) => {
    if (cells.every((cell) => cell === '')) return;
    checkWidth(cells, headings, at + 2);
    const faults: Read['failures'] = [];
    const line = toLine(cells, { headings, columns, line: at + 2, locale }, faults);
    if (faults.length > 0) failures.push(...faults);
    else lines.push(withKey(line, idBy));
  });
  return { lines, failures, idBy };
}

async function cellsOf(csv: string, delimiter: string): Promise<string[][]> {
  const { parse } = await import('csv-parse/sync');
  try {
    const options = { bom: true, delimiter, relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'] };
    const rows: string[][] = parse(csv, options);
    return rows.map((cells) => cells.map((cell) => cell.trim()));
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('CSV_')) throw error;
    const row = 'records' in error ? Number(error.records) + 1 : 1;
    const column = 'column' in error ? Number(error.column) + 1 : 1;
    throw malformed(row, column, 'a quotation mark is not closed, or stands where none may');
  }
}

function delimiterOf(csv: string): string {
  const headings = (/^[^\r\n]*/.exec(csv)?.[0] ?? '').replace(/"(?:[^"]|"")*"/g, '');
  const counts = DELIMITERS.map((one) => headings.split(one).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ';';
}

function columnsOf(headings: readonly string[]): (Column | 'other')[] {
  if (headings.every((heading) => heading === '')) throw refuse('INVALID_ARGUMENT', '"csv" has no headings.');
  const columns = headings.map((heading, at) => {
    const column = columnOf(heading);
    if (column === undefined) throw malformed(1, at + 1, `the heading "${heading.slice(0, 80)}" is not known`);
    return column;
  });
  columns.forEach((column, at) => {
    const first = columns.indexOf(column);
    if (first !== at) throw malformed(1, at + 1, `it stands for the same as column ${first + 1}`);
  });
  return columns;
}

function checkWidth(cells: readonly string[], headings: readonly string[], row: number): void {
  const extra = cells.findIndex((cell, at) => at >= headings.length && cell !== '');
  if (extra >= 0) throw malformed(row, extra + 1, `there are only ${headings.length} headings`);
  if (cells.length < headings.length) throw malformed(row, cells.length + 1, 'the line ends before this column');
}

function malformed(row: number, column: number, why: string): Error {
  return refuse('INVALID_ARGUMENT', `"csv" cannot be read: row ${row}, column ${column}: ${why}.`);
}

interface Place {
  headings: readonly string[];
  columns: readonly (Column | 'other')[];
  line: number;
  locale: string | null;
}

function toLine(cells: readonly string[], place: Place, faults: Read['failures']): BulkEditLine {
  const { headings, columns, line, locale } = place;
  const read: BulkEditLine = { line, key: {}, values: {}, locale, other: {} };
  columns.forEach((column, at) => {
    const cell = cells[at] ?? '';
    const heading = headings[at] ?? '';
    if (cell === '') return;
    const fault = (code: string, what: string): number =>
      faults.push({ line, column: heading, code, message: `"${cell.slice(0, 40)}" is no ${what}.` });
    if (column === 'other') read.other[heading] = cell;
    else if (column === 'productId' || column === 'variantId') read.key[column] = cell;
    else if (column === 'categories' || column === 'options') read.values[column] = split(cell);
    else if (NUMBERS.has(column)) {
      const number = decimalOf(cell);
      if (number === null) fault('EDIT_NUMBER_WRONG', 'number');
      else read.values[column] = number;
    } else if (column === 'gtin' && !isValidGtin(cell)) fault('EDIT_GTIN_WRONG', 'valid EAN, UPC or ISBN');
    else read.values[column] = cell;
  });
  return read;
}

/** What finds the product is not what is changed of it. */
function withKey(line: BulkEditLine, idBy: BulkEditKey): BulkEditLine {
  const columns: readonly string[] = keyColumnsOf(idBy, line);
  const entries = Object.entries(line.values);
  const key = Object.fromEntries(entries.filter(([column]) => columns.includes(column)));
  const values = Object.fromEntries(entries.filter(([column]) => !columns.includes(column)));
  return { ...line, key: { ...line.key, ...key }, values };
}

function split(cell: string): string[] {
  return cell
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
