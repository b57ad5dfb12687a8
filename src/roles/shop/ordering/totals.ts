import { Decimal as BaseDecimal } from 'decimal.js';
import type { Money } from '#sdk';
import { toMinorUnit } from '../../graph/index.ts';
import type { CarrierFacet, CurrencyFacet, VariantFacet } from '../facets.ts';
import { effectivePrice } from '../price.ts';

const Decimal = BaseDecimal.clone({ precision: 40, rounding: BaseDecimal.ROUND_HALF_UP });
type Exact = BaseDecimal;

export interface PricedLine {
  quantity: number;
  unitPrice: Money;
  unitPriceWithTax: Money;
  total: Money;
  totalWithTax: Money;
  /** Percent. */
  taxRate: string;
  /** What the shop adds up: rounded already, or not. */
  exact: { total: string; totalWithTax: string };
}

/** For whom, in what, and when. */
export interface Terms {
  /** ISO 3166-1 alpha-2 country that is delivered to. */
  market: string;
  customerGroup: string | null;
  customer: string | null;
  currency: string;
  /** Units of `currency` for one unit of the main currency. */
  rate: string;
  rounding: CurrencyFacet['rounding'];
  at: string;
}

/** A line as the shop prices it: it rounds each piece, or the line, or nothing before the sum. */
export function priceLine(variant: VariantFacet, quantity: number, terms: Terms): PricedLine {
  const { market, customerGroup, customer, at, currency, rate, rounding } = terms;
  const one = effectivePrice(variant, { market, customerGroup, customer, quantity, at });
  const factor = one.price.currency === currency ? '1' : rate;
  const piece = (amount: string): Exact => new Decimal(amount).times(factor);
  const rounded = (amount: Exact): Money => ({ amount: toMinorUnit(amount, currency), currency });
  const [unitPrice, unitPriceWithTax] = [rounded(piece(one.price.amount)), rounded(piece(one.priceWithTax.amount))];
  const line = (unit: Money, exact: string): Exact =>
    (rounding === 'item' ? new Decimal(unit.amount) : piece(exact)).times(quantity);
  const [total, totalWithTax] = [line(unitPrice, one.exact.price), line(unitPriceWithTax, one.exact.priceWithTax)];
  const added = (amount: Exact): string => (rounding === 'total' ? amount.toFixed() : rounded(amount).amount);
  return {
    quantity,
    unitPrice,
    unitPriceWithTax,
    total: rounded(total),
    totalWithTax: rounded(totalWithTax),
    taxRate: one.taxRate,
    exact: { total: added(total), totalWithTax: added(totalWithTax) },
  };
}

/** What is sent. */
export interface Parcel {
  /** Kilograms. */
  weight: string;
  /** Products with tax, in the order's currency. */
  productsWithTax: string;
  zone: string;
}

/** What a delivery costs without and with tax; null: this carrier does not take it there. */
export function shippingOf(
  carrier: CarrierFacet,
  parcel: Parcel,
  terms: Terms,
): { price: Money; priceWithTax: Money } | null {
  const base = basePrice(carrier, parcel, new Decimal(parcel.productsWithTax).div(terms.rate));
  if (base === null) return null;
  const price = base.times(terms.rate);
  const taxed = price.times(new Decimal(carrier.taxRates[terms.market] ?? '0').div(100).plus(1));
  const { currency } = terms;
  return {
    price: { amount: toMinorUnit(price, currency), currency },
    priceWithTax: { amount: toMinorUnit(taxed, currency), currency },
  };
}

/** In the main currency. */
function basePrice(carrier: CarrierFacet, { weight, zone }: Parcel, amount: Exact): Exact | null {
  const heavy = new Decimal(weight);
  if (carrier.maxWeight !== null && heavy.greaterThan(carrier.maxWeight)) return null;
  const rates = carrier.rates.filter((rate) => rate.zone === zone);
  if (!carrier.isFree && rates.length === 0) return null;
  if (isFree(carrier, heavy, amount)) return new Decimal(0);
  const measure = (by: 'weight' | 'price'): Exact => (by === 'weight' ? heavy : amount);
  const fitting = rates.find(({ by, from, to }) => measure(by).gte(from) && measure(by).lessThan(to));
  const highest = rates.reduce<(typeof rates)[number] | undefined>(
    (best, rate) => (best && new Decimal(best.to).gte(rate.to) ? best : rate),
    undefined,
  );
  const rate = fitting ?? (carrier.outOfRange === 'highest' ? highest : undefined);
  return rate ? new Decimal(rate.price).plus(carrier.handling) : null;
}

function isFree(
  { isFree: always, freeFromAmount, freeFromWeight }: CarrierFacet,
  weight: Exact,
  amount: Exact,
): boolean {
  if (always) return true;
  if (freeFromAmount !== null && amount.gte(freeFromAmount)) return true;
  return freeFromWeight !== null && weight.gte(freeFromWeight);
}

export interface OrderSums {
  products: string;
  productsWithTax: string;
  shipping: string;
  shippingWithTax: string;
  discountsWithTax: string;
  total: string;
  totalWithTax: string;
}

export function sumUp(
  lines: readonly PricedLine[],
  shipping: { price: Money; priceWithTax: Money },
  currency: string,
): OrderSums {
  const sum = (amounts: readonly string[]): string =>
    toMinorUnit(
      amounts.reduce((total, amount) => total.plus(amount), new Decimal(0)),
      currency,
    );
  const products = sum(lines.map(({ exact }) => exact.total));
  const productsWithTax = sum(lines.map(({ exact }) => exact.totalWithTax));
  return {
    products,
    productsWithTax,
    shipping: shipping.price.amount,
    shippingWithTax: shipping.priceWithTax.amount,
    discountsWithTax: sum([]),
    total: sum([products, shipping.price.amount]),
    totalWithTax: sum([productsWithTax, shipping.priceWithTax.amount]),
  };
}

/** Of several pieces, in kilograms. */
export function weightOf(pieces: readonly { weight: string | null; quantity: number }[]): string {
  return pieces
    .reduce((total, { weight, quantity }) => total.plus(new Decimal(weight ?? '0').times(quantity)), new Decimal(0))
    .toFixed();
}
