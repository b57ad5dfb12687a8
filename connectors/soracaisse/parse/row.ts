import { Decimal } from 'decimal.js';
import { readGtin, type JsonObject, type Table, type TableRow } from '#sdk';
import type { FileKind } from '../columns.ts';
import { cellProblem, FileRefused, refuseCell, type Problem } from '../problem.ts';
import type { SoracaisseSettings } from '../settings.ts';
import { toUtc } from '../store-time.ts';

/** Exact for sums of millions of amounts. */
const Exact = Decimal.clone({ precision: 60 });
const BLANKS = /[\s\u00a0\u202f]/g;

/** Reads the fields of one kind of file out of its rows. */
export interface RowReader {
  text(row: TableRow, field: string): string;
  /** As `text`, where a row must have it. */
  needed(row: TableRow, field: string): string;
  /** Not negative unless `signed`; null for an empty cell. */
  decimal(row: TableRow, field: string, signed?: boolean): Decimal | null;
  /** Pieces, or what was weighed, in millionths at most. */
  quantity(row: TableRow, field: string, signed?: boolean): number | null;
  whole(row: TableRow, field: string, signed?: boolean): number | null;
  moment(row: TableRow, date: string, time?: string): string | null;
  /** A code that cannot be believed is null, and noted as doubtful. */
  gtin(row: TableRow): string | null;
  /** Code of the store that the row names. */
  store(row: TableRow): string;
  column(field: string): string;
  /** Cells that no field stands for: kept as they are. */
  rest(row: TableRow, without?: (heading: string) => boolean): JsonObject;
  doubtful: Problem[];
}

/** Finds each field's column. Refuses a file in which a needed one is missing: it is another kind of file. */
export function rowReader(
  table: Table,
  kind: FileKind,
  needed: readonly string[],
  settings: SoracaisseSettings,
): RowReader {
  const columns = findColumns(table.headings, settings.columns[kind]);
  for (const field of needed) if (!columns.has(field)) throw missingColumn(settings.columns[kind][field]?.[0] ?? field);
  const taken = new Set(columns.values());
  const doubtful: Problem[] = [];
  const column = (field: string): string => columns.get(field) ?? field;
  const text = (row: TableRow, field: string): string => {
    const heading = columns.get(field);
    return heading === undefined ? '' : (row.cells[heading] ?? '').trim();
  };
  const reader: RowReader = {
    doubtful,
    column,
    text,
    needed(row, field) {
      const found = text(row, field);
      if (found === '') refuseCell('CELL_EMPTY', row.row, column(field), 'it is empty.', 'elle est vide.');
      return found;
    },
    decimal: (row, field, signed = false) =>
      readDecimal(text(row, field), row.row, column(field), signed, table.form.format === 'csv'),
    quantity: (row, field, signed = false) => numberIn(row, field, reader, { ...QUANTITY, signed }),
    whole: (row, field, signed = false) => numberIn(row, field, reader, { ...WHOLE, signed }),
    moment(row, date, time = 'time') {
      const said = text(row, date);
      if (said === '') return null;
      const found = toUtc(said, text(row, time), settings.timezone);
      if (found !== null) return found;
      const shown = `${said} ${text(row, time)}`.trim();
      return refuseCell('CELL_NO_DATE', row.row, column(date), `${shown} is no date.`, `${shown} n'est pas une date.`);
    },
    gtin(row) {
      const cell = readGtin(text(row, 'gtin'));
      if (cell.state === 'refused') {
        const { en, fr } = cell.reason;
        const said = text(row, 'gtin');
        doubtful.push(
          cellProblem('CELL_GTIN_DOUBTFUL', row.row, column('gtin'), `${en} (${said}).`, `${fr} (${said}).`),
        );
      }
      return cell.gtin;
    },
    store(row) {
      const said = text(row, 'store');
      const found =
        said === '' ? settings.stores[0] : settings.stores.find(({ code, name }) => code === said || name === said);
      return (
        found?.code ??
        refuseCell(
          'CELL_STORE_UNKNOWN',
          row.row,
          column('store'),
          `${said} is none of the configured stores.`,
          `${said} n'est pas un magasin configuré.`,
        )
      );
    },
    rest: (row, without = () => false) =>
      Object.fromEntries(
        Object.entries(row.cells).filter(([heading, cell]) => cell !== '' && !taken.has(heading) && !without(heading)),
      ),
  };
  return reader;
}

const WHOLE = { places: 0, code: 'CELL_NOT_WHOLE', en: 'is no whole number', fr: "n'est pas un nombre entier" };
const QUANTITY = { places: 6, code: 'CELL_NO_QUANTITY', en: 'is no quantity', fr: "n'est pas une quantité" };

function numberIn(
  row: TableRow,
  field: string,
  reader: RowReader,
  { places, code, en, fr, signed }: typeof WHOLE & { signed: boolean },
): number | null {
  const found = reader.decimal(row, field, signed);
  if (found === null || (found.decimalPlaces() <= places && found.abs().lt(1_000_000)))
    return found && found.toNumber();
  const said = reader.text(row, field);
  return refuseCell(code, row.row, reader.column(field), `${said} ${en}.`, `${said} ${fr}.`);
}

/** Capitals, accents and blanks of headings do not count. */
function findColumns(headings: readonly string[], fields: Record<string, string[]>): Map<string, string> {
  const byName = new Map(headings.map((heading) => [folded(heading), heading]));
  const found = new Map<string, string>();
  for (const [field, names] of Object.entries(fields)) {
    const heading = names.map((name) => byName.get(folded(name))).find((one) => one !== undefined);
    if (heading !== undefined) found.set(field, heading);
  }
  return found;
}

export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(BLANKS, '').toLowerCase();
}

function missingColumn(column: string): FileRefused {
  return new FileRefused({
    code: 'COLUMN_MISSING',
    row: 1,
    column,
    message: { en: `The column ${column} is missing.`, fr: `La colonne ${column} manque.` },
  });
}

function readDecimal(said: string, row: number, column: string, signed: boolean, isCsv: boolean): Decimal | null {
  const plain = said.replace(BLANKS, '').replace(/(€|EUR|%)$/i, '');
  if (plain === '') return null;
  const grouped = /^-?\d{1,3}(\.\d{3})+,\d+$/.test(plain) ? plain.replaceAll('.', '') : plain;
  // 1.234 may be a thousand or one and a bit: nobody can tell.
  const isUnclear = isCsv && /^-?[1-9]\d{0,2}(\.\d{3})+$/.test(grouped);
  const dotted = grouped.replace(',', '.');
  if (isUnclear || !/^-?\d{1,15}(\.\d{1,10})?$/.test(dotted))
    return refuseCell('CELL_NO_NUMBER', row, column, `${said} is no number.`, `${said} n'est pas un nombre.`);
  const value = new Exact(dotted);
  if (value.isNegative() && !value.isZero() && !signed)
    return refuseCell('CELL_NEGATIVE', row, column, `${said} is negative.`, `${said} est négatif.`);
  return value;
}

/** Two decimals at least, all that there are. */
export function amountText(value: Decimal): string {
  return value.isZero() ? '0.00' : value.toFixed(Math.max(2, value.decimalPlaces()));
}

/** A decimal of text that was checked before. */
export function exact(text: string): Decimal {
  return new Exact(text);
}

export function sumOf(values: readonly Decimal[]): Decimal {
  return values.reduce((sum, value) => sum.plus(value), new Exact(0));
}
