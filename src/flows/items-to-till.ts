import type { ProductFacet, PutItems, TillItemFacet, VariantFacet } from '#sdk';
import { effectivePrice, textIn } from '../roles/shop/index.ts';
import { intent, present, type Flow, type Intent } from './flow.ts';

type Item = PutItems['items'][number];

/** Names and prices of the shop on the till's buttons: only items that differ, all of them in one file. */
export const itemsToTill: Flow = {
  name: 'items-to-till',
  from: 'shop',
  to: 'till',
  watches: ['Product', 'Variant'],
  walks: 'Variant',
  needs: ['putItems'],
  async plan(changes, { from, to }, { facets }) {
    const of = (type: string): string[] => present(changes.filter((change) => change.type === type));
    const ofProducts = await facets.byColumn<VariantFacet>('Variant', from, 'product', of('Product'));
    const named = await facets.byIds<VariantFacet>('Variant', from, of('Variant'));
    const variants = new Map([...[...ofProducts.values()].flat(), ...named.values()].map((row) => [row.id, row]));
    const products = await facets.byIds<ProductFacet>('Product', from, [
      ...new Set([...variants.values()].map(({ facet }) => facet.product)),
    ]);
    const known = await facets.byIds<TillItemFacet>('TillItem', to, [...variants.keys()]);
    const items = [...variants.values()].flatMap(({ id, facet }) => {
      const product = products.get(facet.product)?.facet;
      const item = product && toItem(id, facet, product);
      return item && differs(item, known.get(id)?.facet) ? [item] : [];
    });
    return items.length === 0 ? [] : [oneFile(items)];
  },
  parts: {
    of: (file) => itemsOf(file).map((item) => ({ ...oneFile([item]), replaces: `item:${item.variant}` })),
    join: (parts) => oneFile(parts.flatMap(itemsOf)),
  },
};

function itemsOf({ payload }: Intent): Item[] {
  return (payload as PutItems).items;
}

function toItem(variant: string, facet: VariantFacet, product: ProductFacet): Item | null {
  // A till finds an item by its reference: without one it cannot be sold there.
  if (facet.sku === null) return null;
  const { priceWithTax, taxRate } = effectivePrice(withoutRules(facet), { at: '1970-01-01T00:00:00.000Z' });
  const options = facet.options.map(({ value }) => textIn(value, null, 'fr')).filter((text) => text !== null);
  const name = [textIn(product.name, null, 'fr') ?? facet.sku, ...options].join(' ');
  return {
    variant,
    sku: facet.sku,
    gtin: facet.gtin,
    name,
    priceWithTax,
    taxRate,
    active: product.active && facet.active,
  };
}

/** The till keeps a list price; promotions end in it by its own rules. */
function withoutRules(facet: VariantFacet): VariantFacet {
  return { ...facet, priceRules: [] };
}

function differs({ name, gtin, priceWithTax }: Item, known: TillItemFacet | undefined): boolean {
  if (!known) return true;
  return known.name !== name || known.gtin !== gtin || known.priceWithTax?.amount !== priceWithTax.amount;
}

function oneFile(items: readonly Item[]): Intent {
  const [first] = items;
  return intent({
    command: 'putItems',
    lane: 'Items',
    payload: { items: [...items] },
    overlays: items.map(({ variant: hubId, sku, gtin, name, priceWithTax }) => ({
      type: 'TillItem',
      hubId,
      patch: { sku, gtin, name, priceWithTax: { ...priceWithTax } },
      creates: false,
    })),
    entity: 'Variant',
    hubId: first?.variant ?? '',
    subject: items.length === 1 ? (first?.sku ?? '') : `${items.length} items`,
    before: null,
    after: items.length === 1 ? `${first?.name} ${first?.priceWithTax.amount}` : 'names and prices of the shop',
  });
}
