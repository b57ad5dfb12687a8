import type { TableRow } from '#sdk';
import type { ClaimedLine } from '../brick/order.ts';
import { difference, isNear, sum, timesOf } from '../brick/money.ts';
import { recordIdOf, textOf, type Claim, type Claimed, type Doubt } from '../claim.ts';
import { statusOf } from '../status.ts';
import type { Assumed } from './articles.ts';
import { customerClaim } from './people.ts';
import type { RowReader } from './row-reader.ts';

/** Orders of a file that has a row for each order, or one for each line of an order. */
export function orderClaims(
  reader: RowReader,
  rows: readonly TableRow[],
  { assumed, doubt }: { assumed: Assumed; doubt: (doubt: Doubt) => void },
): Claim[] {
  const byReference = Map.groupBy(rows, (row) => reader.text(row, 'reference') ?? '');
  return [...byReference].flatMap(([reference, own]) => {
    if (reference === '') return [];
    const claims = orderOf(reader, reference, own, assumed);
    const order = claims.at(-1);
    if (order) checkTotal(order, { file: reader.file.name, place: own[0]?.row ?? null }, doubt);
    return claims;
  });
}

const PLAIN = ['reference', 'placedAt', 'payment', 'carrier'] as const;

function orderOf(reader: RowReader, reference: string, rows: readonly TableRow[], assumed: Assumed): Claim[] {
  const [head] = rows;
  if (!head) return [];
  const fields: Record<string, Claimed> = { currency: reader.claimed(head, assumed.currency) };
  for (const field of PLAIN) {
    const value = reader.value(head, field);
    if (value !== null) fields[field] = reader.claimed(head, value);
  }
  const amounts = { total: 'total', totalTax: 'totalTax', shipping: 'shipping', discounts: 'discount' } as const;
  for (const [field, column] of Object.entries(amounts)) {
    const value = reader.text(head, column);
    if (value !== null) fields[field] = reader.claimed(head, value);
  }
  const label = reader.text(head, 'status');
  const status = label === null ? null : statusOf(label);
  if (label !== null) fields['statusLabel'] = reader.claimed(head, label);
  if (status) fields['status'] = reader.claimed(head, status);
  const lines = rows.flatMap((row) => lineOf(reader, row) ?? []);
  if (lines.length > 0) fields['lines'] = reader.claimed(head, lines as unknown as Claimed['value']);
  const customer = customerClaim(reader, head);
  if (customer) fields['customer'] = reader.claimed(head, recordIdOf('customers', customer.keys[0] ?? ''));
  const articles = lines.flatMap((line, i) => articleOf(line, (value) => reader.claimed(rows[i] ?? head, value)));
  return [...articles, ...(customer ? [customer] : []), { kind: 'orders', keys: [`reference:${reference}`], fields }];
}

function lineOf(reader: RowReader, row: TableRow): ClaimedLine | null {
  const [sku, gtin, name] = [reader.text(row, 'sku'), reader.text(row, 'gtin'), reader.text(row, 'name')];
  if (sku === null && gtin === null && name === null) return null;
  return {
    ...{ sku, gtin, name: name ?? sku ?? gtin ?? '' },
    quantity: Number(reader.value(row, 'quantity') ?? 1),
    unitPriceWithTax: reader.text(row, 'priceWithTax'),
    unitPrice: reader.text(row, 'price'),
    article: sku !== null ? `sku:${sku}` : gtin !== null ? `gtin:${gtin}` : null,
  };
}

/** What an order says of an article: that there is one, and how it is called. */
export function articleOf(line: ClaimedLine, claimed: (value: string) => Claimed): Claim[] {
  if (line.article === null) return [];
  const { sku, gtin, name } = line;
  const fields = {
    name: claimed(name),
    ...(sku !== null && { sku: claimed(sku) }),
    ...(gtin !== null && { gtin: claimed(gtin) }),
  };
  return [{ kind: 'articles', keys: [line.article], fields }];
}

/** Lines, costs and discounts should make the total; where they do not, a person should know. */
export function checkTotal(
  { keys, fields }: Claim,
  at: { file: string; place: number | null },
  doubt: (doubt: Doubt) => void,
): void {
  const text = (field: string): string | null => textOf(fields[field]) || null;
  const lines = (fields['lines']?.value ?? []) as unknown as ClaimedLine[];
  const total = text('total');
  if (total === null || lines.length === 0 || lines.some(({ unitPriceWithTax }) => unitPriceWithTax === null)) return;
  const products = sum(lines.map(({ unitPriceWithTax, quantity }) => timesOf(unitPriceWithTax ?? '0', quantity)));
  const parts = sum([products, text('shipping') ?? '0', text('wrapping') ?? '0']);
  const made = difference(parts, text('discounts') ?? '0');
  if (isNear(made, total, '0.05')) return;
  doubt({
    ...{ code: 'SALVAGE_TOTAL_DIFFERS', effect: 'told', ...at, column: null },
    message: `${keys[0] ?? ''}: the lines, costs and discounts make ${made}, the total says ${total}. It is taken as it is written.`,
    remedy: 'Look whether a line, a cost or a discount is missing.',
  });
}
