import { Decimal as BaseDecimal } from 'decimal.js';
import type { Money, PriceRule, VariantFacet } from './facets.ts';

// A constructor of our own: the precision must not depend on what another module sets.
const Decimal = BaseDecimal.clone({ precision: 40, rounding: BaseDecimal.ROUND_HALF_UP });
type Exact = BaseDecimal;

/** For whom and when a price is asked. Absent: a visitor of whom nothing is known, one piece, now. */
export interface PriceQuestion {
  /** ISO 3166-1 alpha-2 country, any case. */
  market?: string | null;
  /** Hub id of a PriceList. */
  customerGroup?: string | null;
  /** Hub id of a Customer, for rules that are theirs alone. */
  customer?: string | null;
  quantity?: number;
  /** RFC 3339. */
  at: string;
}

export interface EffectivePrice {
  price: Money;
  priceWithTax: Money;
  /** Percent. */
  taxRate: string;
}

/**
 * What one piece costs, exactly as PrestaShop computes it (`Product::priceCalculation`): the list price or the rule's
 * fixed price, less the rule's reduction, less the group's, rounded half up to the currency's minor unit. The price
 * with tax is computed beside it from unrounded amounts, not from the rounded price without tax.
 */
export function effectivePrice(variant: VariantFacet, question: PriceQuestion): EffectivePrice {
  const market = (question.market ?? variant.defaultMarket).toUpperCase();
  const group = question.customerGroup ?? variant.defaultGroup;
  const taxRate = variant.taxRates[market] ?? '0';
  const rule = bestRule(variant, { ...question, market, group });
  const taxFactor = new Decimal(taxRate).div(100).plus(1);
  const groupFactor = new Decimal(1).minus(new Decimal((group && variant.groupReductions[group]) ?? '0').div(100));
  const base = new Decimal(rule?.fixedPrice ?? variant.listPrice.amount);
  const { currency } = variant.listPrice;
  const finish = (amount: Exact): Money => ({ amount: toMinorUnit(amount.times(groupFactor), currency), currency });
  return {
    price: finish(base.minus(reductionOf(rule, base, taxFactor, false))),
    priceWithTax: finish(base.times(taxFactor).minus(reductionOf(rule, base.times(taxFactor), taxFactor, true))),
    taxRate,
  };
}

function reductionOf(rule: PriceRule | undefined, price: Exact, taxFactor: Exact, withTax: boolean): Exact {
  const reduction = rule?.reduction;
  if (!reduction) return new Decimal(0);
  if (reduction.kind === 'percentage') return price.times(reduction.percent).div(100);
  const amount = new Decimal(reduction.amount);
  if (reduction.taxIncluded === withTax) return amount;
  return withTax ? amount.times(taxFactor) : amount.div(taxFactor);
}

interface Asked {
  market: string;
  group: string | null;
  customer?: string | null;
  quantity?: number;
  at: string;
}

function bestRule(variant: VariantFacet, asked: Asked): PriceRule | undefined {
  let best: PriceRule | undefined;
  for (const rule of variant.priceRules) {
    if (applies(rule, variant.listPrice.currency, asked) && (best === undefined || outranks(rule, best))) best = rule;
  }
  return best;
}

function applies(rule: PriceRule, currency: string, asked: Asked): boolean {
  const at = Date.parse(asked.at);
  return (
    (rule.market === null || rule.market === asked.market) &&
    (rule.customerGroup === null || rule.customerGroup === asked.group) &&
    (rule.currency === null || rule.currency === currency) &&
    (rule.customer === null || rule.customer === asked.customer) &&
    rule.fromQuantity <= (asked.quantity ?? 1) &&
    (rule.from === null || Date.parse(rule.from) <= at) &&
    (rule.to === null || Date.parse(rule.to) >= at)
  );
}

// Equal priorities: the rule for the larger quantity, as PrestaShop sorts.
function outranks(rule: PriceRule, best: PriceRule): boolean {
  return rule.priority === best.priority ? rule.fromQuantity > best.fromQuantity : rule.priority > best.priority;
}

const minorUnits = new Map<string, number>();

function minorUnitOf(currency: string): number {
  let digits = minorUnits.get(currency);
  if (digits === undefined) {
    digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    minorUnits.set(currency, digits);
  }
  return digits;
}

// A price never falls below zero, however large the reduction.
function toMinorUnit(amount: Exact, currency: string): string {
  return Decimal.max(amount, 0).toFixed(minorUnitOf(currency), Decimal.ROUND_HALF_UP);
}
