import { tableOf, type FacetTable } from '../facets/facet-table.ts';
import type { MessageOrder } from '../message.ts';
import { presentIds } from '../read/binding-reader.ts';
import type { Sql } from '../sql.ts';

/** An order in the mirror's terms: declared types, and for each entity the id that answers for it today. */
export async function presentOrder(
  sql: Sql,
  tables: ReadonlyMap<string, FacetTable>,
  order: MessageOrder,
): Promise<MessageOrder> {
  const overlays = order.messages.flatMap((message) => message.overlays);
  for (const type of new Set(overlays.map((overlay) => overlay.type))) tableOf(tables, type);
  const named = [...overlays.map(({ hubId }) => hubId), ...order.reservations.map(({ variant }) => variant)];
  const present = named.length === 0 ? new Map<string, string>() : await presentIds(sql, [...new Set(named)]);
  if (present.size === 0) return order;
  const now = (id: string): string => present.get(id) ?? id;
  return {
    ...order,
    messages: order.messages.map((message) => ({
      ...message,
      overlays: message.overlays.map((overlay) => ({ ...overlay, hubId: now(overlay.hubId) })),
    })),
    reservations: order.reservations.map((one) => ({ ...one, variant: now(one.variant) })),
  };
}
