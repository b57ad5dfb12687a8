import { setImmediate as turn } from 'node:timers/promises';
import type { CategoryFacet, ProductFacet, StockLevelFacet, VariantFacet } from '#sdk';
import { effectivePrice } from '../../../roles/shop/index.ts';
import type { FacetReader, FacetRow } from '../../../mirror/index.ts';
import type { KitSource } from '../source.ts';
import { inLocale, type KitState } from '../state.ts';
import { allOf, pagesOf, slicesOf } from './reading.ts';

/** Something that is sold, as paper shows it. */
export interface Article {
  variant: string;
  /** Path of the main category. */
  category: string;
  name: string;
  sku: string | null;
  gtin: string | null;
  active: boolean;
  price: string;
  priceWithTax: string;
  currency: string;
  taxRate: string;
  suppliers: VariantFacet['suppliers'];
  /** Pieces at all locations; of a shop without a warehouse, what the shop believes. */
  onHand: number | null;
  available: number | null;
  /** Location id to pieces. */
  places: Map<string, number>;
}

interface Entry {
  id: string;
  category: string;
  key: string;
}

/**
 * A shop's articles by category and name, in slices. Only their order is kept for all of them at once; the articles
 * themselves are read slice by slice.
 */
export async function* articlesOf(source: KitSource, shop: string): AsyncGenerator<Article[]> {
  const { facets } = source;
  const entries = await entriesOf(source, shop);
  for (const slice of slicesOf(entries)) {
    const ids = slice.map(({ id }) => id);
    const products = await facets.byIds<ProductFacet>('Product', shop, ids);
    const variants = await facets.byColumn<VariantFacet>('Variant', shop, 'product', ids);
    const ofSlice = slice.flatMap(({ id, category }) => {
      const product = products.get(id)?.facet;
      if (!product) return [];
      const found = (variants.get(id) ?? []).sort((a, b) => a.facet.position - b.facet.position);
      return found.map((row) => articleOf(row, { product, category, state: source.state }));
    });
    await addStock(source, ofSlice);
    yield ofSlice;
    await turn();
  }
}

/** Products in the order of the paper: by category as the shop sorts them, then by name. */
async function entriesOf({ facets, state }: KitSource, shop: string): Promise<Entry[]> {
  const paths = await categoryPaths(facets, shop, state);
  const order = new Map([...paths.keys()].map((id, i) => [id, i]));
  const found: (Entry & { rank: number })[] = [];
  for await (const rows of pagesOf<ProductFacet>(facets, { type: 'Product', brick: shop }))
    for (const { id, facet } of rows) {
      const main = facet.categories[0] ?? '';
      const rank = order.get(main) ?? order.size;
      found.push({ id, category: paths.get(main) ?? '', key: inLocale(facet.name, state), rank });
    }
  const collator = new Intl.Collator(state.locale, { numeric: true });
  return found.sort((a, b) => a.rank - b.rank || collator.compare(a.key, b.key));
}

/** Category to its path, in the order of the tree. A root that holds everything is not worth repeating. */
async function categoryPaths(facets: FacetReader, shop: string, state: KitState): Promise<Map<string, string>> {
  const rows = await allOf<CategoryFacet>(facets, { type: 'Category', brick: shop });
  const known = new Set(rows.map(({ id }) => id));
  const below = Map.groupBy(rows, ({ facet: { parent } }) => (parent !== null && known.has(parent) ? parent : null));
  const paths = new Map<string, string>();
  const walk = (siblings: readonly FacetRow<CategoryFacet>[], parents: readonly string[]): void => {
    for (const { id, facet } of [...siblings].sort((a, b) => a.facet.position - b.facet.position)) {
      // A brick that says a category is its own ancestor ends here.
      if (paths.has(id)) continue;
      const path = [...parents, inLocale(facet.name, state)];
      paths.set(id, path.join(' › '));
      walk(below.get(id) ?? [], path);
    }
  };
  let top = below.get(null) ?? [];
  for (let root = top[0]; root && top.length === 1 && !paths.has(root.id); root = top[0]) {
    paths.set(root.id, inLocale(root.facet.name, state));
    top = below.get(root.id) ?? [];
  }
  walk(top, []);
  walk(rows, []);
  return paths;
}

function articleOf(
  { id, facet }: FacetRow<VariantFacet>,
  { product, category, state }: { product: ProductFacet; category: string; state: KitState },
): Article {
  const price = effectivePrice(facet, { at: state.at.toISOString() });
  return {
    variant: id,
    category,
    name: nameOf(product, facet, state),
    sku: facet.sku,
    gtin: facet.gtin,
    active: product.active && facet.active,
    price: price.price.amount,
    priceWithTax: price.priceWithTax.amount,
    currency: price.price.currency,
    taxRate: price.taxRate,
    suppliers: facet.suppliers,
    onHand: facet.shopQuantity,
    available: facet.shopQuantity,
    places: new Map(),
  };
}

/** `Tente (2 places, vert)`. */
export function nameOf(product: ProductFacet, { options }: VariantFacet, state: KitState): string {
  const chosen = options.map(({ value }) => inLocale(value, state)).filter((value) => value !== '');
  const name = inLocale(product.name, state);
  return chosen.length === 0 ? name : `${name} (${chosen.join(', ')})`;
}

/** Stock belongs to the warehouses; the shop's own word counts only where none of them knows the article. */
async function addStock({ facets, warehouses }: KitSource, articles: readonly Article[]): Promise<void> {
  const ids = articles.map(({ variant }) => variant);
  for (const brick of warehouses) {
    const levels = await facets.byColumn<StockLevelFacet>('StockLevel', brick, 'variant', ids);
    for (const article of articles) {
      const found = (levels.get(article.variant) ?? []).map(({ facet }) => facet);
      if (found.length === 0) continue;
      const before = article.places.size > 0 ? article : { onHand: 0, available: 0 };
      article.onHand = (before.onHand ?? 0) + sum(found.map(({ onHand }) => onHand));
      article.available = (before.available ?? 0) + sum(found.map(({ available }) => available));
      for (const { location, onHand } of found)
        article.places.set(location, (article.places.get(location) ?? 0) + onHand);
    }
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
