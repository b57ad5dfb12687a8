import { Decimal } from 'decimal.js';
import type { JsonObject, Projected, RawRecord, Related, SaleFacet, SaleLineFacet } from '#sdk';
import { itemId, known, list, money, text, count } from '../body.ts';

const Exact = Decimal.clone({ precision: 60 });
/** How far apart a ticket and the order of the same sale may be; numbers may begin again every year. */
const SAME_SALE_MS = 7 * 86_400_000;

function withoutTax(totalWithTax: string | null, rate: string | null): string | null {
  if (totalWithTax === null || rate === null) return null;
  return new Exact(totalWithTax).times(100).div(new Exact(rate).plus(100)).toFixed(2, Decimal.ROUND_HALF_UP);
}

function toLine(line: JsonObject, ticket: JsonObject, related: Related, aliases: JsonObject): SaleLineFacet {
  const said = itemId(line);
  const id = said && (text(aliases, said) ?? said);
  const rate = text(line, 'taxRate');
  return {
    variant: id === null ? null : related.hubId('Variant', id),
    sku: text(line, 'sku'),
    gtin: text(line, 'gtin'),
    name: text(line, 'name') ?? '',
    quantity: count(line, 'quantity') ?? 0,
    unitPriceWithTax: money(text(line, 'unitPrice'), ticket),
    total: money(text(line, 'totalWithoutTax') ?? withoutTax(text(line, 'total'), rate), ticket),
    totalWithTax: known(text(line, 'total'), ticket),
    taxRate: rate,
  };
}

/** The number at a ticket's end: `B1-000123` is the 123rd. */
function sequenceOf(number: string | null): number | null {
  const digits = /\d{1,15}$/.exec(number ?? '')?.[0];
  return digits === undefined ? null : Number(digits);
}

/** `aliases`: names under which an item was sold, to its name in the catalogue. */
export function toSale(body: JsonObject, related: Related, aliases: JsonObject = {}): SaleFacet {
  const lines = list(body, 'lines').map((line) => toLine(line, body, related, aliases));
  const totals = lines.map(({ total }) => total?.amount ?? null);
  const isTaxKnown = lines.length > 0 && totals.every((total) => total !== null);
  const sum = totals.reduce((total, one) => total.plus(one ?? 0), new Exact(0));
  const [store, customer] = [text(body, 'store'), text(body, 'customer')];
  return {
    number: text(body, 'number') ?? '',
    sequence: sequenceOf(text(body, 'number')),
    till: text(body, 'till') ?? '',
    location: store && related.hubId('Location', store),
    soldAt: text(body, 'soldAt') ?? '',
    lines,
    payments: list(body, 'payments').map((payment) => ({
      method: text(payment, 'method') ?? '',
      amount: known(text(payment, 'amount'), body),
    })),
    total: isTaxKnown ? money(sum.toFixed(2), body) : null,
    totalWithTax: known(text(body, 'total'), body),
    customer: customer && related.hubId('Customer', customer),
    loyaltyNumber: text(body, 'card'),
    hash: text(body, 'hash'),
    session: text(body, 'session'),
  };
}

/**
 * A sale that the till's module wrote into the shop, unless its ticket came by file: then that one is the sale, under
 * the same id. An order without a number counts as nothing: nobody could tell whether its ticket came too.
 */
export function toShopSale({ id, body }: RawRecord, related: Related): Projected[] {
  const number = text(body, 'number');
  if (number === null || text(body, 'soldAt') === null || text(body, 'currency') === null) return [];
  if (related.children('tickets').some((ticket) => isSameSale(body, ticket.body))) return [];
  const till = text(body, 'till');
  const sale = toSale(body, related);
  const method = text(body, 'payment');
  const facet: SaleFacet = {
    ...sale,
    till: till ?? text(body, 'module') ?? '',
    // Without its till, a number tells nothing of the tickets before and after it.
    sequence: till === null ? null : sale.sequence,
    payments: method === null ? [] : [{ method, amount: sale.totalWithTax }],
  };
  return [{ type: 'Sale', externalId: till === null ? `order/${id}` : `${till}/${number}`, facet }];
}

/** The tickets given have the order's number. */
function isSameSale(order: JsonObject, ticket: JsonObject): boolean {
  const apart = Date.parse(text(order, 'soldAt') ?? '') - Date.parse(text(ticket, 'soldAt') ?? '');
  if (!(Math.abs(apart) <= SAME_SALE_MS)) return false;
  const till = text(order, 'till');
  // The module may call the till otherwise than the files do: the amount tells then.
  return till === null || till === text(ticket, 'till') || text(order, 'total') === text(ticket, 'total');
}
