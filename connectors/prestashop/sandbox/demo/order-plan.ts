import { FREE_DELIVERY, WELCOME } from './cart-rules.ts';
import { DAY, MINUTE } from './calendar.ts';
import {
  EXPRESS,
  FREE_SHIPPING_FROM,
  HOME_DELIVERY,
  OLD_HOME_DELIVERY,
  PALLET,
  PICK_UP,
  RELAY_POINT,
  shippingCost,
} from './delivery.ts';
import type { Draft } from './draft.ts';
import { EUR, GBP, POUNDS_FOR_A_EURO } from './geography.ts';
import type { Micros, MilliPercent } from './money.ts';
import { convert, fromCents } from './money.ts';
import type { OrderLine } from './order-lines.ts';
import { pickLines } from './order-lines.ts';
import { PAID, REFUNDED, SHIPPED } from './order-states.ts';
import type { PaymentWay, Step } from './order-timeline.ts';
import { pickPaymentWay, timeOf, timelineOf } from './order-timeline.ts';
import type { Amount, OrderTotals } from './order-totals.ts';
import { NOTHING, taxed, totalsOf } from './order-totals.ts';
import type { Person } from './people.ts';
import type { Pricing } from './price-rules.ts';
import type { Random } from './random.ts';
import { CAPITALS, DIGITS } from './random.ts';
import { BUSINESSES } from './shop-settings.ts';
import { STANDARD_TAX, taxRate } from './taxes.ts';
import { COUNTRIES, countryId } from './texts/places.ts';

/** A refund of some units of the first line, or of everything. */
export interface Refund {
  readonly at: number;
  readonly isFull: boolean;
}

/** All that is decided about an order before its records are written. */
export interface OrderPlan {
  readonly id: number;
  readonly cart: number;
  readonly reference: string;
  readonly person: Person;
  readonly deliveryAddress: number;
  readonly invoiceAddress: number;
  readonly placedAt: number;
  readonly currency: number;
  readonly conversionRate: Micros;
  readonly carrier: number;
  readonly carrierTax: MilliPercent;
  readonly tracking: string;
  readonly lines: readonly OrderLine[];
  readonly totals: OrderTotals;
  readonly voucher: number;
  readonly isGift: boolean;
  readonly way: PaymentWay;
  readonly steps: readonly Step[];
  readonly payments: readonly { readonly amount: Micros; readonly at: number; readonly transaction: string }[];
  readonly refund: Refund | undefined;
}

function pickCarrier(draft: Draft, random: Random, zone: number, placedAt: number, grams: number): number {
  if (grams >= 90_000) return PALLET;
  const home = placedAt < draft.now - 150 * DAY ? OLD_HOME_DELIVERY : HOME_DELIVERY;
  if (zone !== 1) return random.chance(0.8) ? home : EXPRESS;
  return random.weighted([
    [PICK_UP, 6],
    [home, 50],
    [RELAY_POINT, 32],
    [EXPRESS, 10],
    [PALLET, 2],
  ] as const);
}

interface Parcel {
  readonly carrier: number;
  readonly zone: number;
  readonly grams: number;
  /** What is paid before shipping, as the free shipping threshold and carriers by price see it. */
  readonly before: Amount;
  readonly rate: MilliPercent;
  readonly conversionRate: Micros;
}

/** Carriers' prices and the threshold are in euros. */
function shippingOf({ carrier, zone, grams, before, rate, conversionRate }: Parcel): Amount {
  if (before.incl >= convert(FREE_SHIPPING_FROM, conversionRate)) return NOTHING;
  const euros = Math.floor((before.excl * 1_000_000) / conversionRate);
  const cost = shippingCost(carrier, zone, grams, euros);
  if (cost === undefined) throw new Error(`Carrier ${carrier} does not serve zone ${zone}`);
  return taxed(convert(cost, conversionRate), rate);
}

const pickVoucher = (random: Random): number =>
  random.weighted([
    [0, 90],
    [WELCOME, 6],
    [FREE_DELIVERY, 4],
  ] as const);

/** A wire sometimes comes in two parts. */
function paymentsOf(random: Random, way: PaymentWay, steps: readonly Step[], total: Micros): OrderPlan['payments'] {
  const at = timeOf(steps, PAID);
  if (at === undefined) return [];
  const transaction = way.waitsIn === undefined ? `${random.pick(['pi_', 'ch_'])}${random.text(16, DIGITS)}` : '';
  if (way.waitsIn === undefined || !random.chance(0.2)) return [{ amount: total, at, transaction }];
  const deposit = fromCents(Math.floor((total * 0.3) / 10_000));
  return [
    { amount: deposit, at: at - 30 * MINUTE, transaction },
    { amount: total - deposit, at, transaction },
  ];
}

function refundOf(draft: Draft, random: Random, steps: readonly Step[]): Refund | undefined {
  const full = timeOf(steps, REFUNDED);
  if (full !== undefined) return { at: full, isFull: true };
  const shippedAt = timeOf(steps, SHIPPED);
  const at = (shippedAt ?? draft.now) + random.int(5, 20) * DAY;
  return random.chance(0.05) && at < draft.now ? { at, isFull: false } : undefined;
}

/** Decides on one order, from the articles to the refund. */
export function planOrder(
  draft: Draft,
  random: Random,
  pricing: Pricing,
  visit: { id: number; cart: number; person: Person; placedAt: number },
): OrderPlan {
  const { person, placedAt } = visit;
  const country = countryId(person.country);
  const zone = COUNTRIES[country - 1]?.zone ?? 1;
  const isBritish = person.country === 'GB';
  const conversionRate = isBritish ? POUNDS_FOR_A_EURO : 1_000_000;
  const lines = pickLines(draft, random, pricing, { person, placedAt, conversionRate }, person.group === BUSINESSES);
  const grams = lines.reduce((sum, line) => sum + line.grams, 0);
  const carrier = pickCarrier(draft, random, zone, placedAt, grams);
  const carrierTax = taxRate(country, STANDARD_TAX);
  const isGift = random.chance(0.03);
  const wrapping = isGift ? taxed(convert(2_500_000, conversionRate), carrierTax) : NOTHING;
  const wanted = pickVoucher(random);
  const before = totalsOf(lines, NOTHING, wrapping, wanted).paid;
  const shipping = shippingOf({ carrier, zone, grams, before, rate: carrierTax, conversionRate });
  // Nobody spends a voucher on a delivery that is free.
  const voucher = wanted === FREE_DELIVERY && shipping.excl === 0 ? 0 : wanted;
  const totals = totalsOf(lines, shipping, wrapping, voucher);
  const way = pickPaymentWay(random);
  const steps = timelineOf(random, way, placedAt, draft.now);
  const mayRefund = voucher === 0 && !isGift;
  return {
    ...visit,
    reference: random.text(9, CAPITALS),
    deliveryAddress: random.pick(person.addresses),
    invoiceAddress: person.addresses[0] ?? 0,
    currency: isBritish ? GBP : EUR,
    conversionRate,
    carrier,
    carrierTax,
    tracking: timeOf(steps, SHIPPED) !== undefined && carrier !== PICK_UP ? `6A${random.text(11, DIGITS)}` : '',
    lines,
    totals,
    voucher,
    isGift,
    way,
    steps: mayRefund ? steps : steps.filter(({ state }) => state !== REFUNDED),
    payments: paymentsOf(random, way, steps, totals.paid.incl),
    refund: mayRefund ? refundOf(draft, random, steps) : undefined,
  };
}
