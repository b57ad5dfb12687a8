import type { Table, TableRow } from '#sdk';
import type { Claimed, Doubt } from '../claim.ts';
import { readCodeCell, type KnownCodes } from './codes.ts';
import {
  dateOrderOf,
  decimalMarkOf,
  readAmount,
  readCountry,
  readDate,
  readEmail,
  readFlag,
  readPhone,
  readQuantity,
  type Cell,
  type DateOrder,
  type DecimalMark,
} from './cells.ts';
import type { FieldName } from './headings.ts';
import type { Mapping } from './propose.ts';

/** The file that is read. */
export interface SourceFile {
  name: string;
  /** Since when it says so, RFC 3339 UTC. */
  at: string;
}

type Value = string | number | boolean;

const AMOUNTS: readonly FieldName[] = [
  'price',
  'priceWithTax',
  'cost',
  'taxRate',
  'weight',
  'lineTotal',
  'lineTotalWithTax',
  'shipping',
  'discount',
  'total',
  'totalTax',
];
const DATES: readonly FieldName[] = ['placedAt', 'birthday', 'createdAt'];
const LONGEST = 20_000;

/** Reads the cells of a file's rows by what its columns are; what cannot be read is a doubt, and the row goes on. */
export class RowReader {
  readonly file: SourceFile;
  readonly #columns = new Map<FieldName, string>();
  readonly #mark: DecimalMark;
  readonly #orders = new Map<FieldName, DateOrder>();
  readonly #known: KnownCodes;
  readonly #doubt: (doubt: Doubt) => void;

  constructor(
    file: SourceFile,
    table: Table,
    { columns }: Mapping,
    { known, doubt }: { known: KnownCodes; doubt: (doubt: Doubt) => void },
  ) {
    this.file = file;
    this.#known = known;
    this.#doubt = doubt;
    for (const [heading, field] of Object.entries(columns)) if (field !== null) this.#columns.set(field, heading);
    const cellsOf = (field: FieldName): string[] => {
      const heading = this.#columns.get(field);
      return heading === undefined ? [] : table.rows.map(({ cells }) => cells[heading] ?? '');
    };
    this.#mark = decimalMarkOf(AMOUNTS.flatMap(cellsOf));
    for (const field of DATES) this.#orders.set(field, this.#orderOf(field, cellsOf(field)));
  }

  has(field: FieldName): boolean {
    return this.#columns.has(field);
  }

  /** The value of a cell; null: it is empty, refused, or there is no such column. */
  value({ row, cells }: TableRow, field: FieldName): Value | null {
    const heading = this.#columns.get(field);
    const text = heading === undefined ? '' : (cells[heading] ?? '').trim();
    if (heading === undefined || text === '') return null;
    if (field === 'gtin') return this.#code(text, { row, heading, sku: this.text({ row, cells }, 'sku') });
    const read = this.#read(field, text);
    if ('value' in read) return read.value;
    this.#doubt({
      ...{ code: 'SALVAGE_CELL_UNREADABLE', effect: 'refused', file: this.file.name, place: row, column: heading },
      message: `"${text.slice(0, 40)}" ${read.wrong}; the cell is left out.`,
      remedy: 'Correct the cell, or say that the column is something else.',
    });
    return null;
  }

  text(row: TableRow, field: FieldName): string | null {
    const value = this.value(row, field);
    return value === null ? null : String(value);
  }

  /** With where and since when it says so. */
  claimed(row: TableRow, value: Claimed['value']): Claimed {
    return { value, source: `${this.file.name}, row ${String(row.row)}`, at: this.file.at };
  }

  #read(field: FieldName, text: string): Cell<Value> {
    if (AMOUNTS.includes(field)) return readAmount(text, this.#mark);
    if (DATES.includes(field)) return readDate(text, this.#orders.get(field) ?? 'day-first');
    if (field === 'quantity') return readQuantity(text);
    if (field === 'email') return readEmail(text);
    if (field === 'active') return readFlag(text);
    if (field === 'country') return readCountry(text);
    if (field === 'phone' || field === 'mobile') return readPhone(text);
    return text.length > LONGEST ? { wrong: `is longer than ${LONGEST} characters` } : { value: text };
  }

  #code(text: string, at: { row: number; heading: string; sku: string | null }): string | null {
    const { gtin, doubt } = readCodeCell(text, at.sku, this.#known);
    if (doubt) this.#doubt({ ...doubt, file: this.file.name, place: at.row, column: at.heading });
    return gtin;
  }

  /** Days before months, as here, unless the column shows the other; where nothing shows it, that is said. */
  #orderOf(field: FieldName, texts: readonly string[]): DateOrder {
    const found = dateOrderOf(texts);
    const ambiguous = texts.filter((text) => /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}/.test(text)).length;
    const about = { file: this.file.name, place: null, column: this.#columns.get(field) ?? null };
    if (found === 'mixed')
      this.#doubt({
        ...{ code: 'SALVAGE_DATES_MIXED', effect: 'refused', ...about },
        message: 'Some dates can only be day/month, others only month/day; those that are no day/month are left out.',
        remedy: 'Write the dates of this column in one way, best as 2026-11-23.',
      });
    else if (found === null && ambiguous > 0)
      this.#doubt({
        ...{ code: 'SALVAGE_DATES_AMBIGUOUS', effect: 'assumed', ...about },
        message: `${String(ambiguous)} dates may be day/month or month/day; they are read as day/month.`,
        remedy: 'If they are month/day, write them as 2026-11-23.',
      });
    return found === 'month-first' ? 'month-first' : 'day-first';
  }
}
