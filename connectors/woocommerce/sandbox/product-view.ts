import { Decimal } from 'decimal.js';
import type { JsonObject, JsonValue } from '#sdk';
import { ALL_METHODS, links, type Call } from './call.ts';
import { gmt, withLocalDates } from './dates.ts';
import { objects } from './meta-data.ts';
import type { Row, Store } from './store.ts';
import { rateFor } from './tax-rates.ts';
import { said } from './said.ts';

/** How a product is shown: `edit` is what was written, `view` what a theme would show of it. */
export interface Showing {
  context: 'view' | 'edit';
  /** The answer to its creation. */
  isNew?: boolean;
}

export function contextOf({ query }: Call): Showing {
  return { context: query.get('context') === 'edit' ? 'edit' : 'view' };
}

export function shownProduct(call: Call, row: Row, { context, isNew = false }: Showing): JsonObject {
  const { store, base } = call;
  const variations = variationsOf(store, row.id);
  const prices = row['type'] === 'variable' ? rangeOf(store, variations) : pricesOf(store, row);
  const isView = context === 'view';
  const slug = said(row['slug']);
  const isTrash = row['status'] === 'trash';
  const stock = row['type'] === 'variable' ? stockOf(row, variations) : row['stock_status'];
  const shown: JsonObject = {
    ...row,
    ...(isView
      ? { description: paragraphs(row['description']), short_description: typeset(row['short_description']) }
      : {}),
    ...prices,
    permalink: isTrash ? `${base}?post_type=product&p=${row.id}` : `${base}product/${slug}/`,
    purchasable: prices.price !== '',
    ...{ backorders_allowed: row['backorders'] !== 'no', backordered: false },
    ...{ shipping_required: row['virtual'] !== true, shipping_taxable: row['virtual'] !== true },
    average_rating: isView ? '0.00' : '0',
    categories: named(store, 'categories', row['categories']),
    tags: named(store, 'tags', row['tags']),
    brands: named(store, 'brands', row['brands']),
    images: objects(row['images']).map((image) => shownImage(store, image)),
    attributes: objects(row['attributes']),
    variations: variations.map(({ id }) => id),
    price_html: priceHtml(store, row, prices.price),
    related_ids: relatedTo(store, row),
    stock_status: stock ?? 'instock',
    has_options: row['type'] === 'variable',
    ...(isView
      ? {}
      : { permalink_template: `${base}product/%pagename%/`, generated_slug: slug.replace(/__trashed$/, '') }),
    _links: links({ base }, 'products', row.id, ALL_METHODS),
  };
  return withLocalDates(shown, store.timezone, isNew);
}

export function shownVariation(call: Call, row: Row, { context, isNew = false }: Showing): JsonObject {
  const { store, base } = call;
  const parent = store.get('products', Number(row['parent_id']));
  const options = objects(row['attributes']);
  const query = options.map(
    ({ name, option }) => `attribute_${said(name).toLowerCase()}=${encodeURIComponent(said(option))}`,
  );
  const inherited = row['tax_class'] === 'parent' && !isNew && context === 'view';
  const shown: JsonObject = {
    type: 'variation',
    ...row,
    ...pricesOf(store, row),
    permalink: `${base}product/${said(parent?.['slug'] ?? '')}/?${query.join('&')}`,
    purchasable: row['regular_price'] !== '',
    ...{ backorders_allowed: row['backorders'] !== 'no', backordered: false },
    tax_class: inherited ? (parent?.['tax_class'] ?? '') : (row['tax_class'] ?? ''),
    weight: row['weight'] === '' ? (parent?.['weight'] ?? '') : (row['weight'] ?? ''),
    image: imageOf(store, row['image']),
    name: options.map(({ option }) => said(option)).join(', '),
    _links: {
      ...links({ base }, `products/${said(row['parent_id'])}/variations`, row.id, ALL_METHODS),
      up: [{ href: `${base}wp-json/wc/v3/products/${said(row['parent_id'])}` }],
    },
  };
  return withLocalDates(shown, store.timezone, isNew);
}

export function variationsOf(store: Store, product: number): Row[] {
  return store
    .rows('variations')
    .filter((row) => row['parent_id'] === product && row['status'] !== 'trash')
    .sort((one, other) => Number(one['menu_order']) - Number(other['menu_order']) || one.id - other.id);
}

interface Prices {
  price: string;
  on_sale: boolean;
}

/** The price that counts now. */
function pricesOf(store: Store, row: Row): Prices {
  const [from, to] = [row['date_on_sale_from_gmt'], row['date_on_sale_to_gmt']];
  const now = gmt(store.now());
  const isInTime = (typeof from !== 'string' || from <= now) && (typeof to !== 'string' || to >= now);
  const isOnSale = row['sale_price'] !== '' && isInTime;
  return { price: said((isOnSale ? row['sale_price'] : row['regular_price']) ?? ''), on_sale: isOnSale };
}

/** A variable product's price is its cheapest variation's. */
function rangeOf(store: Store, variations: readonly Row[]): Prices {
  const prices = variations.map((row) => pricesOf(store, row)).filter(({ price }) => price !== '');
  const cheapest = [...prices].sort((one, other) => Number(one.price) - Number(other.price))[0];
  return { price: cheapest?.price ?? '', on_sale: prices.some(({ on_sale }) => on_sale) };
}

function stockOf(row: Row, variations: readonly Row[]): JsonValue {
  if (row['manage_stock'] === true) return row['stock_status'] ?? 'instock';
  return variations.some((one) => one['stock_status'] !== 'outofstock') ? 'instock' : 'outofstock';
}

function named(store: Store, table: 'categories' | 'tags' | 'brands', ids: JsonValue | undefined): JsonObject[] {
  const known = Array.isArray(ids) ? ids : [];
  return known.flatMap((id) => {
    const term = store.get(table, Number(id));
    return term ? [{ id: term.id, name: term['name'] ?? '', slug: term['slug'] ?? '' }] : [];
  });
}

/** A picture of the media library, as it is called there. */
export function shownImage(store: Store, image: JsonObject): JsonObject {
  const media = store.get('media', Number(image['id']));
  if (!media) return image;
  const dates = { date_created_gmt: media['date_gmt'] ?? null, date_modified_gmt: media['date_gmt'] ?? null };
  const src = `${store.home}wp-content/uploads/${said(media['file'])}`;
  return withLocalDates(
    {
      id: media.id,
      ...dates,
      src,
      name: media['title'] ?? '',
      alt: media['alt'] ?? '',
      srcset: '',
      sizes: '',
      thumbnail: src,
    },
    store.timezone,
    false,
  );
}

function imageOf(store: Store, image: JsonValue | undefined): JsonValue {
  const [shown] = objects([image ?? null]);
  return shown ? shownImage(store, shown) : null;
}

/** As a theme shows it: with or without tax. */
function priceHtml(store: Store, row: Row, price: string): string {
  if (price === '') return '';
  const rate = rateFor(store, said(row['tax_class'] ?? ''), store.country);
  const entered = new Decimal(price);
  const net = store.pricesIncludeTax ? entered.div(rate.div(100).plus(1)) : entered;
  const shown = store.text('tax/woocommerce_tax_display_shop') === 'incl' ? net.times(rate.div(100).plus(1)) : net;
  return `<span class="woocommerce-Price-amount amount"><bdi>${shown.toFixed(2)}&nbsp;<span class="woocommerce-Price-currencySymbol" translate="no">&euro;</span></bdi></span>`;
}

/** Others of its categories, in an order that is drawn anew for every answer. */
function relatedTo(store: Store, row: Row): number[] {
  const own = new Set(Array.isArray(row['categories']) ? row['categories'].map(Number) : []);
  const others = store
    .rows('products')
    .filter(({ id, categories, status }) => id !== row.id && status === 'publish' && overlaps(categories, own));
  const turn = Math.floor(performance.now()) % Math.max(1, others.length);
  return [...others.slice(turn), ...others.slice(0, turn)].slice(0, 5).map(({ id }) => id);
}

function overlaps(ids: JsonValue | undefined, own: ReadonlySet<number>): boolean {
  return Array.isArray(ids) && ids.some((id) => own.has(Number(id)));
}

/** wpautop of a text that is one paragraph, or HTML already. */
function paragraphs(html: JsonValue | undefined): string {
  const text = typeof html === 'string' ? html : '';
  if (text === '') return '';
  return text.startsWith('<') ? `${text}\n` : `<p>${text}</p>\n`;
}

function typeset(html: JsonValue | undefined): string {
  return paragraphs(typeof html === 'string' ? html.replaceAll("'", '&#8217;') : '');
}
