import { DAY, HOUR, MINUTE } from './calendar.ts';
import {
  AWAITING_CHECK,
  AWAITING_WIRE,
  CANCELED,
  DELIVERED,
  IN_PREPARATION,
  ON_BACKORDER,
  PAID,
  PAYMENT_ERROR,
  REFUNDED,
  SHIPPED,
} from './order-states.ts';
import type { Random } from './random.ts';

/** A state that an order entered; employee 0 is the shop itself. */
export interface Step {
  readonly state: number;
  readonly at: number;
  readonly employee: 0 | 1;
}

export interface PaymentWay {
  readonly module: string;
  readonly label: string;
  /** The state in which the shop waits for the money; none when it is there at once. */
  readonly waitsIn?: number;
}

const WAYS: readonly (readonly [PaymentWay, number])[] = [
  [{ module: 'stripe_official', label: 'Carte bancaire' }, 60],
  [{ module: 'ps_checkout', label: 'PayPal' }, 24],
  [{ module: 'ps_wirepayment', label: 'Virement bancaire', waitsIn: AWAITING_WIRE }, 11],
  [{ module: 'ps_checkpayment', label: 'Chèque', waitsIn: AWAITING_CHECK }, 5],
];

export const pickPaymentWay = (random: Random): PaymentWay => random.weighted(WAYS);

/** State and how long after the state before; the shop or an employee. */
type Move = readonly [state: number, after: number, employee: 0 | 1];

function paymentMoves(random: Random, way: PaymentWay): { moves: Move[]; isPaid: boolean } {
  if (way.waitsIn === undefined) {
    const isPaid = random.chance(0.97);
    return { moves: [[isPaid ? PAID : PAYMENT_ERROR, random.int(20, 90) * 1000, 0]], isPaid };
  }
  const isPaid = random.chance(0.88);
  const end: Move = isPaid ? [PAID, random.int(20, 96) * HOUR, 1] : [CANCELED, 10 * DAY, 1];
  return { moves: [[way.waitsIn, 0, 0], end], isPaid };
}

function deliveryMoves(random: Random): Move[] {
  return [
    ...(random.chance(0.05) ? [[ON_BACKORDER, MINUTE, 0] as const] : []),
    [IN_PREPARATION, random.int(90, 1800) * MINUTE, 1],
    [SHIPPED, random.int(60, 2400) * MINUTE, 1],
    [DELIVERED, random.int(20, 96) * HOUR, 0],
    ...(random.chance(0.015) ? [[REFUNDED, random.int(4, 18) * DAY, 1] as const] : []),
  ];
}

/** What happened to an order until now, in order. */
export function timelineOf(random: Random, way: PaymentWay, placedAt: number, now: number): Step[] {
  const { moves, isPaid } = paymentMoves(random, way);
  let at = placedAt;
  return [...moves, ...(isPaid ? deliveryMoves(random) : [])]
    .map(([state, after, employee]) => ({ state, at: (at += after), employee }))
    .filter((step, index) => index === 0 || step.at <= now);
}

export const timeOf = (steps: readonly Step[], ...states: number[]): number | undefined =>
  steps.find(({ state }) => states.includes(state))?.at;
