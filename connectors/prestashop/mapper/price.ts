import type { PriceRule, RawRecord, Related } from '#sdk';
import type { Decimal } from 'decimal.js';
import { toUtc } from '../shop-time.ts';
import { amount, decimal, plain } from './decimal.ts';
import { count, flag, ref, text } from '../record.ts';
import type { ShopSettings } from './shop-settings.ts';

/** What a variant's rules are computed from. */
export interface RuleContext {
  settings: ShopSettings;
  related: Related;
  /** The combination's id, `0` without combinations. */
  combination: string;
  /** What the combination adds to the product's price, in the main currency. */
  impact: Decimal;
  /** The shop whose prices are shown; rules of other shops do not apply. */
  shop: string | null;
}

/**
 * The specific prices that can apply to a variant, as SpecificPrice::getSpecificPrice ranks them: `priority` is the
 * place in that order, counted from the end. Prices for one cart are left out.
 */
export function toPriceRules(records: readonly RawRecord[], context: RuleContext): PriceRule[] {
  const applying = records.filter(({ body }) => isFor(body, context));
  const fields = scoreFields(context.settings);
  const ranked = [...applying].sort((one, other) => rank(one, other, fields));
  return ranked.map((record, index) => toPriceRule(record, ranked.length - index, context));
}

function isFor(body: RawRecord['body'], { combination, shop }: RuleContext): boolean {
  const ofCombination = ref(body, 'id_product_attribute');
  const ofShop = ref(body, 'id_shop');
  if (ref(body, 'id_cart') !== null) return false;
  return (
    (ofCombination === null || ofCombination === combination) && (ofShop === null || shop === null || ofShop === shop)
  );
}

/** Most telling first; a customer's own price always counts most. */
function scoreFields(settings: ShopSettings): string[] {
  const order = settings.value('PS_SPECIFIC_PRICE_PRIORITIES') ?? 'id_shop;id_currency;id_country;id_group';
  return ['id_customer', ...order.split(';').filter((field) => field !== '' && field !== 'id_customer')];
}

function score(body: RawRecord['body'], fields: readonly string[]): number {
  return fields.reduce((sum, field, index) => sum + (ref(body, field) === null ? 0 : 2 ** (fields.length - index)), 0);
}

/** ORDER BY id_product_attribute DESC, from_quantity DESC, id_specific_price_rule ASC, score DESC, to DESC, from DESC */
function rank(one: RawRecord, other: RawRecord, fields: readonly string[]): number {
  const [a, b] = [one.body, other.body];
  return (
    count(b, 'id_product_attribute') - count(a, 'id_product_attribute') ||
    count(b, 'from_quantity') - count(a, 'from_quantity') ||
    count(a, 'id_specific_price_rule') - count(b, 'id_specific_price_rule') ||
    score(b, fields) - score(a, fields) ||
    byText(b, a, 'to') ||
    byText(b, a, 'from') ||
    Number(one.id) - Number(other.id)
  );
}

function byText(one: RawRecord['body'], other: RawRecord['body'], field: string): number {
  const [left, right] = [text(one, field) ?? '', text(other, field) ?? ''];
  return left < right ? -1 : left > right ? 1 : 0;
}

function toPriceRule({ body }: RawRecord, priority: number, context: RuleContext): PriceRule {
  const { settings, related } = context;
  const group = ref(body, 'id_group');
  const customer = ref(body, 'id_customer');
  return {
    market: codeOf(ref(body, 'id_country'), settings.countries),
    customerGroup: group && related.hubId('PriceList', group),
    currency: codeOf(ref(body, 'id_currency'), settings.currencies),
    customer: customer && related.hubId('Customer', customer),
    fromQuantity: Math.max(1, count(body, 'from_quantity')),
    fixedPrice: fixedPrice(body, context),
    reduction: reduction(body),
    from: toUtc(text(body, 'from'), settings.timezone),
    to: toUtc(text(body, 'to'), settings.timezone),
    priority,
  };
}

/** A country or currency that is not mirrored keeps its rule from applying everywhere. */
function codeOf(id: string | null, codes: ReadonlyMap<string, string>): string | null {
  return id === null ? null : (codes.get(id) ?? 'ZZ');
}

/**
 * A price of -1 keeps the list price. A product's fixed price still gets the combination's impact on top, converted
 * into the rule's currency; a combination's own fixed price is final.
 */
function fixedPrice(body: RawRecord['body'], { settings, impact }: RuleContext): string | null {
  const price = decimal(body, 'price');
  if (price.isNegative()) return null;
  if (ref(body, 'id_product_attribute') !== null) return amount(price);
  const currency = settings.currencies.get(ref(body, 'id_currency') ?? '');
  return amount(price.plus(impact.times(settings.conversion[currency ?? ''] ?? 1)));
}

function reduction(body: RawRecord['body']): PriceRule['reduction'] {
  const value = decimal(body, 'reduction');
  if (value.isZero()) return null;
  if (text(body, 'reduction_type') === 'percentage') return { kind: 'percentage', percent: plain(value.times(100)) };
  return { kind: 'amount', amount: amount(value), taxIncluded: flag(body, 'reduction_tax') };
}
