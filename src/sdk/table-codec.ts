import { readCsv, writeCsv } from './table-csv.ts';
import { tableFailure } from './table-failure.ts';
import { readXlsx, writeXlsx } from './table-xlsx.ts';
import type { TableCodec } from './table.ts';

const MAX_ROWS = 200_000;
const MAX_BYTES = 200 * 1024 * 1024;

/**
 * Reads and writes CSV and XLSX; the packages behind it are loaded when the first table comes. CSV is written as it is
 * given, without a mark before `=`, `+`, `-` or `@`: shops read these files, and a mark would end up in their texts.
 * What people open is written as XLSX, whose cells are text and never formulas.
 */
export function createTableCodec(): TableCodec {
  return {
    async read(bytes, options = {}) {
      const { maxRows = MAX_ROWS, maxBytes = MAX_BYTES } = options;
      if (bytes.length > maxBytes) {
        const message = `The file has ${bytes.length} bytes; ${maxBytes} are allowed.`;
        throw tableFailure('TABLE_TOO_LARGE', message);
      }
      if (bytes.length === 0) throw tableFailure('TABLE_EMPTY', 'The file is empty.');
      if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]))
        throw tableFailure('TABLE_NOT_A_SPREADSHEET', 'The file is an .xls of old, or locked by a password.');
      const isZip = startsWith(bytes, [0x50, 0x4b]);
      if (options.format === 'xlsx' && !isZip)
        throw tableFailure('TABLE_NOT_A_SPREADSHEET', 'The file is no .xlsx spreadsheet.');
      const isXlsx = options.format === 'xlsx' || (options.format === undefined && isZip);
      return isXlsx ? readXlsx(bytes, maxRows, maxBytes) : readCsv(bytes, { maxRows, maxBytes }, options);
    },
    async write({ headings, rows }, form) {
      return form.format === 'xlsx' ? writeXlsx(headings, rows) : writeCsv(headings, rows, form);
    },
  };
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
