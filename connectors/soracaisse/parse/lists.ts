import type { JsonObject, Table, TableRow } from '#sdk';
import type { FileKind } from '../columns.ts';
import { PAYMENT_HEADINGS, TAX_HEADING } from '../columns.ts';
import { cellProblem, refuseCell } from '../problem.ts';
import type { SoracaisseSettings } from '../settings.ts';
import type { ParsedRecords } from './parsed.ts';
import { amountText, rowReader, type RowReader } from './row.ts';

type ReadRow = (row: TableRow, reader: RowReader, settings: SoracaisseSettings) => { id: string; body: JsonObject };

/** Kinds of files in which one row is one record. */
const LISTS: Record<Exclude<FileKind, 'tickets'>, { needed: string[]; read: ReadRow }> = {
  items: { needed: ['name', 'price'], read: readItem },
  customers: { needed: ['number'], read: readCustomer },
  loyalty: { needed: ['number'], read: readCard },
  z_reports: { needed: ['number', 'till', 'total'], read: readZ },
};

export function parseList(
  table: Table,
  kind: Exclude<FileKind, 'tickets'>,
  settings: SoracaisseSettings,
): ParsedRecords {
  const { needed, read } = LISTS[kind];
  const reader = rowReader(table, kind, needed, settings);
  const rows = new Map<string, number>();
  const records = table.rows.flatMap((row) => {
    const { id, body } = read(row, reader, settings);
    const before = rows.get(id);
    if (before === undefined) {
      rows.set(id, row.row);
      return [{ id, row: row.row, body }];
    }
    const said = [`${id} stands in row ${before} too.`, `${id} figure déjà ligne ${before}.`] as const;
    // Two articles of one reference are frequent, and no reason to know none: the first one is taken.
    if (kind !== 'items') return refuseCell('ROW_TWICE', row.row, reader.column('number'), ...said);
    reader.doubtful.push(cellProblem('ROW_TWICE', row.row, reader.column('sku'), ...said));
    return [];
  });
  return { records, rows: table.rows.length, doubtful: reader.doubtful };
}

function readItem(row: TableRow, reader: RowReader, settings: SoracaisseSettings): { id: string; body: JsonObject } {
  const sku = reader.text(row, 'sku') || null;
  const gtin = reader.gtin(row);
  const id = sku ?? (gtin && `gtin:${gtin}`) ?? noName(row, reader);
  const price = reader.decimal(row, 'price');
  const body = {
    sku,
    gtin,
    name: reader.text(row, 'name') || null,
    price: price && amountText(price),
    currency: settings.currency,
    other: reader.rest(row),
  };
  return { id, body };
}

function noName(row: TableRow, reader: RowReader): never {
  return refuseCell('CELL_EMPTY', row.row, reader.column('sku'), 'it is empty.', 'elle est vide.');
}

function readCustomer(row: TableRow, reader: RowReader): { id: string; body: JsonObject } {
  const number = reader.needed(row, 'number');
  const optional = (field: string): string | null => reader.text(row, field) || null;
  const body = {
    number,
    firstName: optional('firstName'),
    lastName: optional('lastName'),
    email: optional('email'),
    phone: optional('phone'),
    card: optional('card'),
    other: reader.rest(row),
  };
  return { id: number, body };
}

function readCard(row: TableRow, reader: RowReader, settings: SoracaisseSettings): { id: string; body: JsonObject } {
  const number = reader.needed(row, 'number');
  const balance = reader.decimal(row, 'balance');
  const body = {
    number,
    customer: reader.text(row, 'customer') || null,
    points: reader.decimal(row, 'points')?.toFixed() ?? null,
    balance: balance && amountText(balance),
    currency: settings.currency,
    level: reader.text(row, 'level') || null,
    updatedAt: reader.moment(row, 'date'),
    other: reader.rest(row),
  };
  return { id: number, body };
}

function readZ(row: TableRow, reader: RowReader, settings: SoracaisseSettings): { id: string; body: JsonObject } {
  const [number, till] = [reader.needed(row, 'number'), reader.needed(row, 'till')];
  const amount = (field: string): string | null => {
    const found = reader.decimal(row, field, settings.returns === 'accept');
    return found && amountText(found);
  };
  const body = {
    number,
    till,
    store: reader.store(row),
    openedAt: reader.moment(row, 'opened', 'none'),
    closedAt: reader.moment(row, 'closed'),
    count: reader.whole(row, 'count'),
    totalWithoutTax: amount('totalWithoutTax'),
    total: amount('total'),
    cumulative: amount('cumulative'),
    currency: settings.currency,
    payments: amountsUnder(row, PAYMENT_HEADINGS),
    taxes: amountsUnder(row, TAX_HEADING),
    hash: reader.text(row, 'hash') || null,
    other: reader.rest(row, (heading) => PAYMENT_HEADINGS.test(heading) || TAX_HEADING.test(heading)),
  };
  return { id: `${till}/${number}`, body };
}

/** Columns that are amounts by their heading: means of payment, taxes by rate. */
function amountsUnder(row: TableRow, headings: RegExp): JsonObject[] {
  return Object.entries(row.cells).flatMap(([heading, said]) => {
    const found = headings.exec(heading.trim());
    if (!found || said === '') return [];
    const plain = said.replace(/[\s\u00a0\u202f€]/g, '').replace(',', '.');
    if (!/^-?\d{1,15}(\.\d{1,4})?$/.test(plain))
      refuseCell('CELL_NO_NUMBER', row.row, heading, `${said} is no number.`, `${said} n'est pas un nombre.`);
    return [{ name: (found[1] ?? heading).replace(',', '.'), amount: plain }];
  });
}
