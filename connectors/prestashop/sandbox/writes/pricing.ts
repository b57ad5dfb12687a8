import { columnText } from '../column-text.ts';
import type { WebserviceRecord } from '../state.ts';
import type { Webservice } from '../webservice.ts';

/** For whom and where something is priced. */
export interface Buyer {
  customer: WebserviceRecord | undefined;
  /** Country of the delivery address. */
  country: number;
  currency: number;
  /** Language of the names on the order. */
  language: number;
}

export interface PricedLine {
  product: WebserviceRecord;
  combination: WebserviceRecord | undefined;
  quantity: number;
  /** Unit price after the price rule that applies, before tax. */
  unitExcl: number;
  unitIncl: number;
  name: string;
  reference: string;
}

export const cents = (amount: number): number => Math.round((amount + Number.EPSILON) * 100) / 100;
export const six = (amount: number): string => (Math.round((amount + Number.EPSILON) * 1e6) / 1e6).toFixed(6);

/** Prices one cart row from the catalogue as it is now; `undefined` when its product is gone. */
export function priceLine(shop: Webservice, row: Record<string, unknown>, buyer: Buyer): PricedLine | undefined {
  const product = shop.store.table('products').get(Number(row['id_product']));
  if (!product) return undefined;
  const combination = shop.store.table('combinations').get(Number(row['id_product_attribute']));
  const quantity = Number(row['quantity']);
  const base = Number(product['price']) + Number(combination?.['price'] ?? 0);
  const unitExcl = Number(six(reduced(shop, base, product.id, combination?.id ?? 0, quantity, buyer)));
  const unitIncl = unitExcl * (1 + taxRate(shop, product, buyer.country) / 100);
  const reference = columnText(combination?.['reference'] || product['reference']);
  return {
    product,
    combination,
    quantity,
    unitExcl,
    unitIncl,
    name: lineName(shop, product, combination, buyer),
    reference,
  };
}

/** The most specific price rule wins: a customer's before a group's before everybody's. */
function reduced(
  shop: Webservice,
  base: number,
  product: number,
  combination: number,
  quantity: number,
  { customer, country, currency }: Buyer,
): number {
  const now = shop.clock.dateTime();
  const fits = (rule: WebserviceRecord, name: string, value: unknown): boolean =>
    Number(rule[name] ?? 0) === 0 || Number(rule[name]) === Number(value);
  const inTime = (rule: WebserviceRecord): boolean => {
    const [from, to] = [columnText(rule['from']), columnText(rule['to'])];
    return (from === '' || from.startsWith('0000') || from <= now) && (to === '' || to.startsWith('0000') || now <= to);
  };
  const weight = (rule: WebserviceRecord): number =>
    (Number(rule['id_customer']) ? 8 : 0) +
    (Number(rule['id_group']) ? 4 : 0) +
    (Number(rule['id_product_attribute']) ? 2 : 0);
  const [rule] = shop.store
    .table('specific_prices')
    .records.filter(
      (one) =>
        one['id_product'] === product &&
        Number(one['id_cart'] ?? 0) === 0 &&
        fits(one, 'id_product_attribute', combination) &&
        fits(one, 'id_customer', customer?.id) &&
        fits(one, 'id_group', customer?.['id_default_group']) &&
        fits(one, 'id_country', country) &&
        fits(one, 'id_currency', currency) &&
        Number(one['from_quantity']) <= quantity &&
        inTime(one),
    )
    .sort((a, b) => weight(b) - weight(a) || Number(b['from_quantity']) - Number(a['from_quantity']));
  if (!rule) return base;
  const start = Number(rule['price']) >= 0 ? Number(rule['price']) : base;
  const reduction = Number(rule['reduction']);
  return rule['reduction_type'] === 'percentage' ? start * (1 - reduction) : Math.max(0, start - reduction);
}

/** Percent, from the product's tax rule for the country of delivery; 0 where there is none. */
function taxRate(shop: Webservice, product: WebserviceRecord, country: number): number {
  const { store } = shop;
  const group = Number(product['id_tax_rules_group']);
  const rule = store
    .table('tax_rules')
    .records.find((one) => one['id_tax_rules_group'] === group && one['id_country'] === country);
  return Number(store.table('taxes').get(Number(rule?.['id_tax']))?.['rate'] ?? 0);
}

/** `Hummingbird printed t-shirt (Size: S - Color: White)` */
function lineName(
  shop: Webservice,
  product: WebserviceRecord,
  combination: WebserviceRecord | undefined,
  { language }: Buyer,
): string {
  const { store } = shop;
  const name = inLanguage(product['name'], language);
  const options = (combination?.associations?.['product_option_values'] ?? [])
    .map((item) => store.table('product_option_values').get(Number(item['id'])))
    .filter((value) => value !== undefined)
    .map((value) => {
      const group = store.table('product_options').get(Number(value['id_attribute_group']));
      const text = `${inLanguage(group?.['public_name'], language)}: ${inLanguage(value['name'], language)}`;
      return { position: Number(group?.['position'] ?? 0), text };
    })
    .sort((a, b) => a.position - b.position);
  return options.length === 0 ? name : `${name} (${options.map((option) => option.text).join(' - ')})`;
}

function inLanguage(value: unknown, language: number): string {
  if (!Array.isArray(value)) return columnText(value);
  const texts = value as { id: number; value: string }[];
  return (texts.find((text) => text.id === language) ?? texts[0])?.value ?? '';
}
