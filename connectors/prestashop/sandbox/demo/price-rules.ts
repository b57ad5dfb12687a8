import type { WebserviceRecord } from '../state.ts';
import { NO_TIME, stamp } from './calendar.ts';
import type { Draft } from './draft.ts';
import { listOf } from './draft.ts';
import type { Micros, MilliPercent } from './money.ts';
import { convert, shareOf, toMicros, withTax, withoutTax } from './money.ts';
import type { Person } from './people.ts';
import { countryId } from './texts/places.ts';

/** The specific price of each product that has one. */
export type Pricing = ReadonlyMap<number, WebserviceRecord>;

export function readPricing(draft: Draft): Pricing {
  return new Map(listOf(draft, 'specific_prices').map((rule) => [Number(rule['id_product']), rule]));
}

/** What an order line says of the reduction that it got. */
export interface Reduction {
  /** In thousandths of a percent. */
  readonly percent: MilliPercent;
  readonly amountExcl: Micros;
  readonly amountIncl: Micros;
  readonly isForQuantity: boolean;
}

const NONE: Reduction = { percent: 0, amountExcl: 0, amountIncl: 0, isForQuantity: false };

interface Purchase {
  readonly product: WebserviceRecord;
  readonly person: Person;
  readonly placedAt: number;
  readonly conversionRate: Micros;
  /** In euros, without tax. */
  readonly base: Micros;
  readonly quantity: number;
  readonly rate: MilliPercent;
}

function applies(rule: WebserviceRecord, { person, placedAt, quantity }: Purchase): boolean {
  const date = stamp(placedAt);
  const isFor = (field: string, id: number) => rule[field] === 0 || rule[field] === id;
  return (
    isFor('id_group', person.group) &&
    isFor('id_country', countryId(person.country)) &&
    quantity >= Number(rule['from_quantity']) &&
    (rule['from'] === NO_TIME || String(rule['from']) <= date) &&
    (rule['to'] === NO_TIME || String(rule['to']) >= date)
  );
}

/** A unit's price without tax in the order's currency, before and after the rule that applies. */
export function priceOf(
  pricing: Pricing,
  purchase: Purchase,
): { original: Micros; unitExcl: Micros; reduction: Reduction } {
  const { base, conversionRate, rate } = purchase;
  const original = convert(base, conversionRate);
  const rule = pricing.get(purchase.product.id);
  if (!rule || !applies(rule, purchase)) return { original, unitExcl: original, reduction: NONE };
  const isForQuantity = Number(rule['from_quantity']) > 1;
  const fixed = toMicros(rule['price']);
  if (fixed >= 0) return { original, unitExcl: convert(fixed, conversionRate), reduction: { ...NONE, isForQuantity } };
  if (rule['reduction_type'] === 'percentage') {
    // `0.200000` is 20 %.
    const percent = toMicros(rule['reduction']) / 10;
    return {
      original,
      unitExcl: original - shareOf(original, percent),
      reduction: { ...NONE, percent, isForQuantity },
    };
  }
  const amountExcl = withoutTax(convert(toMicros(rule['reduction']), conversionRate), rate);
  const amountIncl = withTax(amountExcl, rate);
  return {
    original,
    unitExcl: original - amountExcl,
    reduction: { percent: 0, amountExcl, amountIncl, isForQuantity },
  };
}
