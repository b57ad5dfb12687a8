import type { LocalizedValue, WebserviceRecord } from '../state.ts';
import { stamp } from './calendar.ts';
import type { Draft } from './draft.ts';
import { get, listOf } from './draft.ts';
import type { Micros, MilliPercent } from './money.ts';
import { toCents, toMicros, withTax } from './money.ts';
import type { Person } from './people.ts';
import type { Pricing, Reduction } from './price-rules.ts';
import { priceOf } from './price-rules.ts';
import type { Random } from './random.ts';
import { taxRate } from './taxes.ts';
import { countryId } from './texts/places.ts';

/** One article of an order with its price; amounts are in the order's currency. */
export interface OrderLine {
  readonly product: WebserviceRecord;
  readonly combination: WebserviceRecord | undefined;
  readonly quantity: number;
  readonly name: string;
  readonly grams: number;
  readonly rate: MilliPercent;
  readonly original: Micros;
  readonly reduction: Reduction;
  readonly unitExcl: Micros;
  readonly unitIncl: Micros;
  readonly totalExcl: Micros;
  readonly totalIncl: Micros;
}

export interface Buyer {
  readonly person: Person;
  readonly placedAt: number;
  readonly conversionRate: Micros;
}

const inLanguage = (texts: unknown, language: number): string => (texts as LocalizedValue[])[language]?.value ?? '';

/** `Veste Kardor (Taille : M - Couleur : Noir)`, in the customer's language, as PrestaShop 9 writes it. */
function lineName(
  draft: Draft,
  product: WebserviceRecord,
  combination: WebserviceRecord | undefined,
  language: number,
): string {
  const name = inLanguage(product['name'], language);
  if (!combination) return name;
  const values = (combination.associations?.['product_option_values'] ?? []).map(({ id }) => {
    const value = get(draft, 'product_option_values', Number(id));
    const option = get(draft, 'product_options', Number(value['id_attribute_group']));
    const colon = language === 0 ? ' :' : ':';
    return `${inLanguage(option['public_name'], language)}${colon} ${inLanguage(value['name'], language)}`;
  });
  return `${name} (${values.join(' - ')})`;
}

/** An article that was in the shop and for sale at that time; early articles sell more. */
function pickProduct(draft: Draft, random: Random, placedAt: number): WebserviceRecord {
  const products = listOf(draft, 'products');
  const date = stamp(placedAt);
  for (let tries = 0; tries < 30; tries++) {
    const product = products[Math.floor(random.next() ** 1.6 * products.length)];
    if (product && product['active'] === '1' && String(product['date_add']) <= date) return product;
  }
  return get(draft, 'products', 1);
}

function pickCombination(draft: Draft, random: Random, product: WebserviceRecord): WebserviceRecord | undefined {
  const combinations = product.associations?.['combinations'];
  return combinations && get(draft, 'combinations', Number(random.pick(combinations)['id']));
}

function priceLine(
  draft: Draft,
  pricing: Pricing,
  buyer: Buyer,
  product: WebserviceRecord,
  combination: WebserviceRecord | undefined,
  quantity: number,
): OrderLine {
  const rate = taxRate(countryId(buyer.person.country), Number(product['id_tax_rules_group']));
  const base = toMicros(product['price']) + (combination ? toMicros(combination['price']) : 0);
  const weight = toMicros(product['weight']) + (combination ? toMicros(combination['weight']) : 0);
  const { original, reduction, unitExcl } = priceOf(pricing, { ...buyer, product, base, quantity, rate });
  const unitIncl = withTax(unitExcl, rate);
  return {
    product,
    combination,
    quantity,
    name: lineName(draft, product, combination, buyer.person.language),
    grams: (weight * quantity) / 1000,
    rate,
    original,
    reduction,
    unitExcl,
    unitIncl,
    // PS_ROUND_TYPE 2: each line is rounded, then summed.
    totalExcl: toCents(unitExcl * quantity),
    totalIncl: toCents(unitIncl * quantity),
  };
}

/** One to five different articles; businesses buy by the dozen. */
export function pickLines(
  draft: Draft,
  random: Random,
  pricing: Pricing,
  buyer: Buyer,
  isBusiness: boolean,
): OrderLine[] {
  const lines = new Map<string, OrderLine>();
  const count = random.weighted([
    [1, 34],
    [2, 30],
    [3, 20],
    [4, 10],
    [5, 6],
  ] as const);
  for (let i = 0; i < count; i++) {
    const product = pickProduct(draft, random, buyer.placedAt);
    const combination = pickCombination(draft, random, product);
    const isFood = Number(product['id_tax_rules_group']) === 2;
    const minimum = Number(product['minimal_quantity']);
    const quantity = Math.max(
      minimum,
      isBusiness ? random.int(4, 24) : isFood ? random.int(1, 8) : random.chance(0.12) ? 2 : 1,
    );
    const key = `${product.id} ${combination?.id ?? 0}`;
    lines.set(key, priceLine(draft, pricing, buyer, product, combination, quantity));
  }
  return [...lines.values()];
}
