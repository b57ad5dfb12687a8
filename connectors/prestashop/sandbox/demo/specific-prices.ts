import { DAY, NO_TIME, stamp } from './calendar.ts';
import type { Draft } from './draft.ts';
import { add, listOf } from './draft.ts';
import { decimal, fromCents, shareOf, toMicros } from './money.ts';
import { randomFor } from './random.ts';
import { BUSINESSES } from './shop-settings.ts';
import { countryId } from './texts/places.ts';

type Rule = Record<string, unknown>;

const percentage = (perCent: number): Rule => ({ reduction: decimal(perCent * 10_000), reduction_type: 'percentage' });

/** Every way in which a price may depend on who buys, where, when and how many; products get them in turn. */
const RULES: readonly ((draft: Draft, price: number) => Rule)[] = [
  () => percentage(20),
  () => ({ reduction: decimal(fromCents(500)), reduction_type: 'amount' }),
  (_draft, price) => ({ price: decimal(shareOf(price, 80_000)), id_group: BUSINESSES }),
  () => ({ ...percentage(10), from_quantity: 6 }),
  (draft) => ({ ...percentage(30), from: stamp(draft.now - 20 * DAY), to: stamp(draft.now + 10 * DAY) }),
  () => ({ ...percentage(15), id_country: countryId('BE') }),
  () => ({ ...percentage(12), id_group: BUSINESSES, from_quantity: 10 }),
  (draft) => ({ ...percentage(25), from: stamp(draft.now - 200 * DAY), to: stamp(draft.now - 170 * DAY) }),
  (draft) => ({ ...percentage(5), from: stamp(draft.now + 20 * DAY), to: stamp(draft.now + 50 * DAY) }),
];

/** One product in eleven has one rule: what a price is can then be told without PrestaShop's order of precedence. */
export function addSpecificPrices(draft: Draft): void {
  const random = randomFor(draft.seed, 'specific prices');
  for (const product of listOf(draft, 'products')) {
    const price = toMicros(product['price']);
    // An amount off must stay below the price.
    if (product['type'] !== 'simple' || price < fromCents(1000) || !random.chance(1 / 8)) continue;
    const rule = RULES[listOf(draft, 'specific_prices').length % RULES.length];
    add(draft, 'specific_prices', {
      id_shop_group: 0,
      id_shop: 0,
      id_cart: 0,
      id_product: product.id,
      id_product_attribute: 0,
      id_currency: 0,
      id_country: 0,
      id_group: 0,
      id_customer: 0,
      id_specific_price_rule: 0,
      price: '-1.000000',
      from_quantity: 1,
      reduction: '0.000000',
      reduction_tax: 1,
      reduction_type: 'amount',
      from: NO_TIME,
      to: NO_TIME,
      ...rule?.(draft, price),
    });
  }
}
