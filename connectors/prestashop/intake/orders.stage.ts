import type { IntakeContext, IntakeItem, IntakeStage, JsonObject, Placed } from '#sdk';
import { accessTo } from '../commands/access.ts';
import type { Shop } from '../commands/access.ts';
import { ref, text } from '../record.ts';
import { sameValue } from './agreement.ts';
import { MAILS, ORDER_PAPERS } from './limits.ts';
import { silence } from './mail-silence.ts';
import { HISTORY, INVOICES, LINES, ORDER, PARCELS, PAYMENTS } from './order-kinds.ts';
import { findOrder, makeOrder } from './order-making.ts';
import { settleRows } from './order-rows.ts';
import type { Pairing } from './order-rows.ts';
import type { RecordKind, Step } from './record-kind.ts';
import { inTurn } from './record-stage.ts';
import { notPlaced, translated } from './translation.ts';

/**
 * Orders with their lines, history, payments, invoices and parcels. The shop makes one from a cart and in its own way;
 * then all of it is put right, row by row, by steps that each may be run again.
 */
export function ordersStage(shop: Shop): IntakeStage {
  // One silence for all orders: two at once would each keep what the other had just set.
  let quiet: Promise<void> | undefined;
  const stepOf = async (context: IntakeContext): Promise<Step> => {
    const access = accessTo(shop, context.signal);
    quiet ??= silence(access);
    try {
      await quiet;
    } catch (error) {
      quiet = undefined;
      throw error;
    }
    return { access, context };
  };
  return {
    kind: 'orders',
    limits: [ORDER_PAPERS, MAILS],
    // Orders that were split from one share its payments.
    lane: ({ id, body }) => text(body, 'reference') ?? id,
    requests: () => 20,
    find: (item, context) => findOrder({ item, context, access: accessTo(shop, context.signal) }),
    put: (items, context) =>
      inTurn(items, async (item) => {
        const step = await stepOf(context);
        return settle(item, await makeOrder({ ...step, item, shop }), step);
      }),
    take: async (item, targetId, context) => [await settle(item, targetId, await stepOf(context))],
  };
}

async function settle(item: IntakeItem, order: string, step: Step): Promise<Placed> {
  const { access, context } = step;
  const payments = byId(await context.children('order_payments', text(item.body, 'reference') ?? ''));
  const wanted = translated(ORDER, item, context).fields;
  const born = (await access.row('orders', order)) ?? {};
  // Payments hang on the reference: they follow before it changes.
  await settlePayments(payments, [text(item.body, 'reference'), text(born, 'reference')], step);
  await changeOrder(order, born, wanted, step);
  const history = await settleHistory(item, order, born, step);
  const also = [
    ...history,
    ...(await settleOf(LINES, { item, order, prune: true, fresh: { id_warehouse: '0', id_shop: shopOf(born) } }, step)),
    ...(await settleOf(INVOICES, { item, order, prune: true, fresh: {} }, step)),
    ...(await settleOf(PARCELS, { item, order, prune: true, fresh: {} }, step)),
    // Entering a paid state adds a payment of what the shop thinks is open.
    ...named('order_payments', await settlePayments(payments, [text(item.body, 'reference')], step)),
  ];
  await changeOrder(order, (await access.row('orders', order)) ?? {}, wanted, step);
  return { id: item.id, targetId: order, also };
}

function shopOf(born: JsonObject): string {
  return ref(born, 'id_shop') ?? '1';
}

const named = (kind: string, pairs: readonly Pairing[]): { kind: string; id: string; targetId: string }[] =>
  pairs.map((one) => ({ kind, ...one }));

async function changeOrder(
  order: string,
  current: JsonObject,
  wanted: ReturnType<typeof translated>['fields'],
  { access }: Step,
): Promise<void> {
  const other = Object.entries(wanted).filter(([name, value]) => !sameValue(value, current[name]));
  if (other.length > 0) await access.change('orders', order, { fields: Object.fromEntries(other) });
}

async function settlePayments(
  items: readonly IntakeItem[],
  references: readonly (string | null)[],
  step: Step,
): Promise<Pairing[]> {
  const names = [...new Set(references.filter((one) => one !== null))];
  const rows = await step.access.rows('order_payments', { order_reference: `[${names.join('|')}]` });
  return settleRows(PAYMENTS, { items, rows, fresh: {}, prune: true }, step);
}

interface Papers {
  item: IntakeItem;
  order: string;
  fresh: Readonly<Record<string, string>>;
  prune: boolean;
}

async function settleOf(
  kind: RecordKind,
  { item, order, fresh, prune }: Papers,
  step: Step,
): Promise<{ kind: string; id: string; targetId: string }[]> {
  const items = byId(await step.context.children(kind.kind, item.id));
  const rows = await step.access.rows(kind.kind, { id_order: `[${order}]` });
  const pairs = await settleRows(kind, { items, rows, fresh: { ...fresh, id_order: order }, prune }, step);
  return named(kind.kind, pairs);
}

const byId = (items: readonly IntakeItem[]): IntakeItem[] =>
  [...items].sort((one, other) => Number(one.id) - Number(other.id));

/**
 * Its history, entry by entry. An entry that is posted is entered as a state, with all that follows; so those in
 * between are posted as the state that the order is in already, and rewritten. Only the last one is entered.
 */
async function settleHistory(
  item: IntakeItem,
  order: string,
  born: JsonObject,
  step: Step,
): Promise<{ kind: string; id: string; targetId: string }[]> {
  const { access, context } = step;
  const items = byId(await context.children('order_histories', item.id));
  const state = ref(item.body, 'current_state');
  const last = state === null ? null : context.placed('order_states', state);
  if (state !== null && last === null) throw notPlaced('order_states', state);
  const current = ref(born, 'current_state');
  const enters = last !== null && last !== current;
  const rows = await access.rows('order_histories', { id_order: `[${order}]` });
  for (let count = rows.length + Number(enters); count < items.length; count += 1)
    await access.create('order_histories', { fields: { id_order: order, id_order_state: current ?? '0' } });
  if (enters) await access.change('orders', order, { fields: { current_state: last } });
  return settleOf(HISTORY, { item, order, prune: items.length > 0, fresh: {} }, step);
}
