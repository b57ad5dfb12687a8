import type { JsonObject, Related } from '#sdk';
import { baseSku, text } from '../record.ts';

/** What a line is about: the SKU as it was before a deletion, and the hub's Variant of it. */
export function itemOf(body: JsonObject, related: Related): { sku: string | null; variant: string | null } {
  const written = text(body, 'sku');
  if (written === null) return { sku: null, variant: null };
  const sku = baseSku(written);
  return { sku, variant: related.hubId('Variant', sku) };
}
