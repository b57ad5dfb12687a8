import type { Draft } from './draft.ts';
import { add, get, listOf } from './draft.ts';
import type { Text } from './localized.ts';
import { blank, localized, mapText, slugs } from './localized.ts';
import { CATEGORIES, describeCategory } from './texts/categories.ts';

export const ROOT = 1;
export const HOME = 2;

interface Place {
  readonly parent: number;
  readonly depth: number;
  readonly position: number;
}

function addCategory(draft: Draft, name: Text, description: Text, place: Place): number {
  return add(draft, 'categories', {
    id_parent: place.parent,
    level_depth: place.depth,
    nb_products_recursive: 0,
    active: '1',
    id_shop_default: 1,
    is_root_category: place.depth === 1 ? '1' : '0',
    position: place.position,
    redirect_type: '404',
    id_type_redirected: 0,
    date_add: draft.installedOn,
    date_upd: draft.installedOn,
    name: localized(name),
    link_rewrite: localized(slugs(name)),
    description: localized(description),
    additional_description: blank(),
    meta_title: place.depth > 1 ? localized(mapText((i) => `${name[i]} | Cap Bivouac`)) : blank(),
    meta_description: place.depth > 1 ? localized(mapText((i) => description[i].replace(/<[^>]+>/g, ''))) : blank(),
  });
}

/** A category with all that are above it, from the home category down. */
export function pathOf(draft: Draft, id: number): number[] {
  const parent = Number(get(draft, 'categories', id)['id_parent']);
  return parent === 0 || id === HOME ? [id] : [...pathOf(draft, parent), id];
}

/** Returns the ids by the keys of the texts. */
export function addCategories(draft: Draft): Map<string, number> {
  addCategory(draft, ['Racine', 'Root', 'Raíz'], ['', '', ''], { parent: 0, depth: 0, position: 0 });
  addCategory(draft, ['Accueil', 'Home', 'Inicio'], ['', '', ''], { parent: ROOT, depth: 1, position: 0 });
  const ids = new Map<string, number>();
  for (const { key, parent, name } of CATEGORIES) {
    const above = parent === undefined ? HOME : (ids.get(parent) ?? HOME);
    const siblings = listOf(draft, 'categories').filter((category) => category['id_parent'] === above);
    const depth = Number(get(draft, 'categories', above)['level_depth']) + 1;
    const place = { parent: above, depth, position: siblings.length };
    ids.set(key, addCategory(draft, name, describeCategory(name), place));
  }
  return ids;
}

/** Closes the tree once the products are known: children, products and their number. */
export function linkCategories(draft: Draft): void {
  const products = new Map<number, { id: number }[]>();
  for (const product of listOf(draft, 'products')) {
    for (const { id } of (product.associations?.['categories'] ?? []) as { id: number }[]) {
      const members = products.get(id) ?? [];
      members.push({ id: product.id });
      products.set(id, members);
    }
  }
  const categories = listOf(draft, 'categories');
  for (const category of categories) {
    const children = categories.filter(({ id_parent: parent }) => parent === category.id).map(({ id }) => ({ id }));
    const members = products.get(category.id) ?? [];
    category['nb_products_recursive'] = (products.get(Math.max(category.id, HOME)) ?? []).length;
    const associations = {
      ...(children.length > 0 ? { categories: children } : {}),
      ...(members.length > 0 ? { products: members } : {}),
    };
    if (Object.keys(associations).length > 0) category.associations = associations;
  }
}
