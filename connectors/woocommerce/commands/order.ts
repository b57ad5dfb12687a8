import type { Delivery, JsonObject } from '#sdk';
import type { Access } from './access.ts';
import { refusal } from './refusal.ts';

/** An order as the shop has it now. */
export async function findOrder(
  access: Access,
  hubId: string,
  delivery: Pick<Delivery, 'externalId'>,
): Promise<{ id: string; body: JsonObject }> {
  const id = (await delivery.externalId('Order', hubId)) ?? '';
  const body = /^\d+$/.test(id) ? await access.find(`orders/${id}`) : null;
  if (body && body['status'] !== 'trash') return { id, body };
  throw refusal(
    'ORDER_UNKNOWN',
    'The shop has no such order (any more).',
    'Sync the shop; if the order is gone there, discard this message.',
    id === '' ? undefined : `order ${id}`,
  );
}
