import type { Aggregate, JsonObject, ProductFacet, Projected, RawRecord, Related } from '#sdk';
import { toUtc } from '../shop-time.ts';
import { toFeatures } from './feature.ts';
import { toImage } from './image.ts';
import { toLocalized } from './localized.ts';
import { associated, associatedIds, count, idOf, ref, text } from '../record.ts';
import { SETTING_KINDS, shopSettings } from './shop-settings.ts';
import { TAX_KINDS } from './tax.ts';
import { isShown, shownVariants, toVariant } from './variant.ts';
import { toKilograms } from './weight.ts';

const REFERENCE_KINDS = [
  ...SETTING_KINDS,
  ...TAX_KINDS,
  'groups',
  'manufacturers',
  'suppliers',
  'product_features',
  'product_feature_values',
  'product_options',
  'product_option_values',
  'tags',
  'specific_prices_global',
] as const;

/** A product and its variants: one per combination, or `12-0` for a product without any. */
export const products: Aggregate = {
  root: 'products',
  reads: [
    { kind: 'combinations', as: 'children' },
    { kind: 'stock_availables', as: 'children' },
    { kind: 'specific_prices', as: 'children' },
    { kind: 'product_suppliers', as: 'children' },
    { kind: 'images', as: 'children', by: 'key' },
    ...REFERENCE_KINDS.map((kind) => ({ kind, as: 'all' as const })),
  ],
  project(root, related) {
    const variants = shownVariants(root, related);
    const ids = variants.map(({ externalId }) => related.hubId('Variant', externalId));
    const product: Projected = { type: 'Product', externalId: root.id, facet: toProduct(root, ids, related) };
    return [product, ...variants.map((shown) => toVariant(root, shown, related))];
  },
};

function toProduct(root: RawRecord, variants: string[], related: Related): ProductFacet {
  const { body } = root;
  const { languages, timezone } = shopSettings(related);
  const localized = (field: string): ProductFacet['name'] => toLocalized(body[field], languages);
  return {
    name: localized('name'),
    description: localized('description'),
    summary: localized('description_short'),
    slug: localized('link_rewrite'),
    metaTitle: localized('meta_title'),
    metaDescription: localized('meta_description'),
    brand: brand(body, related),
    categories: categories(body).map((id) => related.hubId('Category', id)),
    variants,
    images: images(root, related),
    active: isShown(body),
    features: toFeatures(body, languages, related),
    tags: associatedIds(body, 'tags').flatMap((id) => tag(id, related)),
    weight: toKilograms(body, null, related),
    condition: condition(body),
    kind: kind(body),
    pack: pack(body, related),
    createdAt: toUtc(text(body, 'date_add'), timezone),
    updatedAt: toUtc(text(body, 'date_upd'), timezone),
  };
}

function brand(body: JsonObject, related: Related): string | null {
  const id = ref(body, 'id_manufacturer');
  if (id === null) return null;
  const record = related.get('manufacturers', id);
  return record ? text(record.body, 'name') : text(body, 'manufacturer_name');
}

/** The main one first. */
function categories(body: JsonObject): string[] {
  const main = ref(body, 'id_category_default');
  const all = associatedIds(body, 'categories');
  const others = all.filter((id) => id !== main).sort((one, other) => Number(one) - Number(other));
  return main === null ? others : [main, ...others];
}

function images({ id, body }: RawRecord, related: Related): ProductFacet['images'] {
  const cover = ref(body, 'id_default_image');
  return associatedIds(body, 'images').map((image, position) =>
    toImage(`products/${id}/${image}`, position, image === cover, related),
  );
}

/** A tag belongs to one language. */
function tag(id: string, related: Related): ProductFacet['tags'] {
  const body = related.get('tags', id)?.body;
  const name = body && text(body, 'name');
  if (!body || !name) return [];
  const { languages } = shopSettings(related);
  return [{ [languages.tags.get(ref(body, 'id_lang') ?? '') ?? languages.fallback]: name }];
}

function condition(body: JsonObject): ProductFacet['condition'] {
  const value = text(body, 'condition');
  return value === 'new' || value === 'used' || value === 'refurbished' ? value : null;
}

/** Before 1.7.8 there is no `product_type`, and `type` knows only simple, pack and virtual. */
function kind(body: JsonObject): ProductFacet['kind'] {
  const type = text(body, 'product_type') || text(body, 'type');
  if (type === 'pack' || type === 'virtual') return type;
  return associated(body, 'combinations').length > 0 ? 'variants' : 'simple';
}

function pack(body: JsonObject, related: Related): ProductFacet['pack'] {
  return associated(body, 'product_bundle').map((item) => ({
    variant: related.hubId('Variant', `${idOf(item)}-${ref(item, 'id_product_attribute') ?? '0'}`),
    quantity: count(item, 'quantity'),
  }));
}
