import { Readable } from 'node:stream';
import { decodeText, encodeText, missingIn1252 } from './table-encoding.ts';
import { tableFailure } from './table-failure.ts';
import { tableRows } from './table-rows.ts';
import type { Table, TableForm, TableReadOptions } from './table.ts';

type Delimiter = NonNullable<TableForm['delimiter']>;
const DELIMITERS: readonly Delimiter[] = [';', ',', '\t'];
const CHUNK = 1 << 16;
/** Most characters of one row: a long description in every column fits. */
const MAX_ROW = 1 << 20;

/** Reads CSV in slices, so that a large file does not stop everything else. */
export async function readCsv(
  bytes: Uint8Array,
  { maxRows, maxBytes }: { maxRows: number; maxBytes: number },
  options: TableReadOptions,
): Promise<Table> {
  const { parse } = await import('csv-parse');
  const { text, encoding, bom } = decodeText(bytes, options.encoding);
  checkLines(text);
  const delimiter = options.delimiter ?? delimiterOf(text);
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MAX_ROW,
    record_delimiter: ['\r\n', '\n', '\r'],
  });
  const table = tableRows(maxRows, maxBytes);
  try {
    for await (const cells of Readable.from(slices(text)).pipe(parser)) {
      table.add(cells as string[]);
    }
  } catch (error) {
    throw toQuoteFailure(error);
  }
  return { ...table.done(), form: { format: 'csv', delimiter, encoding, bom } };
}

function* slices(text: string): Generator<string> {
  for (let from = 0; from < text.length; from += CHUNK) yield text.slice(from, from + CHUNK);
}

/** Cells without content are nothing to the parser's own bound, and millions of them fit into one line. */
function checkLines(text: string): void {
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g))
    if (line.length > MAX_ROW) throw rowTooLong(text.slice(0, index).split(/\r\n|\n|\r/).length);
}

function rowTooLong(row: number, cause?: unknown): Error {
  const message = `Row ${row} is longer than ${MAX_ROW} characters: a quotation mark may be opened and never closed.`;
  return tableFailure('TABLE_QUOTE_OPEN', message, { cause, at: { row } });
}

function toQuoteFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('CSV_')) return error;
  const row = 'records' in error ? Number(error.records) + 1 : 1;
  const column = 'column' in error ? Number(error.column) + 1 : 0;
  if (error.code === 'CSV_MAX_RECORD_SIZE') return rowTooLong(row, error);
  const where = column > 0 ? `Row ${row}, column ${column}` : `Row ${row}`;
  const at = { row, column: column > 0 ? column : undefined };
  const message = `${where}: a quotation mark is opened and never closed.`;
  return tableFailure('TABLE_QUOTE_OPEN', message, { cause: error, at });
}

/** The one that gives the headings most columns; quoted text does not count. */
function delimiterOf(text: string): Delimiter {
  const headings = /^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(text.slice(0, CHUNK))?.[0] ?? '';
  const bare = headings.replace(/"(?:[^"]|"")*"/g, '');
  const counts = DELIMITERS.map((delimiter) => bare.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ';';
}

/** Writes lines that end with CR LF. Cells stand as they are: a machine reads them. */
export function writeCsv(headings: string[], rows: readonly Record<string, string>[], form: TableForm): Uint8Array {
  const { delimiter = ';', encoding = 'utf-8', bom = false } = form;
  const lines = [headings, ...rows.map((row) => headings.map((heading) => row[heading] ?? ''))];
  if (encoding === 'windows-1252') refuseMissing(headings, lines);
  const text = lines.map((cells) => cells.map((cell) => quoted(cell, delimiter)).join(delimiter)).join('\r\n');
  return encodeText(`${text}\r\n`, encoding, bom);
}

function quoted(cell: string, delimiter: string): string {
  const plain = !cell.includes(delimiter) && !/["\r\n]/.test(cell) && cell === cell.trim();
  return plain ? cell : `"${cell.replaceAll('"', '""')}"`;
}

function refuseMissing(headings: string[], lines: string[][]): void {
  lines.forEach((cells, index) => {
    cells.forEach((cell, column) => {
      const character = missingIn1252(cell);
      if (character === undefined) return;
      const message = `Row ${index + 1}, column "${headings[column] ?? ''}": Windows-1252 has no "${character}".`;
      throw tableFailure('TABLE_ENCODING_WRONG', message, { at: { row: index + 1, column: headings[column] } });
    });
  });
}
