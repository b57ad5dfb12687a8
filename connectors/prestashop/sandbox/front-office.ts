import { columnText } from './column-text.ts';
import type { Reply } from './reply.ts';
import type { WebserviceRecord } from './state.ts';
import type { Webservice } from './webservice.ts';
import { priceLine } from './writes/pricing.ts';

/**
 * The public page of a product, as far as a machine reads it: the description for search engines that the classic theme
 * prints, and the tags for social networks. Written after the theme's public templates (`product-jsonld.tpl`,
 * `product.tpl`), not after a recording. Anything else of the front office is not there.
 */
export function frontOffice(url: string, shop: Omit<Webservice, 'reshape'>): Reply | undefined {
  const { pathname, searchParams } = new URL(url, 'http://shop.invalid');
  const image = /^\/(\d+)-[a-z_]+\/[^/]*\.jpg$/.exec(pathname)?.[1];
  if (image !== undefined) return picture(Number(image), shop);
  const named = /^\/(?:[^/]+\/)*(\d+)(?:-\d+)?-[^/]*\.html$/.exec(pathname)?.[1];
  const asked = searchParams.get('controller') === 'product' ? searchParams.get('id_product') : null;
  const product = shop.store.table('products').get(Number(named ?? asked ?? 0));
  if (!product || product['active'] !== '1') return undefined;
  return { status: 200, body: page(product, shop as Webservice), type: 'text/html; charset=utf-8', bare: true };
}

function picture(id: number, { store }: Omit<Webservice, 'reshape'>): Reply | undefined {
  const path = Object.keys(store.state.images).find((one) => one.startsWith('products/') && one.endsWith(`/${id}`));
  const bytes = path === undefined ? undefined : store.state.images[path];
  return bytes && { status: 200, body: bytes, type: 'image/jpeg', bare: true };
}

function setting({ store }: Webservice, name: string): number {
  return Number(store.table('configurations').records.find((row) => row['name'] === name)?.['value'] ?? 0);
}

function inLanguage(value: unknown, language: number): string {
  if (!Array.isArray(value)) return columnText(value);
  const texts = value as { id: number; value: string }[];
  return (texts.find(({ id }) => id === language) ?? texts[0])?.value ?? '';
}

function page(product: WebserviceRecord, shop: Webservice): string {
  const language = setting(shop, 'PS_LANG_DEFAULT');
  const title = inLanguage(product['meta_title'], language) || inLanguage(product['name'], language);
  const about = description(product, shop, language);
  const offers = [about['offers']].flat() as { price: string; priceCurrency: string }[];
  const metas: Record<string, string> = {
    'og:type': 'product',
    'og:title': title,
    'og:description': String(about['description']),
    'og:url': address(product, shop, language),
    'product:price:amount': offers[0]?.price ?? '',
    'product:price:currency': offers[0]?.priceCurrency ?? '',
  };
  const tags = Object.entries(metas).map(([name, text]) => `<meta property="${name}" content="${escaped(text)}">`);
  // A script ends at the first `</`, whatever stands around it.
  const data = JSON.stringify(about, null, 2).replace(/<\//g, '<\\/');
  return `<!doctype html>
<html><head><title>${escaped(title)}</title>
${tags.join('\n')}
<script type="application/ld+json">
${data}
</script></head>
<body id="product"><h1 class="h1">${escaped(inLanguage(product['name'], language))}</h1></body></html>`;
}

function description(product: WebserviceRecord, shop: Webservice, language: number): Record<string, unknown> {
  const { store } = shop;
  const category = store.table('categories').get(Number(product['id_category_default']));
  const brand = columnText(product['manufacturer_name']) || columnText(store.table('shops').records[0]?.['name']);
  const cover = columnText(product['id_default_image']);
  const weight = Number(product['weight'] ?? 0);
  return {
    '@context': 'https://schema.org/',
    '@type': 'Product',
    name: inLanguage(product['name'], language),
    description: inLanguage(product['meta_description'], language),
    category: inLanguage(category?.['name'], language),
    ...(cover
      ? { image: `${root(shop)}${cover}-home_default/${inLanguage(product['link_rewrite'], language)}.jpg` }
      : {}),
    ...identity(product, product),
    brand: { '@type': 'Thing', name: brand },
    ...(weight === 0 ? {} : { weight: { '@type': 'QuantitativeValue', value: String(weight), unitCode: 'kg' } }),
    ...(product['show_price'] === '0' ? {} : { offers: offersOf(product, shop, language) }),
  };
}

function identity(record: WebserviceRecord, product: WebserviceRecord): Record<string, string> {
  const sku = columnText(record['reference']) || String(product.id);
  const gtin = columnText(record['ean13']) || columnText(record['upc']);
  return { sku, mpn: columnText(record['mpn']) || sku, ...(gtin ? { gtin13: gtin } : {}) };
}

function offersOf(product: WebserviceRecord, shop: Webservice, language: number): unknown {
  const { store } = shop;
  const combinations = (product.associations?.['combinations'] ?? []).flatMap(
    ({ id }) => store.table('combinations').get(Number(id)) ?? [],
  );
  if (combinations.length === 0) return offer(product, undefined, shop, language);
  return combinations.map((one) => offer(product, one, shop, language));
}

function offer(
  product: WebserviceRecord,
  combination: WebserviceRecord | undefined,
  shop: Webservice,
  language: number,
): Record<string, unknown> {
  const { store } = shop;
  const attribute = combination?.id ?? 0;
  const currency = setting(shop, 'PS_CURRENCY_DEFAULT');
  const row = { id_product: product.id, id_product_attribute: attribute, quantity: 1 };
  const buyer = { customer: undefined, country: setting(shop, 'PS_COUNTRY_DEFAULT'), currency, language };
  const line = priceLine(shop, row, buyer);
  const stock = store
    .table('stock_availables')
    .records.find((one) => one['id_product'] === product.id && one['id_product_attribute'] === attribute);
  const inStock = Number(stock?.['quantity'] ?? 0) > 0 || Number(stock?.['out_of_stock'] ?? 2) === 1;
  return {
    '@type': 'Offer',
    priceCurrency: columnText(store.table('currencies').get(currency)?.['iso_code']),
    name: line?.name ?? '',
    price: (line?.unitIncl ?? 0).toFixed(2),
    url: address(product, shop, language),
    ...identity(combination ?? product, product),
    availability: `https://schema.org/${inStock ? 'InStock' : 'OutOfStock'}`,
    seller: { '@type': 'Organization', name: columnText(store.table('shops').records[0]?.['name']) },
  };
}

const root = ({ base }: Webservice): string => base.replace(/api\/$/, '');

function address(product: WebserviceRecord, shop: Webservice, language: number): string {
  return `${root(shop)}${product.id}-${inLanguage(product['link_rewrite'], language)}.html`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
