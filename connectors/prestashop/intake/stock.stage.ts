import type { IntakeContext, IntakeItem, IntakeStage, Placed, RawRecord } from '#sdk';
import { accessTo } from '../commands/access.ts';
import type { Access, Shop } from '../commands/access.ts';
import type { Entity } from '../commands/entity-xml.ts';
import { associated, associatedIds, count, idOf, ref } from '../record.ts';
import { sameValue } from './agreement.ts';
import { notPlaced } from './translation.ts';

/**
 * Quantities, last of all: orders take from them. A row comes with its product or combination and is only changed.
 * The product's own row also brings what links products to one another, which needs all of them to be there.
 */
export function stockStage(shop: Shop): IntakeStage {
  const found = new Map<string, RawRecord>();
  const row = async (item: IntakeItem, context: IntakeContext): Promise<RawRecord> => {
    const known = await rowOf(accessTo(shop, context.signal), item, context);
    found.set(known.id, known);
    return known;
  };
  return {
    kind: 'stock_availables',
    merges: true,
    lane: ({ id, body }) => ref(body, 'id_product') ?? id,
    requests: () => 2,
    find: async (item, context) => (await row(item, context)).id,
    put: async (items, context) => {
      const placed: Placed[] = [];
      for (const item of items) {
        const known = await row(item, context);
        await write(accessTo(shop, context.signal), item, known, context);
        placed.push({ id: item.id, targetId: known.id });
      }
      return placed;
    },
    take: async (item, targetId, context) => {
      await write(accessTo(shop, context.signal), item, found.get(targetId) ?? (await row(item, context)), context);
      found.delete(targetId);
      return [{ id: item.id, targetId }];
    },
  };
}

async function rowOf(access: Access, { body }: IntakeItem, context: IntakeContext): Promise<RawRecord> {
  const [product, combination] = [ref(body, 'id_product') ?? '', ref(body, 'id_product_attribute')];
  const placed = context.placed('products', product);
  if (placed === null) throw notPlaced('products', product);
  const attribute = combination === null ? '0' : context.placed('combinations', combination);
  if (attribute === null) throw notPlaced('combinations', combination ?? '');
  const filters = { id_product: `[${placed}]`, id_product_attribute: `[${attribute}]` };
  const rows = await access.rows('stock_availables', filters);
  const own = String(access.settings.shopId ?? '');
  const row = rows.find((one) => ref(one.body, 'id_shop') === own) ?? rows[0];
  if (!row) throw notPlaced('stock_availables', `${placed}-${attribute}`);
  return row;
}

async function write(access: Access, { body }: IntakeItem, row: RawRecord, context: IntakeContext): Promise<void> {
  const product = ref(body, 'id_product') ?? '';
  const [source] = await context.source('products', [product]);
  const isTotal = ref(body, 'id_product_attribute') === null;
  // The row of the product itself is the sum of its combinations, and follows by itself.
  const follows = isTotal && associatedIds(source?.body ?? {}, 'combinations').length > 0;
  const wanted: Record<string, string | number> = {
    ...(follows ? {} : { quantity: count(body, 'quantity') }),
    out_of_stock: count(body, 'out_of_stock'),
    location: idOf(body, 'location'),
  };
  const other = Object.entries(wanted).filter(([name, value]) => !sameValue(value, row.body[name]));
  if (other.length > 0) await access.change('stock_availables', row.id, { fields: Object.fromEntries(other) });
  if (isTotal && source) await link(access, source, context);
}

/** Accessories, and what a pack holds. */
async function link(access: Access, { id, body }: IntakeItem, context: IntakeContext): Promise<void> {
  const accessories = associatedIds(body, 'accessories').flatMap((one) => {
    const placed = context.placed('products', one);
    return placed === null ? [] : [{ id: placed }];
  });
  const bundle = associated(body, 'product_bundle').flatMap((row) => {
    const product = context.placed('products', idOf(row));
    const attribute = ref(row, 'id_product_attribute');
    const combination = attribute === null ? '0' : context.placed('combinations', attribute);
    if (product === null || combination === null) return [];
    return [{ id: product, id_product_attribute: combination, quantity: idOf(row, 'quantity') }];
  });
  const associations: NonNullable<Entity['associations']> = {
    ...(accessories.length > 0 ? { accessories: { item: 'product', rows: accessories } } : {}),
    ...(bundle.length > 0 ? { product_bundle: { item: 'product', rows: bundle } } : {}),
  };
  const product = context.placed('products', id);
  if (product === null || Object.keys(associations).length === 0) return;
  await access.change('products', product, { fields: {}, associations });
}
