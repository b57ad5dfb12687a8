import type { Decimal } from 'decimal.js';
import type { JsonObject, Table, TableRow } from '#sdk';
import { cellProblem, FileRefused, refuseCell } from '../problem.ts';
import type { SoracaisseSettings } from '../settings.ts';
import type { ParsedRecords } from './parsed.ts';
import { amountText, exact, folded, rowReader, sumOf, type RowReader } from './row.ts';

const NEEDED = ['number', 'date', 'till', 'name', 'quantity', 'lineTotal', 'total'];

/**
 * One row is one line of a ticket; what is said of the ticket stands on each of its rows. `writtenAt`: of the file. A
 * ticket that it cannot know yet is left out: it would stand for good, ahead of all that is sold until then.
 */
export function parseTickets(table: Table, settings: SoracaisseSettings, writtenAt: string): ParsedRecords {
  const reader = rowReader(table, 'tickets', NEEDED, settings);
  const { lines, trailer } = withoutTrailer(table, reader);
  const tickets = new Map<string, TableRow[]>();
  for (const row of lines) {
    const id = `${reader.needed(row, 'till')}/${reader.needed(row, 'number')}`;
    tickets.set(id, [...(tickets.get(id) ?? []), row]);
  }
  const read = [...tickets].map(([id, rows]) => readTicket(id, rows, reader, settings));
  checkTrailer(trailer, read, reader, settings);
  const believed = read.filter((ticket) => isOfPast(ticket, writtenAt, reader));
  return {
    records: believed.map(({ id, row, body }) => ({ id, row, body })),
    rows: lines.length,
    doubtful: reader.doubtful,
  };
}

/** The clocks of the till and of the server may differ, and so may their time zones: by a day at most. */
const DAY = 86_400_000;

function isOfPast({ id, row, body }: Ticket, writtenAt: string, { column, doubtful }: RowReader): boolean {
  const soldAt = typeof body['soldAt'] === 'string' ? body['soldAt'] : '';
  if (!(Date.parse(soldAt) > Date.parse(writtenAt) + DAY)) return true;
  const [en, fr] = [
    `the ticket ${id} of ${soldAt} is later than its file (${writtenAt}); it was left out.`,
    `le ticket ${id} du ${soldAt} est postérieur à son fichier (${writtenAt}) ; il n'a pas été repris.`,
  ];
  doubtful.push(cellProblem('TICKET_OF_FUTURE', row, column('date'), en, fr));
  return false;
}

/** The last row may be `TOTAL`. */
function withoutTrailer(table: Table, reader: RowReader): { lines: TableRow[]; trailer: TableRow | null } {
  const last = table.rows.at(-1);
  const isTrailer = last !== undefined && folded(reader.text(last, 'number')).startsWith('total');
  return isTrailer ? { lines: table.rows.slice(0, -1), trailer: last } : { lines: table.rows, trailer: null };
}

interface Ticket {
  id: string;
  row: number;
  total: Decimal;
  body: JsonObject;
}

function readTicket(id: string, rows: TableRow[], reader: RowReader, settings: SoracaisseSettings): Ticket {
  const [first] = rows;
  if (!first) throw new Error('a ticket has at least one row');
  const mayReturn = settings.returns === 'accept';
  const total = sumOf([reader.decimal(first, 'total', mayReturn) ?? emptyCell(first, 'total', reader)]);
  for (const row of rows) checkSame(first, row, reader);
  const amounts = rows.map((row) => reader.decimal(row, 'lineTotal', mayReturn) ?? emptyCell(row, 'lineTotal', reader));
  const sum = sumOf(amounts);
  if (!sum.equals(total)) {
    const [said, found] = [amountText(total), amountText(sum)];
    refuseCell(
      'TICKET_TOTAL_WRONG',
      first.row,
      reader.column('total'),
      `ticket ${id} says ${said}, its lines add up to ${found}; the file may have been cut.`,
      `le ticket ${id} indique ${said}, ses lignes font ${found} ; le fichier est peut-être coupé.`,
    );
  }
  const optional = (field: string): string | null => reader.text(first, field) || null;
  const body: JsonObject = {
    number: reader.needed(first, 'number'),
    till: reader.needed(first, 'till'),
    store: reader.store(first),
    soldAt: reader.moment(first, 'date') ?? emptyCell(first, 'date', reader),
    currency: settings.currency,
    total: amountText(total),
    payments: readPayments(first, total, reader),
    customer: optional('customer'),
    card: optional('card'),
    session: optional('session'),
    hash: optional('hash'),
    lines: rows.map((row, i) => readLine(row, amounts[i] ?? total, reader, mayReturn)),
  };
  return { id, row: first.row, total, body };
}

function readLine(row: TableRow, total: Decimal, reader: RowReader, mayReturn: boolean): JsonObject {
  // Goods brought back are one thing at a negative price for some tills; a negative price of a sale is nonsense.
  const unitPrice = reader.decimal(row, 'unitPrice', mayReturn && total.isNegative());
  const rate = percent(reader.decimal(row, 'taxRate'));
  const rest = reader.rest(row);
  return {
    sku: reader.text(row, 'sku') || null,
    gtin: reader.gtin(row),
    name: reader.needed(row, 'name'),
    quantity: reader.quantity(row, 'quantity', mayReturn) ?? emptyCell(row, 'quantity', reader),
    unitPrice: unitPrice && amountText(unitPrice),
    total: amountText(total),
    taxRate: rate && rate.toFixed(),
    ...(Object.keys(rest).length > 0 ? { other: rest } : {}),
  };
}

/** A spreadsheet's cell `20 %` holds 0.2; there is no tax below one percent. */
function percent(rate: Decimal | null): Decimal | null {
  return rate?.greaterThan(0) && rate.lessThan(1) ? rate.times(100) : rate;
}

/** Rows of one ticket that contradict each other are two tickets, or a damaged file. */
function checkSame(first: TableRow, row: TableRow, reader: RowReader): void {
  for (const field of ['date', 'time', 'total', 'payment', 'customer']) {
    const [expected, said] = [reader.text(first, field), reader.text(row, field)];
    if (said === expected) continue;
    refuseCell(
      'TICKET_CONTRADICTS',
      row.row,
      reader.column(field),
      `${said} where row ${first.row} of the same ticket says ${expected}.`,
      `${said} alors que la ligne ${first.row} du même ticket indique ${expected}.`,
    );
  }
}

/** `CB`, or `CB 20,00 + Espèces 5,00`. */
function readPayments(row: TableRow, total: Decimal, reader: RowReader): JsonObject[] {
  const said = reader.text(row, 'payment');
  if (said === '') return [];
  const parts = said.split('+').map((part) => /^(.+?)\s+(-?[\d\s]+[.,]\d{2})\s*€?$/.exec(part.trim()));
  if (parts.some((part) => part === null)) return [{ method: said, amount: amountText(total) }];
  const payments = parts.map((part) => ({
    method: part?.[1] ?? said,
    amount: (part?.[2] ?? '0').replace(/\s/g, '').replace(',', '.'),
  }));
  const sum = sumOf(payments.map(({ amount }) => exact(amount)));
  if (sum.equals(total)) return payments;
  // One means with another amount is what the customer handed over.
  if (payments.length === 1) return [{ method: said, amount: amountText(total) }];
  return refuseCell(
    'TICKET_PAYMENTS_WRONG',
    row.row,
    reader.column('payment'),
    `the payments (${said}) are not the total ${amountText(total)}.`,
    `les règlements (${said}) ne font pas le total ${amountText(total)}.`,
  );
}

function checkTrailer(
  trailer: TableRow | null,
  tickets: readonly Ticket[],
  reader: RowReader,
  settings: SoracaisseSettings,
): void {
  if (!trailer) {
    if (settings.trailer === 'optional') return;
    throw new FileRefused({
      code: 'FILE_CUT',
      row: null,
      column: null,
      message: {
        en: 'The last row, TOTAL, is missing: the file was cut.',
        fr: 'La dernière ligne, TOTAL, manque : le fichier est coupé.',
      },
    });
  }
  const said = reader.decimal(trailer, 'total', true);
  const sum = sumOf(tickets.map(({ total }) => total));
  if (said === null || said.equals(sum)) return;
  const [expected, found] = [amountText(said), amountText(sum)];
  refuseCell(
    'FILE_TOTAL_WRONG',
    trailer.row,
    reader.column('total'),
    `the file says ${expected}, its tickets add up to ${found}.`,
    `le fichier indique ${expected}, ses tickets font ${found}.`,
  );
}

function emptyCell(row: TableRow, field: string, reader: RowReader): never {
  return refuseCell('CELL_EMPTY', row.row, reader.column(field), 'it is empty.', 'elle est vide.');
}
