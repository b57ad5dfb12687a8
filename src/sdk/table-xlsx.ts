import { Decimal } from 'decimal.js';
import { tableFailure } from './table-failure.ts';
import { tableRows } from './table-rows.ts';
import { withoutBombs } from './table-zip.ts';
import type { Table } from './table.ts';

/** The first sheet; of formulas the value that the spreadsheet program saw last. */
export async function readXlsx(bytes: Uint8Array, maxRows: number, maxBytes: number): Promise<Table> {
  const safe = withoutBombs(bytes, { maxBytes, maxRows });
  const { readSheet } = await import('read-excel-file/node');
  const table = tableRows(maxRows, maxBytes);
  for (const cells of await sheetOf(() => readSheet(safe, 1, { parseNumber: toNumber, trim: false })))
    table.add(cells.map((cell) => toText(cell)));
  return { ...table.done(), form: { format: 'xlsx' } };
}

async function sheetOf(read: () => Promise<unknown[][]>): Promise<unknown[][]> {
  try {
    return await read();
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : '';
    const [, row, column] = /row (\d+), col (\d+)/.exec(words) ?? [];
    if (row !== undefined && column !== undefined) {
      const message = `Row ${row}, column ${column} holds an error or a value that cannot be read.`;
      throw tableFailure('TABLE_CELL_BROKEN', message, { cause, at: { row: Number(row), column: Number(column) } });
    }
    throw tableFailure('TABLE_NOT_A_SPREADSHEET', 'The file is no spreadsheet, or was cut.', { cause });
  }
}

/** Integers keep their digits (an EAN is one); others have the 15 digits that a spreadsheet holds, without exponent. */
function toNumber(text: string): string {
  if (/^-?\d+$/.test(text)) return text;
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  return new Decimal(value.toPrecision(15)).toFixed();
}

function toText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) {
    const iso = cell.toISOString();
    return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.replace('.000Z', 'Z');
  }
  return typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : typeof cell === 'string' ? cell : '';
}

/** All cells are text: leading zeros and long codes stay, and no cell can be taken for a formula. */
export async function writeXlsx(headings: string[], rows: readonly Record<string, string>[]): Promise<Uint8Array> {
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  const cell = (value: string) => (value === '' ? null : { value: escaped(value), type: String });
  const lines = [headings, ...rows.map((row) => headings.map((heading) => row[heading] ?? ''))];
  return writeXlsxFile(lines.map((line) => line.map(cell))).toBuffer();
}

/** Readers take `_x0041_` for an escaped `A`: what looks like one is escaped itself. */
function escaped(value: string): string {
  // The writer keeps its texts in an object: what every object has would be lost.
  if (value in {}) return `_x${value.charCodeAt(0).toString(16).padStart(4, '0')}_${value.slice(1)}`;
  return value.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
}
