import { PermanentError, type IntakeItem } from '#sdk';
import { count, flag, ref, text } from '../record.ts';
import { CATEGORY_GROUPS, PRODUCT_FILES, RULE_RESTRICTIONS } from './limits.ts';
import type { RecordKind, Step, Words } from './record-kind.ts';

const manufacturers: RecordKind = {
  kind: 'manufacturers',
  filter: ['name'],
  key: ['name'],
  without: ['link_rewrite'],
  later: ['date_add'],
  lane: ({ id, body }) => text(body, 'name') ?? id,
};

const suppliers: RecordKind = { ...manufacturers, kind: 'suppliers' };

const features: RecordKind = {
  kind: 'product_features',
  key: ['name'],
};

const featureValues: RecordKind = {
  kind: 'product_feature_values',
  refs: { id_feature: 'product_features!' },
  filter: ['id_feature'],
  key: ['id_feature', 'value', 'custom'],
  lane: ({ id, body }) => ref(body, 'id_feature') ?? id,
};

const options: RecordKind = {
  kind: 'product_options',
  key: ['name', 'public_name', 'group_type'],
};

const optionValues: RecordKind = {
  kind: 'product_option_values',
  refs: { id_attribute_group: 'product_options!' },
  filter: ['id_attribute_group'],
  key: ['id_attribute_group', 'name', 'color'],
  lane: ({ id, body }) => ref(body, 'id_attribute_group') ?? id,
};

const tags: RecordKind = {
  kind: 'tags',
  refs: { id_lang: 'languages!' },
  filter: ['name'],
  key: ['name', 'id_lang'],
};

const isTop = ({ body }: IntakeItem): boolean => ref(body, 'id_parent') === null;
const isHome = ({ body }: IntakeItem): boolean => flag(body, 'is_root_category');

/** The root of all and the home category are of every installation; the others hang below them. */
const categories: RecordKind = {
  kind: 'categories',
  refs: { id_parent: 'categories' },
  without: ['level_depth', 'nb_products_recursive', 'id_type_redirected', 'redirect_type', 'is_root_category'],
  filter: ['id_parent'],
  key: ['id_parent', 'name', 'link_rewrite', 'description'],
  merges: true,
  later: ['position', 'date_add'],
  takes: ['name', 'link_rewrite', 'description', 'additional_description', 'meta_title', 'meta_description', 'active'],
  limits: [CATEGORY_GROUPS],
  needs: ({ body }) => ref(body, 'id_parent'),
  lane: ({ id, body }) => ref(body, 'id_parent') ?? id,
  async seek(item, { access }) {
    if (!isTop(item) && !isHome(item)) return undefined;
    const rows = await access.rows('categories', isTop(item) ? { id_parent: '[0]' } : { is_root_category: '[1]' });
    if (rows[0]) return rows[0].id;
    throw new PermanentError({
      code: 'INTAKE_ROOT_MISSING',
      message: 'The target has no root or home category.',
      remedy: 'Restore it in the target, or start from a fresh installation.',
    });
  },
  amend(fields, item) {
    if (!isTop(item) && !isHome(item)) return fields;
    const { position: _place, date_add: _date, ...rest } = fields;
    return rest;
  },
};

/** Until all of it is written, a product is inactive and bears our mark as its reference. */
const products: RecordKind = {
  kind: 'products',
  refs: {
    id_manufacturer: 'manufacturers',
    id_supplier: 'suppliers',
    id_category_default: 'categories',
    id_tax_rules_group: 'tax_rule_groups',
  },
  without: [
    'manufacturer_name',
    'quantity',
    'new',
    'cache_default_attribute',
    'cache_is_pack',
    'cache_has_attachments',
    'id_default_image',
    'id_default_combination',
    'position_in_category',
    'indexed',
    'unit_price_ratio',
    'id_type_redirected',
    'redirect_type',
    'advanced_stock_management',
  ],
  associations: {
    categories: { item: 'category', fields: { id: 'categories' } },
    product_features: {
      item: 'product_feature',
      fields: { id: 'product_features', id_feature_value: 'product_feature_values' },
    },
    tags: { item: 'tag', fields: { id: 'tags' } },
  },
  mark: 'reference',
  later: ['reference', 'active', 'date_add'],
  filter: ['date_add', 'reference'],
  key: ['reference', 'name', 'price', 'ean13'],
  limits: [PRODUCT_FILES],
  // Since 1.7.8 the kind of a product has a field of its own, and the older one follows from it.
  amend(fields) {
    if (!fields['product_type']) return fields;
    const { type: _, ...rest } = fields;
    return rest;
  },
};

const customizationFields: RecordKind = {
  kind: 'product_customization_fields',
  refs: { id_product: 'products!' },
  filter: ['id_product'],
  key: ['id_product', 'type', 'name'],
  lane: ({ id, body }) => ref(body, 'id_product') ?? id,
};

const combinations: RecordKind = {
  kind: 'combinations',
  refs: { id_product: 'products!' },
  associations: {
    product_option_values: { item: 'product_option_value', fields: { id: 'product_option_values' } },
    images: { item: 'image', fields: { id: 'image_ids' } },
  },
  filter: ['id_product'],
  key: ['id_product', 'product_option_values', 'reference'],
  lane: ({ id, body }) => ref(body, 'id_product') ?? id,
  // The database takes one default of a product, and nothing for the others.
  amend(fields, { body }) {
    const { default_on: _, ...rest } = fields;
    return flag(body, 'default_on') ? { ...rest, default_on: '1' } : rest;
  },
};

const productSuppliers: RecordKind = {
  kind: 'product_suppliers',
  refs: {
    id_product: 'products!',
    id_product_attribute: 'combinations',
    id_supplier: 'suppliers!',
    id_currency: 'currencies',
  },
  filter: ['id_product'],
  key: ['id_product', 'id_product_attribute', 'id_supplier'],
  lane: ({ id, body }) => ref(body, 'id_product') ?? id,
};

export const BEFORE_PRODUCTS: readonly RecordKind[] = [
  manufacturers,
  suppliers,
  features,
  featureValues,
  options,
  optionValues,
  tags,
  categories,
];

export const PRODUCTS: readonly RecordKind[] = [products, customizationFields];

export const OF_PRODUCTS: readonly RecordKind[] = [combinations, productSuppliers];

const OF_ONE_CART: Words = {
  en: 'It is the price of one basket only.',
  fr: 'C’est le prix d’un seul panier.',
};

const PRICE_REFS = { id_currency: 'currencies', id_country: 'countries', id_group: 'groups', id_shop: 'shops' };

const specificPriceRules: RecordKind = {
  kind: 'specific_price_rules',
  refs: { ...PRICE_REFS, id_shop: 'shops!' },
  filter: ['name'],
  key: ['name', 'id_country', 'id_currency', 'id_group', 'from_quantity', 'price', 'reduction', 'from', 'to'],
};

/** Prices of one product are told from those of its siblings; those of all products by all that they say. */
const specificPrices: RecordKind = {
  kind: 'specific_prices',
  refs: {
    ...PRICE_REFS,
    id_product: 'products',
    id_product_attribute: 'combinations',
    id_customer: 'customers',
    id_specific_price_rule: 'specific_price_rules',
  },
  filter: ['id_product'],
  key: [
    ...['id_product', 'id_product_attribute', 'id_currency', 'id_country', 'id_group', 'id_customer'],
    ...['price', 'from_quantity', 'reduction', 'reduction_type', 'from', 'to'],
  ],
  lane: ({ id, body }) => ref(body, 'id_product') ?? id,
  wants: ({ body }) => (ref(body, 'id_cart') === null ? true : OF_ONE_CART),
  amend(fields, item, step) {
    for (const [name, kind] of [
      ['id_product', 'products'],
      ['id_product_attribute', 'combinations'],
      ['id_customer', 'customers'],
      ['id_country', 'countries'],
      ['id_group', 'groups'],
      ['id_currency', 'currencies'],
    ] as const)
      mustBePlaced(item, name, kind, step);
    return fields;
  },
};

/** A price for one customer or country must never become a price for all. */
function mustBePlaced({ body }: IntakeItem, field: string, kind: string, { context }: Step): void {
  const id = ref(body, field);
  if (id === null || context.placed(kind, id) !== null) return;
  throw new PermanentError({
    code: 'INTAKE_REFERENCE_MISSING',
    message: 'The price is for something that is not in the target shop.',
    remedy: 'See in the report why that was left out; bring it, and resume.',
    detail: `${kind} ${id}`,
  });
}

const RESTRICTIONS = [
  'country_restriction',
  'carrier_restriction',
  'group_restriction',
  'cart_rule_restriction',
  'product_restriction',
  'shop_restriction',
] as const;

const isRestricted = ({ body }: IntakeItem): boolean =>
  RESTRICTIONS.some((name) => flag(body, name)) || count(body, 'reduction_product') < 0;

const cartRules: RecordKind = {
  kind: 'cart_rules',
  refs: {
    id_customer: 'customers',
    minimum_amount_currency: 'currencies',
    reduction_currency: 'currencies',
    gift_product: 'products',
    gift_product_attribute: 'combinations',
  },
  filter: ['code'],
  key: ['code', 'name', 'date_from', 'date_to'],
  later: ['date_add'],
  losses: (item) => (isRestricted(item) ? [RULE_RESTRICTIONS] : []),
  amend(fields, item, step) {
    mustBePlaced(item, 'id_customer', 'customers', step);
    const product = ref(item.body, 'reduction_product');
    if (product !== null && !product.startsWith('-')) mustBePlaced(item, 'reduction_product', 'products', step);
    const placed = product === null ? '0' : (step.context.placed('products', product) ?? product);
    return { ...fields, reduction_product: placed, ...(isRestricted(item) ? { active: '0' } : {}) };
  },
};

/** What needs customers as well as products. */
export const PRICES: readonly RecordKind[] = [specificPriceRules, specificPrices, cartRules];
