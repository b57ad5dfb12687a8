import { DAY, MINUTE } from './calendar.ts';
import { addCart } from './carts.ts';
import type { Draft } from './draft.ts';
import { nextId } from './draft.ts';
import { EUR } from './geography.ts';
import { pickLines } from './order-lines.ts';
import { addHistories, addInvoices, addOrderCartRules, addPayments, numberPapers } from './order-papers.ts';
import type { OrderPlan } from './order-plan.ts';
import { planOrder } from './order-plan.ts';
import { addOrder } from './order-records.ts';
import type { Person } from './people.ts';
import { readPricing } from './price-rules.ts';
import type { Random } from './random.ts';
import { randomFor } from './random.ts';
import { addRefunds } from './refunds.ts';

/** The newest order is a little older than now, so that its payment is not in the future. */
const HOUR_AGO = 60 * MINUTE;

interface Visit {
  readonly person: Person;
  readonly at: number;
  readonly isOrdered: boolean;
}

/** Some customers come back more often; nobody buys before the account exists. */
function visits(draft: Draft, random: Random, people: readonly Person[], orders: number): Visit[] {
  const opening = draft.now - 365 * DAY;
  const visit = (isOrdered: boolean): Visit => {
    const person = people[Math.floor(random.next() ** 1.5 * people.length)] as Person;
    const from = Math.max(opening, person.joinedAt);
    return { person, isOrdered, at: from + Math.floor((draft.now - HOUR_AGO - from) * random.next()) };
  };
  const ordered = Array.from({ length: orders }, () => visit(true));
  const abandoned = Array.from({ length: Math.ceil(orders / 8) }, () => visit(false));
  return [...ordered, ...abandoned].sort((a, b) => a.at - b.at);
}

function addAbandonedCart(draft: Draft, random: Random, { person, at }: Visit): void {
  const lines = pickLines(draft, random, new Map(), { person, placedAt: at, conversionRate: 1_000_000 }, false);
  const deliveryAddress = person.addresses[0] ?? 0;
  addCart(draft, { person, deliveryAddress, currency: EUR, carrier: 0, isGift: false, at, lines });
}

function planOrders(draft: Draft, people: readonly Person[], count: number): OrderPlan[] {
  const random = randomFor(draft.seed, 'orders');
  const pricing = readPricing(draft);
  const plans: OrderPlan[] = [];
  for (const visit of visits(draft, randomFor(draft.seed, 'visits'), people, count)) {
    if (!visit.isOrdered) {
      addAbandonedCart(draft, random, visit);
      continue;
    }
    const cart = nextId(draft, 'carts');
    const plan = planOrder(draft, random, pricing, {
      id: plans.length + 1,
      cart,
      person: visit.person,
      placedAt: visit.at + 10 * MINUTE,
    });
    addCart(draft, { ...plan, at: visit.at });
    plans.push(plan);
  }
  return plans;
}

/** Carts and orders of the last twelve months with all their papers; returns the plans for the messages. */
export function addOrders(draft: Draft, people: readonly Person[], count: number): OrderPlan[] {
  const plans = people.length > 0 ? planOrders(draft, people, count) : [];
  const papers = numberPapers(plans);
  const written = plans.map((plan) => ({ plan, details: addOrder(draft, plan, papers) }));
  addInvoices(draft, plans, papers);
  addPayments(draft, plans);
  addHistories(draft, plans);
  addOrderCartRules(draft, plans, papers);
  addRefunds(draft, written);
  return plans;
}
