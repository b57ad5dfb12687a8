import type { Aggregate, CategoryFacet, RawRecord, Related } from '#sdk';
import { count, idOf, part, ref, text } from '../record.ts';
import { toImage } from './image.ts';
import { adminUrl, localized, SHOP_KINDS, shopOf } from './shop.ts';

/** A category. Terms have no `meta_data` in the REST API: what it has no field for cannot be kept. */
export const categories: Aggregate = {
  root: 'categories',
  reads: [
    { kind: 'images', as: 'children', by: 'key' },
    ...['categories', ...SHOP_KINDS].map((kind) => ({ kind, as: 'all' as const })),
  ],
  project(root, related) {
    const { id, body } = root;
    const shop = shopOf(related);
    const parent = ref(body, 'parent');
    const image = part(body, 'image');
    const facet: CategoryFacet = {
      name: localized(text(body, 'name'), shop),
      description: localized(text(body, 'description'), shop),
      slug: localized(text(body, 'slug'), shop),
      metaTitle: {},
      metaDescription: {},
      parent: parent && related.hubId('Category', parent),
      position: Math.max(0, count(body, 'menu_order')),
      active: true,
      images: idOf(image) === '' || idOf(image) === '0' ? [] : [toImage(`categories/${id}`, image, 0, related)],
      depth: depthOf(root, related),
    };
    const url = adminUrl(shop, `term.php?taxonomy=product_cat&tag_ID=${id}&post_type=product`);
    return [{ type: 'Category', externalId: id, ...url, facet }];
  },
};

/** How many are above it; one that names itself above is cut off. */
function depthOf(root: RawRecord, related: Related): number {
  const seen = new Set([root.id]);
  let above = ref(root.body, 'parent');
  while (above !== null && !seen.has(above)) {
    seen.add(above);
    above = ref(related.get('categories', above)?.body ?? {}, 'parent');
  }
  return seen.size - 1;
}
