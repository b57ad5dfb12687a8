import type { JsonObject, JsonValue } from '#sdk';
import { invalidParams } from './wp-error.ts';

/** What a product has when nothing is said. In the order in which the API shows it. */
export const PRODUCT: JsonObject = {
  ...{ name: '', slug: '', date_created_gmt: null, date_modified_gmt: null, type: 'simple', status: 'publish' },
  ...{ featured: false, catalog_visibility: 'visible', description: '', short_description: '', sku: '' },
  ...{ regular_price: '', sale_price: '', date_on_sale_from_gmt: null, date_on_sale_to_gmt: null, total_sales: 0 },
  ...{ virtual: false, downloadable: false, downloads: [], download_limit: -1, download_expiry: -1 },
  ...{ external_url: '', button_text: '', tax_status: 'taxable', tax_class: '', manage_stock: false },
  ...{ stock_quantity: null, backorders: 'no', low_stock_amount: null, sold_individually: false, weight: '' },
  ...{ dimensions: { length: '', width: '', height: '' }, shipping_class: '', shipping_class_id: 0 },
  ...{ reviews_allowed: true, rating_count: 0, upsell_ids: [], cross_sell_ids: [], parent_id: 0, purchase_note: '' },
  ...{ categories: [], brands: [], tags: [], images: [], attributes: [], default_attributes: [], grouped_products: [] },
  ...{ menu_order: 0, meta_data: [], stock_status: 'instock', post_password: '', global_unique_id: '' },
};

export const VARIATION: JsonObject = {
  ...{ date_created_gmt: null, date_modified_gmt: null, description: '', sku: '', global_unique_id: '' },
  ...{ regular_price: '', sale_price: '', date_on_sale_from_gmt: null, date_on_sale_to_gmt: null, status: 'publish' },
  ...{ virtual: false, downloadable: false, downloads: [], download_limit: -1, download_expiry: -1 },
  ...{ tax_status: 'taxable', tax_class: 'parent', manage_stock: false, stock_quantity: null, stock_status: 'instock' },
  ...{ backorders: 'no', low_stock_amount: null, weight: '', dimensions: { length: '', width: '', height: '' } },
  ...{ shipping_class: '', shipping_class_id: 0, image: null, gallery_image_ids: [], attributes: [], menu_order: 0 },
  ...{ meta_data: [], parent_id: 0 },
};

/** Fields that a client may write; all others are ignored, as WordPress does. */
const READ_ONLY = new Set(['total_sales', 'rating_count', 'parent_id']);
/** Lists and parts that are not simply replaced. */
const OF_THEIR_OWN = new Set(['meta_data', 'categories', 'tags', 'brands', 'images', 'image', 'attributes']);

const STATUSES = ['draft', 'pending', 'private', 'publish', 'future', 'auto-draft', 'trash'];
const TYPES = ['simple', 'grouped', 'external', 'variable'];

/** Texts of which a number is no harm; all that is declared as something else is refused. */
export function assertValid(body: JsonObject): void {
  const wrong: Record<string, { code: string; message: string; data?: JsonObject }> = {};
  const isNot = (field: string, type: string): void => {
    wrong[field] = { code: 'rest_invalid_type', message: `${field} is not of type ${type}.`, data: { param: field } };
  };
  if (isGiven(body['stock_quantity']) && !isWhole(body['stock_quantity'])) isNot('stock_quantity', 'integer');
  for (const field of ['virtual', 'downloadable', 'featured', 'sold_individually', 'reviews_allowed'])
    if (isGiven(body[field]) && typeof body[field] !== 'boolean') isNot(field, 'boolean');
  for (const field of [
    'name',
    'slug',
    'sku',
    'description',
    'short_description',
    'regular_price',
    'sale_price',
    'weight',
  ])
    if (isGiven(body[field]) && typeof body[field] !== 'string') isNot(field, 'string');
  for (const field of ['categories', 'tags', 'brands', 'images', 'attributes', 'meta_data'])
    if (isGiven(body[field]) && !Array.isArray(body[field])) isNot(field, 'array');
  for (const [field, allowed] of [
    ['status', STATUSES],
    ['type', TYPES],
  ] as const) {
    const value = body[field];
    if (typeof value === 'string' && !allowed.includes(value)) {
      const list = `${allowed.slice(0, -1).join(', ')}, and ${allowed.at(-1) ?? ''}`;
      wrong[field] = { code: 'rest_not_in_enum', message: `${field} is not one of ${list}.` };
    }
  }
  if (Object.keys(wrong).length > 0) throw invalidParams(wrong);
}

/** What is written of a body: known fields, without those that only WooCommerce sets. */
export function writable(body: JsonObject, known: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(body).filter(
      ([field]) => field in known && !READ_ONLY.has(field) && !OF_THEIR_OWN.has(field) && !field.startsWith('date_'),
    ),
  );
}

function isGiven(value: JsonValue | undefined): value is JsonValue {
  return value !== undefined && value !== null;
}

function isWhole(value: JsonValue): boolean {
  return Number.isInteger(typeof value === 'string' && value.trim() !== '' ? Number(value) : value);
}
