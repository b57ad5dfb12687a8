import type { Aggregate, CategoryFacet } from '#sdk';
import { singleImage } from './image.ts';
import { toLocalized } from './localized.ts';
import { count, flag, ref } from '../record.ts';
import { SETTING_KINDS, shopSettings } from './shop-settings.ts';

export const categories: Aggregate = {
  root: 'categories',
  reads: [
    { kind: 'images', as: 'children', by: 'key' },
    ...SETTING_KINDS.map((kind) => ({ kind, as: 'all' as const })),
  ],
  project({ id, body }, related) {
    const { languages } = shopSettings(related);
    const localized = (field: string): CategoryFacet['name'] => toLocalized(body[field], languages);
    const parent = ref(body, 'id_parent');
    const facet: CategoryFacet = {
      name: localized('name'),
      description: localized('description'),
      slug: localized('link_rewrite'),
      metaTitle: localized('meta_title'),
      metaDescription: localized('meta_description'),
      parent: parent && related.hubId('Category', parent),
      position: count(body, 'position'),
      active: flag(body, 'active'),
      images: singleImage(`categories/${id}`, related),
      depth: count(body, 'level_depth'),
    };
    return [{ type: 'Category', externalId: id, facet }];
  },
};
