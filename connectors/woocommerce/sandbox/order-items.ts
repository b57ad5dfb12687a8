import { Decimal } from 'decimal.js';
import type { JsonObject } from '#sdk';
import { isObject } from '../record.ts';
import { objects, withMeta } from './meta-data.ts';
import type { Row, Store } from './store.ts';
import { rateFor, ratesFor } from './tax-rates.ts';
import { WpError } from './wp-error.ts';
import { said } from './said.ts';

/** Digits that WooCommerce keeps of what it computes. */
const KEPT_DIGITS = 6;

export function round2(value: Decimal): Decimal {
  return value.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}

/** Where tax is due: the address of delivery, or of the bill, or the shop's own. */
export function taxCountry(store: Store, order: JsonObject): string {
  const of = (which: string): string => {
    const address = order[which];
    return isObject(address) ? said(address['country'] ?? '') : '';
  };
  return of('shipping') || of('billing') || store.country;
}

/** A line of goods as it is stored: amounts with all their digits, its product looked up. */
export function lineItem(store: Store, given: JsonObject, country: string, id: number): JsonObject {
  const { product, variation } = soldThing(store, given);
  const sold = variation ?? product;
  const quantity = Number(given['quantity'] ?? 1);
  const ownClass = variation && variation['tax_class'] !== 'parent' ? variation['tax_class'] : product['tax_class'];
  const taxClass = said(given['tax_class'] ?? ownClass);
  const own = netPrice(store, said(sold['sale_price'] || sold['regular_price'] || '0'), taxClass).times(quantity);
  const subtotal = amountOf(given['subtotal']) ?? amountOf(given['total']) ?? own;
  const total = amountOf(given['total']) ?? subtotal;
  const options = variation ? objects(variation['attributes']) : [];
  const metas = options.map(({ slug, option }) => ({ key: slug ?? '', value: option ?? '' }));
  const name = variation
    ? `${said(product['name'])} - ${options.map(({ option }) => said(option)).join(', ')}`
    : product['name'];
  return {
    id,
    name: given['name'] ?? name ?? '',
    product_id: product.id,
    variation_id: variation?.id ?? 0,
    quantity,
    tax_class: taxClass,
    ...taxed(store, { subtotal, total }, taxClass, country),
    meta_data: withMeta(store, withMeta(store, [], metas), given['meta_data']),
    sku: sold['sku'] ?? '',
    global_unique_id: sold['global_unique_id'] ?? '',
    parent_name: variation ? (product['name'] ?? '') : null,
  };
}

function soldThing(store: Store, given: JsonObject): { product: Row; variation: Row | null } {
  const variation =
    store.get('variations', Number(given['variation_id'] ?? 0)) ?? bySku(store, 'variations', given['sku']);
  const number = variation ? Number(variation['parent_id']) : Number(given['product_id'] ?? 0);
  const product = store.get('products', number) ?? bySku(store, 'products', given['sku']);
  if (!product) {
    throw new WpError('woocommerce_rest_required_product_reference', 'Product ID or SKU is required.', 400);
  }
  return { product, variation: variation ?? null };
}

function bySku(store: Store, table: 'products' | 'variations', sku: JsonObject[string] | undefined): Row | undefined {
  return typeof sku === 'string' && sku !== '' ? store.rows(table).find((row) => row['sku'] === sku) : undefined;
}

function netPrice(store: Store, entered: string, taxClass: string): Decimal {
  const rate = rateFor(store, taxClass, store.country);
  const price = new Decimal(entered);
  return store.pricesIncludeTax ? price.div(rate.div(100).plus(1)) : price;
}

interface Amounts {
  subtotal: Decimal;
  total: Decimal;
}

/** Each rate on its own, on the amount with all its digits. */
function taxed(store: Store, { subtotal, total }: Amounts, taxClass: string, country: string): JsonObject {
  const rates = ratesFor(store, taxClass, country);
  const of = (amount: Decimal, rate: Row): Decimal => amount.times(said(rate['rate'])).div(100);
  const sum = (amount: Decimal): string =>
    text(rates.reduce((all, rate) => all.plus(of(amount, rate)), new Decimal(0)));
  return {
    subtotal: text(subtotal),
    subtotal_tax: sum(subtotal),
    total: text(total),
    total_tax: sum(total),
    taxes: rates.map((rate) => ({ id: rate.id, total: text(of(total, rate)), subtotal: text(of(subtotal, rate)) })),
  };
}

/** A fee is taxed as its class says, shipping as standard goods are. */
export function feeLine(store: Store, given: JsonObject, country: string, id: number): JsonObject {
  const taxClass = said(given['tax_class'] ?? '');
  const isTaxed = given['tax_status'] !== 'none';
  const total = amountOf(given['total']) ?? new Decimal(0);
  const {
    total: kept,
    total_tax: tax,
    taxes,
  } = taxed(store, { subtotal: total, total }, isTaxed ? taxClass : ' none', country);
  return {
    ...{
      id,
      name: given['name'] ?? '',
      tax_class: taxClass,
      tax_status: given['tax_status'] ?? 'taxable',
      amount: kept ?? '',
    },
    ...{
      total: kept ?? '',
      total_tax: tax ?? '',
      taxes: taxes ?? [],
      meta_data: withMeta(store, [], given['meta_data']),
    },
  };
}

export function shippingLine(store: Store, given: JsonObject, country: string, id: number): JsonObject {
  const total = amountOf(given['total']) ?? new Decimal(0);
  const shipped = ratesFor(store, '', country).filter((rate) => rate['shipping'] === true);
  const tax = (rate: Row): string => text(total.times(said(rate['rate'])).div(100));
  return {
    ...{ id, method_title: given['method_title'] ?? '', method_id: given['method_id'] ?? '' },
    ...{ instance_id: said(given['instance_id'] ?? ''), total: text(total) },
    total_tax: text(shipped.reduce((sum, rate) => sum.plus(tax(rate)), new Decimal(0))),
    taxes: shipped.map((rate) => ({ id: rate.id, total: tax(rate), subtotal: '' })),
    ...{ tax_status: 'taxable', meta_data: withMeta(store, [], given['meta_data']) },
  };
}

function amountOf(value: JsonObject[string] | undefined): Decimal | null {
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? new Decimal(value) : null;
}

function text(value: Decimal): string {
  return value.toDecimalPlaces(KEPT_DIGITS, Decimal.ROUND_HALF_UP).toFixed();
}
