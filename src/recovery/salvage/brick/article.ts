import type { Projected, ProductFacet, RawRecord, Related, StockItemFacet, StockLevelFacet, VariantFacet } from '#sdk';
import { FieldReader } from './fields.ts';
import { withoutTax } from './money.ts';

/** A field for each place: `stock.location:paris`. */
const STOCK = 'stock.';

/** An article: a product of one variant, and how many there are where a file says so. */
export function projectArticle(root: RawRecord, related: Related): Projected[] {
  const reader = new FieldReader(root);
  const variant = related.hubId('Variant', root.id);
  const product = related.hubId('Product', root.id);
  const one = { externalId: root.id };
  return [
    { ...one, type: 'Product', facet: productOf(reader, variant, related), provenance: reader.provenance() },
    { ...one, type: 'Variant', facet: variantOf(reader, product), provenance: reader.provenance() },
    ...stockOf(root, reader, variant, related),
  ];
}

function productOf(reader: FieldReader, variant: string, related: Related): ProductFacet {
  const category = reader.text('category', 'categories');
  const named = reader.text('name') ?? reader.text('sku', 'name');
  const locale = reader.text('locale') ?? 'fr';
  const localized = (text: string | null): Record<string, string> => (text === null ? {} : { [locale]: text });
  return {
    name: localized(named),
    description: localized(reader.text('description')),
    summary: {},
    slug: {},
    metaTitle: {},
    metaDescription: {},
    brand: reader.text('brand'),
    categories: category === null ? [] : [related.hubId('Category', category)],
    variants: [variant],
    images: [],
    active: reader.value<boolean>('active') ?? true,
    features: [],
    tags: [],
    weight: reader.text('weight'),
    condition: null,
    kind: 'simple',
    pack: [],
    createdAt: null,
    updatedAt: reader.newest(),
  };
}

function variantOf(reader: FieldReader, product: string): VariantFacet {
  const taxRate = reader.text('taxRate', 'taxRates') ?? '0';
  const currency = reader.text('currency') ?? 'EUR';
  const price = listPriceOf(reader, taxRate);
  const cost = reader.text('cost', 'costPrice');
  const supplier = reader.text('supplier', 'suppliers');
  return {
    product,
    sku: reader.text('sku'),
    gtin: reader.text('gtin'),
    mpn: reader.text('mpn'),
    options: [],
    isDefault: true,
    // What has no price cannot be sold.
    active: price !== null && (reader.value<boolean>('active') ?? true),
    listPrice: { amount: price ?? '0', currency },
    costPrice: cost === null ? null : { amount: cost, currency },
    ecotax: null,
    conversion: {},
    taxRates: { FR: taxRate },
    defaultMarket: 'FR',
    defaultGroup: null,
    groupReductions: {},
    priceRules: [],
    suppliers:
      supplier === null ? [] : [{ name: supplier, reference: reader.text('supplierRef', 'suppliers'), price: null }],
    images: [],
    weight: reader.text('weight'),
    minimalQuantity: 1,
    shopQuantity: null,
    position: 0,
  };
}

/** The newer of a price with tax and one without. */
function listPriceOf(reader: FieldReader, taxRate: string): string | null {
  const [net, gross] = [reader.at('price') ?? '', reader.at('priceWithTax') ?? ''];
  if (gross === '' || net >= gross) return reader.text('price', 'listPrice');
  const amount = reader.text('priceWithTax', 'listPrice');
  if (amount === null) return null;
  reader.computed('listPrice', 'priceWithTax', `${amount} with ${taxRate} % tax`);
  return withoutTax(amount, taxRate, 6);
}

function stockOf(root: RawRecord, reader: FieldReader, variant: string, related: Related): Projected[] {
  const places = reader.below(STOCK);
  if (places.length === 0) return [];
  const [sku, gtin, name] = [reader.text('sku'), reader.text('gtin'), reader.text('name')];
  reader.provenance();
  const levels = places.map((field): Projected => {
    const place = field.slice(STOCK.length);
    const onHand = reader.number(field, 'onHand') ?? 0;
    const location = related.hubId('Location', place);
    const counted = { onHand, reserved: 0, available: Math.max(0, onHand), incoming: 0 };
    const facet: StockLevelFacet = { variant, sku: sku ?? '', location, ...counted, shelf: null };
    return { type: 'StockLevel', externalId: `${root.id}@${place}`, facet, provenance: reader.provenance() };
  });
  const onHand = levels.reduce((total, { facet }) => total + (facet as StockLevelFacet).onHand, 0);
  const item: StockItemFacet = {
    sku: sku ?? '',
    gtin,
    name,
    active: true,
    onHand,
    available: Math.max(0, onHand),
    incoming: 0,
  };
  const provenance = levels.flatMap((level) => level.provenance ?? []);
  return [{ type: 'StockItem', externalId: root.id, facet: item, provenance }, ...levels];
}
