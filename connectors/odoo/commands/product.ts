import type { Delivery } from '#sdk';
import type { Row } from '../query.ts';
import { idIn } from './record-id.ts';
import type { Access } from './access.ts';
import { refusal } from './refusal.ts';

export const PRODUCT_FIELDS = ['display_name', 'name', 'default_code', 'active', 'tracking', 'taxes_id', 'company_id'];

/** The products of hub variants, as Odoo has them now; refuses those that are gone, all named at once. */
export async function findProducts(
  access: Access,
  variants: readonly { variant: string; sku: string | null }[],
  delivery: Delivery,
): Promise<Map<string, Row>> {
  const ids = new Map<string, number | null>();
  for (const { variant } of variants) ids.set(variant, idIn(await delivery.externalId('Variant', variant)));
  const wanted = [...new Set([...ids.values()].filter((id) => id !== null))];
  const rows = wanted.length === 0 ? [] : await access.rows('product.product', [['id', 'in', wanted]], PRODUCT_FIELDS);
  const found = new Map(rows.map((row) => [row.id, row]));
  const products = new Map<string, Row>();
  const gone: string[] = [];
  for (const { variant, sku } of variants) {
    const id = ids.get(variant) ?? null;
    const row = id === null ? undefined : found.get(id);
    if (row) products.set(variant, row);
    else gone.push(`${sku ?? variant}${id === null ? '' : ` (product.product ${id})`}`);
  }
  if (gone.length === 0) return products;
  throw refusal(
    'VARIANT_UNKNOWN',
    'Odoo has no such product (any more).',
    'Make the product in Odoo with this internal reference, sync, and redrive the message; or discard it.',
    gone.join(', '),
  );
}
