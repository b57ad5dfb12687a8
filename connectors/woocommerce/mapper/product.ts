import type { Aggregate, Feature, JsonObject, Localized, ProductFacet, Projected, RawRecord, Related } from '#sdk';
import { flag, idOf, rows, text, texts, toUtc } from '../record.ts';
import { toImage } from './image.ts';
import { keptFacts, keptText, keptTexts } from './marks.ts';
import { adminUrl, localized, shopOf, withKept, type Shop } from './shop.ts';
import { TAX_KINDS } from './tax.ts';
import { isShown, shownVariants, toVariant } from './variant.ts';
import { toKilograms } from './weight.ts';

/** A product and its variants: one per variation, or `12-0`. In the trash, it stands for nothing. */
export const products: Aggregate = {
  root: 'products',
  reads: [
    { kind: 'variations', as: 'children' },
    { kind: 'images', as: 'children', by: 'key' },
    ...TAX_KINDS.map((kind) => ({ kind, as: 'all' as const })),
  ],
  project(root, related) {
    const status = text(root.body, 'status');
    if (status === 'trash' || status === 'auto-draft') return [];
    const variants = shownVariants(root, related);
    const ids = variants.map(({ externalId }) => related.hubId('Variant', externalId));
    const url = adminUrl(shopOf(related), `post.php?post=${root.id}&action=edit`);
    const product: Projected = { type: 'Product', externalId: root.id, ...url, facet: toProduct(root, ids, related) };
    return [product, ...variants.map((shown) => toVariant(root, shown, related))];
  },
};

function toProduct(root: RawRecord, variants: string[], related: Related): ProductFacet {
  const { body } = root;
  const shop = shopOf(related);
  const facts = keptFacts(body);
  const words = (field: string, keptAs: string): Localized =>
    withKept(text(body, field), keptTexts(facts, keptAs), shop);
  return {
    name: words('name', 'name'),
    description: words('description', 'description'),
    summary: words('short_description', 'summary'),
    slug: words('slug', 'slug'),
    metaTitle: keptTexts(facts, 'metaTitle'),
    metaDescription: keptTexts(facts, 'metaDescription'),
    brand: text(rows(body, 'brands')[0] ?? {}, 'name'),
    categories: categories(body, facts).map((id) => related.hubId('Category', id)),
    variants,
    images: rows(body, 'images').map((image, at) => toImage(`products/${root.id}`, image, at, related)),
    active: isShown(body),
    features: features(body, facts, related),
    tags: rows(body, 'tags').flatMap((tag) => toTags(text(tag, 'name'), facts, shop)),
    weight: toKilograms(text(body, 'weight'), shop.value('woocommerce_weight_unit')),
    condition: condition(facts),
    kind: kind(body),
    pack: [],
    createdAt: keptText(facts, 'createdAt') ?? toUtc(text(body, 'date_created_gmt')),
    updatedAt: toUtc(text(body, 'date_modified_gmt')),
  };
}

/** What it was in its languages, as kept beside it: one word may have been a tag in several. */
function toTags(name: string | null, facts: JsonObject, shop: Shop): Localized[] {
  const kept = rows(facts, 'tags') as Localized[];
  const told = kept.filter((one) => (one[shop.language] ?? Object.values(one)[0]) === name);
  return told.length > 0 ? told : [localized(name, shop)];
}

/** WooCommerce has no main category: the one that was kept first, if it is still among them. */
function categories(body: JsonObject, facts: JsonObject): string[] {
  const ids = rows(body, 'categories').map(idOf);
  const main = keptText(facts, 'mainCategory');
  return main !== null && ids.includes(main) ? [main, ...ids.filter((id) => id !== main)] : ids;
}

/** Attributes that are shown and not chosen from; several values of one are features of their own. */
function features(body: JsonObject, facts: JsonObject, related: Related): Feature[] {
  const shop = shopOf(related);
  const kept = rows(facts, 'features') as unknown as Feature[];
  return rows(body, 'attributes')
    .filter((attribute) => !flag(attribute, 'variation'))
    .flatMap((attribute) =>
      texts(attribute, 'options').map((value): Feature => {
        const name = text(attribute, 'name');
        const told = kept.find((one) => one.name[shop.language] === name && one.value[shop.language] === value);
        return {
          name: { ...told?.name, ...localized(name, shop) },
          value: { ...told?.value, ...localized(value, shop) },
        };
      }),
    );
}

function condition(facts: JsonObject): ProductFacet['condition'] {
  const value = facts['condition'];
  return value === 'new' || value === 'used' || value === 'refurbished' ? value : null;
}

function kind(body: JsonObject): ProductFacet['kind'] {
  if (body['type'] === 'variable') return 'variants';
  return flag(body, 'virtual') ? 'virtual' : 'simple';
}
