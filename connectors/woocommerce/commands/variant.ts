import type { Delivery, JsonObject } from '#sdk';
import { idOf, ref } from '../record.ts';
import { bySku, type Access } from './access.ts';
import { refusal, type RefusalCode } from './refusal.ts';

export interface FoundVariant {
  product: string;
  /** `0`: the product has no variations. */
  variation: string;
  /** Where it is written: `products/18/variations/20`. */
  path: string;
  body: JsonObject;
}

/** A variant as the shop has it now, by its number, or by its code where the hub knows no number. */
export async function findVariant(
  access: Access,
  { hubId, sku, code = 'VARIANT_UNKNOWN' }: { hubId: string; sku: string | null; code?: RefusalCode },
  delivery: Pick<Delivery, 'externalId'>,
): Promise<FoundVariant> {
  const externalId =
    (await delivery.externalId('Variant', hubId)) ?? (sku === null ? null : await idBySku(access, sku));
  const [product = '', variation = '0'] = externalId?.split('-') ?? [];
  const path = variation === '0' ? `products/${product}` : `products/${product}/variations/${variation}`;
  const body = /^\d+$/.test(product) ? await access.find(path, { context: 'edit' }) : null;
  // A product that was given variations since is priced and counted by them.
  const isGone = body?.['status'] === 'trash' || (variation === '0' && body?.['type'] === 'variable');
  if (body && !isGone) return { product, variation, path, body };
  throw refusal(
    code,
    'The shop has no such product or variation (any more).',
    'Sync the shop and repeat the change for the product as it is now; discard this one.',
    externalId === null ? undefined : `variant ${externalId}`,
  );
}

async function idBySku(access: Access, sku: string): Promise<string | null> {
  const row = await bySku(access, sku);
  if (!row) return null;
  const parent = ref(row, 'parent_id');
  return parent === null ? `${idOf(row)}-0` : `${parent}-${idOf(row)}`;
}

/** What is read back of a variant: its own record, and the product whose date it moved. */
export function touchedBy({ product, variation }: FoundVariant): { kind: string; ids: string[] }[] {
  const products = { kind: 'products', ids: [product] };
  return variation === '0' ? [products] : [products, { kind: 'variations', ids: [`${product}-${variation}`] }];
}
