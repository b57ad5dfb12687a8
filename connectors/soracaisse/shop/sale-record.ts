import { Decimal } from 'decimal.js';
import { readGtin, type JsonObject, type JsonValue, type RawRecord } from '#sdk';
import { toUtc } from '../store-time.ts';
import type { ShopSettings } from './settings.ts';

const Exact = Decimal.clone({ precision: 60 });
/** Rates of French VAT, overseas included. The webservice tells prices with and without tax, never a line's rate. */
const RATES = ['20', '10', '5.5', '2.1', '8.5', '0'];

export interface SaleReading {
  shop: ShopSettings;
  /** Time zone of the shop's dates. */
  timezone: string;
  /** The store of a sale: an order names none. */
  store: string;
  /** Id of a currency to its code. */
  currencies: ReadonlyMap<string, string>;
}

/**
 * What an order says of a sale. Not its state, its note or when it was changed: those move, and a sale does not. The
 * whole order is mirrored by the shop's own brick.
 */
export function toSaleRecord(order: JsonObject, { shop, timezone, store, currencies }: SaleReading): RawRecord {
  const word = (field: string): string => wordOf(order[field]);
  const body = {
    order: word('id'),
    reference: word('reference'),
    module: word('module'),
    payment: word('payment'),
    ...ticketOf(order, shop),
    store,
    soldAt: toUtc(word('date_add'), '', timezone),
    currency: currencies.get(word('id_currency')) ?? null,
    total: amount(word('total_paid_tax_incl') || word('total_paid')),
    lines: [...rowsOf(order).map(toLine), ...besides(order)],
  };
  return { id: word('id'), body };
}

/** Whether the rows of an order are there: a module writes them after the order itself. */
export function isWhole(order: JsonObject): boolean {
  return rowsOf(order).length > 0 || exact(order['total_products_wt']).isZero();
}

/** The number, and the till if it is told; null where the field does not hold what the settings say. */
export function ticketOf(
  order: JsonObject,
  { ticket: { field, pattern } }: Pick<ShopSettings, 'ticket'>,
): { number: string | null; till: string | null } {
  const said = wordOf(order[field]).trim();
  if (pattern === undefined) return { number: said || null, till: null };
  const { number, till } = new RegExp(pattern, 'u').exec(said)?.groups ?? {};
  return { number: number?.trim() || null, till: till?.trim() || null };
}

function toLine(row: JsonObject): JsonObject {
  const quantity = Number(wordOf(row['product_quantity'])) || 0;
  const [unit, withTax] = [exact(row['unit_price_tax_excl']), exact(row['unit_price_tax_incl'])];
  const { gtin } = readGtin(wordOf(row['product_ean13']));
  return {
    sku: wordOf(row['product_reference']).trim() || null,
    gtin,
    name: wordOf(row['product_name']),
    quantity,
    unitPrice: withTax.toFixed(2),
    total: withTax.times(quantity).toFixed(2),
    totalWithoutTax: unit.times(quantity).toFixed(2),
    taxRate: rateOf(unit, withTax),
  };
}

/** What an order has beside its articles, as lines: the sum of the lines is what was paid. */
function besides(order: JsonObject): JsonObject[] {
  const one = (name: string, field: string, sign: 1 | -1): JsonObject[] => {
    const [withTax, without] = [exact(order[`${field}_tax_incl`]), exact(order[`${field}_tax_excl`])];
    if (withTax.isZero()) return [];
    const [total, totalWithoutTax] = [withTax, without].map((value) => value.times(sign).toFixed(2));
    const about = { sku: null, gtin: null, name, quantity: 1, unitPrice: null, taxRate: rateOf(without, withTax) };
    return [{ ...about, total: total ?? '0.00', totalWithoutTax: totalWithoutTax ?? null }];
  };
  return [
    ...one('Remise', 'total_discounts', -1),
    ...one('Livraison', 'total_shipping', 1),
    ...one('Emballage cadeau', 'total_wrapping', 1),
  ];
}

/** The rate that gives what was charged, to the cent to which the shop rounds; null where none does. */
function rateOf(unit: Decimal, withTax: Decimal): string | null {
  if (unit.isZero()) return null;
  const off = (rate: string): Decimal => unit.times(new Exact(rate).div(100).plus(1)).minus(withTax).abs();
  const [nearest] = [...RATES].sort((one, other) => off(one).comparedTo(off(other)));
  return nearest !== undefined && off(nearest).lte('0.01') ? nearest : null;
}

function rowsOf(order: JsonObject): JsonObject[] {
  const associations = order['associations'];
  const rows = isObject(associations) ? associations['order_rows'] : undefined;
  return Array.isArray(rows) ? rows.filter(isObject) : [];
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function wordOf(value: JsonValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function exact(value: JsonValue | undefined): Decimal {
  const said = wordOf(value);
  return /^-?\d+(\.\d+)?$/.test(said) ? new Exact(said) : new Exact(0);
}

function amount(said: string): string {
  return exact(said).toFixed(2);
}
