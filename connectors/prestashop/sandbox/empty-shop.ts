import type { ShopState, WebserviceRecord } from './state.ts';

/** What an installation without demo data has: the set-up, and no goods, people or orders. */
const INSTALLED = [
  'configurations',
  'contacts',
  'countries',
  'currencies',
  'employees',
  'groups',
  'image_types',
  'languages',
  'order_states',
  'shop_groups',
  'shop_urls',
  'shops',
  'states',
  'stock_movement_reasons',
  'tax_rule_groups',
  'tax_rules',
  'taxes',
  'zones',
];

/** A new shop with the same set-up: languages, money, taxes, countries, states of orders, the two root categories. */
export function emptyShop({ version, resources }: ShopState): ShopState {
  const kept = Object.fromEntries(INSTALLED.map((name) => [name, structuredClone(resources[name] ?? [])]));
  const roots = (resources['categories'] ?? []).filter(isRoot).map(emptied);
  return { version, resources: { ...kept, categories: roots }, images: {} };
}

const isRoot = (category: WebserviceRecord): boolean =>
  Number(category['id_parent']) === 0 || category['is_root_category'] === '1';

function emptied(category: WebserviceRecord): WebserviceRecord {
  const { associations, ...columns } = structuredClone(category);
  const children = Number(category['id_parent']) === 0 ? (associations?.['categories'] ?? []).slice(0, 1) : [];
  const copy: WebserviceRecord = { ...columns, id: category.id, nb_products_recursive: 0 };
  return children.length === 0 ? copy : { ...copy, associations: { categories: children } };
}
