import { Decimal as BaseDecimal } from 'decimal.js';
import { toMinorUnit } from '../graph/index.ts';
import type { Money } from '#sdk';
import type { PriceRule, VariantFacet } from './facets.ts';

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
  /** Both with six decimals, as a shop multiplies them that rounds whole lines. */
  exact: { price: string; priceWithTax: string };
}

/**
 * What one piece costs, exactly as PrestaShop computes it (`Product::priceCalculation`): the list price or the rule's
 * fixed price, less the rule's reduction, less the group's, rounded half up to the currency's minor unit. The price
 * with tax is computed beside it from unrounded amounts, not from the rounded price without tax.
 */
export function effectivePrice(variant: VariantFacet, question: PriceQuestion): EffectivePrice {
  const market = (question.market ?? variant.defaultMarket).toUpperCase();
  const group = question.customerGroup ?? variant.defaultGroup;
  const rule = bestRule(variant, { ...question, market, group });
  return computed({
    base: rule?.fixedPrice ?? variant.listPrice.amount,
    currency: variant.listPrice.currency,
    taxRate: variant.taxRates[market] ?? '0',
    ecotax: variant.ecotax?.amount ?? '0',
    ecotaxRate: variant.ecotax?.taxRates[market] ?? '0',
    groupReduction: (group && variant.groupReductions[group]) || '0',
    reduction: rule?.reduction ?? null,
  });
}

/** All that the amounts depend on. */
interface Terms {
  base: string;
  currency: string;
  taxRate: string;
  /** Without tax. */
  ecotax: string;
  ecotaxRate: string;
  /** Percent. */
  groupReduction: string;
  reduction: PriceRule['reduction'];
}

const MOST_COMPUTED = 20_000;
const computedPrices = new Map<string, EffectivePrice>();

// Lists ask for the same few thousand prices again and again, and exact arithmetic was a fifth of their time.
function computed(terms: Terms): EffectivePrice {
  const { base, currency, taxRate, ecotax, ecotaxRate, groupReduction, reduction } = terms;
  const key = `${base}|${currency}|${taxRate}|${ecotax}|${ecotaxRate}|${groupReduction}|${reduction ? Object.values(reduction).join() : ''}`;
  let price = computedPrices.get(key);
  if (price === undefined) {
    if (computedPrices.size >= MOST_COMPUTED) computedPrices.clear();
    price = compute(terms);
    computedPrices.set(key, price);
  }
  return price;
}

function compute({ base, currency, taxRate, ecotax, ecotaxRate, groupReduction, reduction }: Terms): EffectivePrice {
  const taxFactor = factorOf(taxRate);
  const groupFactor = new Decimal(1).minus(new Decimal(groupReduction).div(100));
  const price = new Decimal(base).plus(ecotax);
  const withTax = new Decimal(base).times(taxFactor).plus(new Decimal(ecotax).times(factorOf(ecotaxRate)));
  // A price never falls below zero, however large the reduction.
  const reduced = (amount: Exact, isWithTax: boolean): Exact =>
    Decimal.max(amount.minus(reductionOf(reduction, amount, taxFactor, isWithTax)).times(groupFactor), 0);
  const finish = (amount: Exact): Money => ({ amount: toMinorUnit(amount, currency), currency });
  const [exact, exactWithTax] = [reduced(price, false), reduced(withTax, true)];
  return {
    price: finish(exact),
    priceWithTax: finish(exactWithTax),
    taxRate,
    exact: { price: exact.toFixed(6), priceWithTax: exactWithTax.toFixed(6) },
  };
}

function factorOf(percent: string): Exact {
  return new Decimal(percent).div(100).plus(1);
}

function reductionOf(reduction: PriceRule['reduction'], price: Exact, taxFactor: Exact, withTax: boolean): Exact {
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
