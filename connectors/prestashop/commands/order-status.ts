import { isCoded, type OrderStatus, type RawRecord } from '#sdk';
import { toLanguages } from '../mapper/localized.ts';
import { NAMED_STATES, showState } from '../mapper/order-status.ts';
import { flag, ref, text } from '../record.ts';
import type { Access } from './access.ts';
import { refusal } from './refusal.ts';
import { isShopFailure } from './shop-failure.ts';

/** Settings that name the states in which the shop awaits a payment, in the order in which they are taken. */
const AWAITING = ['PS_OS_BANKWIRE', 'PS_OS_CHEQUE', 'PS_OS_COD_VALIDATION'];
const PAID = 'PS_OS_PAYMENT';

/** The shop's own states, and what each means. */
export interface OrderStates {
  statusOf(state: string | null): OrderStatus;
  /** Ids of all states that mean it. */
  allOf(status: OrderStatus): string[];
  /** The state that says it best; `paid`: of several, one that does (not) mean that it is paid. */
  stateFor(status: OrderStatus, paid?: boolean): string;
}

export async function readOrderStates(access: Access): Promise<OrderStates> {
  const settings = [...NAMED_STATES.map(([setting]) => setting), PAID, ...AWAITING];
  const values = new Map<string, string>();
  for (const { body } of await access.rows('configurations', { name: `[${settings.join('|')}]` })) {
    const [name, value] = [text(body, 'name'), text(body, 'value')];
    if (name && value && !values.has(name)) values.set(name, value);
  }
  const states = await access.rows('order_states', {});
  const languages = toLanguages(await access.rows('languages', {}), null);
  const value = (name: string): string | null => values.get(name) ?? null;
  const meanings = new Map(states.map(({ id, body }) => [id, showState(id, body, { value, languages }).status]));
  const usable = states.filter(({ body }) => !flag(body, 'deleted'));
  return {
    statusOf: (state) => meanings.get(state ?? '') ?? 'PENDING',
    allOf: (status) => states.filter(({ id }) => meanings.get(id) === status).map(({ id }) => id),
    stateFor(status, paid) {
      const meant = usable.filter(({ id }) => meanings.get(id) === status);
      const fitting = meant.filter(({ body }) => paid === undefined || flag(body, 'paid') === paid);
      const candidates = fitting.length > 0 ? fitting : meant;
      return best(candidates, status, value, access.settings.paymentModule) ?? unknown(status, usable);
    },
  };
}

function best(
  candidates: readonly RawRecord[],
  status: OrderStatus,
  value: (name: string) => string | null,
  module: string,
): string | undefined {
  const names = status === 'PAID' ? [PAID] : status === 'PENDING' ? AWAITING : [];
  const named = [...names, ...NAMED_STATES.filter(([, means]) => means === status).map(([setting]) => setting)].map(
    value,
  );
  const own = status === 'PENDING' ? candidates.find(({ body }) => text(body, 'module_name') === module) : undefined;
  const chosen = own ?? candidates.find(({ id }) => named.includes(id)) ?? candidates[0];
  return chosen?.id;
}

function unknown(status: OrderStatus, states: readonly RawRecord[]): never {
  throw refusal(
    'ORDER_STATUS_UNKNOWN',
    `The shop has no order status that means ${status}.`,
    'Add one in Shop Parameters > Order Settings > Statuses, then redrive the message.',
    `states ${states.map(({ id }) => id).join(', ')}`,
  );
}

/**
 * Enters an order into a state, by its history: that alone mails nobody unless it is asked to. `after`: the history's
 * last id before the first try; a later entry of the same state is ours.
 */
export async function enterState(access: Access, order: string, state: string, after: number): Promise<void> {
  if (await hasEntered(access, order, state, after)) return;
  const fields = { id_order: order, id_order_state: state };
  const parameters: Record<string, string> = access.settings.mailBuyers ? { sendemail: '1' } : {};
  try {
    await access.create('order_histories', { fields }, parameters);
  } catch (error) {
    // A mail that cannot be sent is a 500, after the state was written.
    if (isCoded(error) && isShopFailure(error) && (await hasEntered(access, order, state, after))) return;
    throw error;
  }
}

async function hasEntered(access: Access, order: string, state: string, after: number): Promise<boolean> {
  const history = await access.rows('order_histories', { id_order: `[${order}]` });
  return history.some(({ id, body }) => Number(id) > after && ref(body, 'id_order_state') === state);
}

/** The id of an order's last entry so far. */
export async function lastEntry(access: Access, order: string): Promise<number> {
  const history = await access.rows('order_histories', { id_order: `[${order}]` });
  return Math.max(0, ...history.map(({ id }) => Number(id)));
}
