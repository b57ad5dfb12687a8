import { Decimal } from 'decimal.js';
import type { JsonObject } from '#sdk';
import { objects } from './meta-data.ts';
import { contextOf, shownImage, shownProduct, shownVariation, variationsOf } from './product-view.ts';
import type { Call } from './call.ts';
import type { Row, Store } from './store.ts';
import { rateFor } from './tax-rates.ts';
import { said } from './said.ts';

/** The public page of a product, as a visitor sees it, with what search engines read of it; null: there is none. */
export function productPage(call: Call, slug: string): string | null {
  const { store } = call;
  const row = store.rows('products').find((one) => one['slug'] === slug && one['status'] === 'publish');
  if (!row) return null;
  const shown = shownProduct(call, row, contextOf(call));
  const data = JSON.stringify(structured(call, row, shown)).replaceAll('<', '\\u003c');
  const name = escaped(said(row['name']));
  return [
    `<!doctype html><html lang="${store.language.replace('_', '-')}"><head><title>${name} – ${escaped(store.name)}</title>`,
    `<script type="application/ld+json">${data}</script></head><body>`,
    `<h1 class="product_title entry-title">${name}</h1><p class="price">${said(shown['price_html'])}</p>`,
    `<div class="woocommerce-product-details__short-description">${said(shown['short_description'])}</div>`,
    `<div class="woocommerce-Tabs-panel--description">${said(shown['description'])}</div></body></html>`,
  ].join('\n');
}

/** schema.org, as WC_Structured_Data writes it: prices as the shop shows them. */
function structured(call: Call, row: Row, shown: JsonObject): JsonObject {
  const { store } = call;
  const variations = variationsOf(store, row.id);
  const offered = variations.length > 0 ? variations.map((one) => shownVariation(call, one, contextOf(call))) : [shown];
  const prices = offered
    .filter(({ price }) => price !== '')
    .map((one) => displayed(store, said(one['price']), said(row['tax_class'])));
  const sorted = [...prices].sort((one, other) => one.cmp(other));
  const [low, high] = [sorted[0], sorted.at(-1)];
  const offer: JsonObject =
    low && high && !low.equals(high)
      ? { '@type': 'AggregateOffer', lowPrice: low.toFixed(2), highPrice: high.toFixed(2), offerCount: offered.length }
      : { '@type': 'Offer', price: low?.toFixed(2) ?? '' };
  return {
    ...{ '@context': 'https://schema.org/', '@type': 'Product', '@id': `${said(shown['permalink'])}#product` },
    ...{ name: row['name'] ?? '', url: shown['permalink'] ?? '', sku: said(row['sku'] || row.id) },
    ...(row['global_unique_id'] ? { gtin: row['global_unique_id'] } : {}),
    description: said(row['short_description'] || row['description']).replace(/<[^>]*>/g, ''),
    image: objects(row['images']).map((image) => shownImage(store, image)['src'] ?? '')[0] ?? '',
    offers: [
      {
        ...offer,
        priceCurrency: store.value('general/woocommerce_currency'),
        availability: `https://schema.org/${shown['stock_status'] === 'outofstock' ? 'OutOfStock' : 'InStock'}`,
      },
    ],
  };
}

function displayed(store: Store, entered: string, taxClass: string): Decimal {
  const factor = rateFor(store, taxClass, store.country).div(100).plus(1);
  const withTax = store.text('tax/woocommerce_tax_display_shop') === 'incl';
  const price = new Decimal(entered);
  if (store.pricesIncludeTax === withTax) return price;
  return withTax ? price.times(factor) : price.div(factor);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
