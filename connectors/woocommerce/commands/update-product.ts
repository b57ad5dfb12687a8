import type { Command, JsonObject, Localized, ProductChanges, UpdateProduct } from '#sdk';
import { keptFacts, keptTexts, MARK } from '../mapper/marks.ts';
import type { Shop } from '../mapper/shop.ts';
import type { Rest } from '../rest.ts';
import { accessTo } from './access.ts';
import { refusal } from './refusal.ts';

/** The hub's name, WooCommerce's, and that under which other languages are kept. */
const TEXTS = [
  ['name', 'name'],
  ['description', 'description'],
  ['summary', 'short_description'],
  ['slug', 'slug'],
] as const;

/** Texts in the shop's own language are its texts; those in other languages are kept beside them. */
export function updateProduct(rest: Rest): Command<UpdateProduct> {
  return async ({ product, changes }, delivery) => {
    const access = accessTo(rest, delivery.signal);
    const id = (await delivery.externalId('Product', product)) ?? '';
    const body = /^\d+$/.test(id) ? await access.find(`products/${id}`, { context: 'edit' }) : null;
    if (!body || body['status'] === 'trash') throw unknown(id);
    const { shop } = await access.shop();
    const fields = changedFields(body, changes, shop);
    if (Object.keys(fields).length > 0) await access.change(`products/${id}`, fields);
    return { touched: [{ kind: 'products', ids: [id] }] };
  };
}

function changedFields(body: JsonObject, changes: ProductChanges, shop: Shop): JsonObject {
  const fields: JsonObject = {};
  const facts = keptFacts(body);
  const keep = (name: string, texts: Localized): void => {
    if (Object.keys(texts).length > 0) facts[name] = { ...keptTexts(facts, name), ...texts };
  };
  for (const [name, field] of TEXTS) {
    const { [shop.language]: own, ...others } = changes[name] ?? {};
    if (own !== undefined) fields[field] = own;
    keep(name, others);
  }
  keep('metaTitle', changes.metaTitle ?? {});
  keep('metaDescription', changes.metaDescription ?? {});
  if (changes.active !== undefined) fields['status'] = changes.active ? 'publish' : 'draft';
  const isKept = JSON.stringify(facts) !== JSON.stringify(keptFacts(body));
  return { ...fields, ...(isKept ? { meta_data: [{ key: MARK.kept, value: JSON.stringify(facts) }] } : {}) };
}

function unknown(id: string): Error {
  return refusal(
    'PRODUCT_UNKNOWN',
    'The shop has no such product (any more).',
    'Sync the shop and repeat the change for the product as it is now; discard this one.',
    id === '' ? undefined : `product ${id}`,
  );
}
