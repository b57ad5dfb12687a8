import type { JsonObject, Related } from '#sdk';
import { ref, text } from '../record.ts';
import { pickingType, places } from './place.ts';

/** Goods that went to a customer, came from a supplier, or came back from a customer; null: a move within. */
export type Direction = 'shipment' | 'receipt' | 'return' | null;

export function directionOf(body: JsonObject, related: Related): Direction {
  const code = text(body, 'picking_type_code') ?? pickingType(ref(body, 'picking_type_id'), related).code;
  const usage = (field: string): string | null => places(related).get(ref(body, field) ?? '')?.usage ?? null;
  if (code === 'outgoing') return usage('location_dest_id') === 'supplier' ? null : 'shipment';
  if (code !== 'incoming') return null;
  const from = usage('location_id');
  // A receipt made to order belongs to a sale, too: where the goods come from decides.
  if (from === 'supplier') return 'receipt';
  const isBack = from === 'customer' || ref(body, 'return_id') !== null || ref(body, 'sale_id') !== null;
  return isBack ? 'return' : 'receipt';
}

/** The till books its goods by transfers of its own: they are sales, not shipments. */
export function isOfTill(body: JsonObject): boolean {
  return ref(body, 'pos_session_id') !== null || ref(body, 'pos_order_id') !== null;
}
