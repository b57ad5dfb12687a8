import type { LocationFacet, ProductFacet, StockItemFacet, StockLevelFacet, StoreFacet, VariantFacet } from '#sdk';
import type { KitSource } from '../source.ts';
import { nameOf } from './articles.ts';
import { allOf, pagesOf } from './reading.ts';

/** Location id to name, by name. */
export async function locationNames({ facets, warehouses, tills, state }: KitSource): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const brick of tills)
    for (const { id, facet } of await allOf<StoreFacet>(facets, { type: 'Store', brick })) names.set(id, facet.name);
  for (const brick of warehouses)
    for (const { id, facet } of await allOf<LocationFacet>(facets, { type: 'Location', brick }))
      names.set(id, facet.name);
  const { compare } = new Intl.Collator(state.locale, { numeric: true });
  return new Map([...names].sort(([, a], [, b]) => compare(a, b)));
}

export interface ArticleName {
  name: string;
  sku: string | null;
  gtin: string | null;
}

/** What these variants are called: by a shop, else by a warehouse. */
export async function articleNames(source: KitSource, variants: readonly string[]): Promise<Map<string, ArticleName>> {
  const { facets, shops, warehouses, state } = source;
  const names = new Map<string, ArticleName>();
  for (const brick of warehouses)
    for (const [id, { facet }] of await facets.byIds<StockItemFacet>('StockItem', brick, variants))
      names.set(id, { name: facet.name ?? '', sku: facet.sku, gtin: facet.gtin });
  for (const brick of shops) {
    const found = await facets.byIds<VariantFacet>('Variant', brick, variants);
    const productIds = [...new Set([...found.values()].map(({ facet }) => facet.product))];
    const products = await facets.byIds<ProductFacet>('Product', brick, productIds);
    for (const [id, { facet }] of found) {
      const product = products.get(facet.product)?.facet;
      if (product) names.set(id, { name: nameOf(product, facet, state), sku: facet.sku, gtin: facet.gtin });
    }
  }
  return names;
}

export interface StockLine extends ArticleName {
  level: StockLevelFacet;
}

/** What lies at one location, by reference, in slices. */
export async function* stockAt(source: KitSource, location: string): AsyncGenerator<StockLine[]> {
  for (const brick of source.warehouses) {
    const query = {
      type: 'StockLevel',
      brick,
      where: [{ column: 'location', in: [location] }],
      orderBy: { column: 'sku', descending: false },
    };
    for await (const rows of pagesOf<StockLevelFacet>(source.facets, query)) {
      const names = await articleNames(source, [...new Set(rows.map(({ facet }) => facet.variant))]);
      yield rows.map(({ facet: level }) => {
        const { name, sku, gtin } = names.get(level.variant) ?? { name: '', sku: level.sku, gtin: null };
        return { level, name, sku: sku ?? level.sku, gtin };
      });
    }
  }
}
