import type { JsonObject, JsonValue } from '#sdk';

/** A record of the stand-in: many2one fields hold an id or false; `write_date` has microseconds, as in PostgreSQL. */
export type Stored = JsonObject & { id: number; write_date: string };
export type Tables = Record<string, Stored[]>;
/** Makes a record that was last written so many days ago. */
export type Write = (id: number, daysAgo: number, fields: JsonObject) => Stored;

const RELATIONS: Readonly<Record<string, string>> = {
  partner_id: 'res.partner',
  parent_id: 'res.partner',
  country_id: 'res.country',
  company_id: 'res.company',
  currency_id: 'res.currency',
  product_id: 'product.product',
  product_tmpl_id: 'product.template',
  location_id: 'stock.location',
  location_dest_id: 'stock.location',
  lot_stock_id: 'stock.location',
  warehouse_id: 'stock.warehouse',
  picking_type_id: 'stock.picking.type',
  picking_id: 'stock.picking',
  return_id: 'stock.picking',
  sale_id: 'sale.order',
  purchase_id: 'purchase.order',
  carrier_id: 'delivery.carrier',
  config_id: 'pos.config',
  session_id: 'pos.session',
  pos_session_id: 'pos.session',
  pos_order_id: 'pos.order',
  payment_method_id: 'pos.payment.method',
  program_id: 'loyalty.program',
  last_order_id: 'pos.order',
};

/** The model to which a list of ids points, where its records can be archived. */
export function listedModel(field: string): string | null {
  return /^tax(es)?_id/.test(field) ? 'account.tax' : null;
}

/** The model to which a many2one field points. */
export function relationOf(model: string, field: string): string | null {
  if (field === 'order_id') return model.replace(/\.line$/, '');
  return RELATIONS[field] ?? null;
}

/** Of the user. */
export const OWN_LANGUAGE = 'fr_FR';
export const LANGUAGES: readonly string[] = [OWN_LANGUAGE, 'en_US'];
const TRANSLATED = /^(product\.(product|template)|loyalty\.program|account\.tax|pos\.payment\.method)$/;

/** A name that is translated is told in French only to whoever asks in French: staff wrote no other. */
export function inLanguage(lang: string | undefined, model: string, field: string, value: JsonValue): JsonValue {
  const isTranslated = field === 'name' && typeof value === 'string' && TRANSLATED.test(model);
  return isTranslated && lang !== OWN_LANGUAGE ? `en_US of ${value}` : value;
}

/** The field's type as `fields_get` tells it. */
export function typeOf(model: string, field: string, value: JsonValue): string {
  if (relationOf(model, field)) return 'many2one';
  if (Array.isArray(value)) return field === 'lines' || field === 'payment_ids' ? 'one2many' : 'many2many';
  if (field === 'write_date') return 'datetime';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'float';
  return typeof value === 'boolean' && /^(active|is_|available)/.test(field) ? 'boolean' : 'char';
}

/** `[LIV-001] Le Château`, as Odoo shows a record where another one points to it. */
export function displayName(tables: Tables, model: string, id: number): string {
  const row = tables[model]?.find((one) => one.id === id);
  if (!row) return `${model},${id}`;
  const named = [row['complete_name'], row['name'], row['code']].find((value) => typeof value === 'string');
  const name = typeof named === 'string' ? named : String(id);
  const sku = row['default_code'];
  return model === 'product.product' && typeof sku === 'string' ? `[${sku}] ${name}` : name;
}
