import type { JsonObject, Localized, ProductChanges, ProductFacet, VariantFacet } from '#sdk';
import { originOfEdit, type FacetReader, type FacetRow, type NewMessage } from '../../mirror/index.ts';
import { toMessage } from '../graph/index.ts';
import type { PlannedRecord } from './records.ts';
import { inLanguage, isTextField, tagIn } from './values.ts';

/** The facets that records are about, by hub id. */
export interface Present {
  products: ReadonlyMap<string, FacetRow<ProductFacet>>;
  variants: ReadonlyMap<string, FacetRow<VariantFacet>>;
}

export async function readPresent(
  records: readonly Pick<PlannedRecord, 'product' | 'variant'>[],
  reader: FacetReader,
  brick: string,
): Promise<Present> {
  const variants = [...new Set(records.flatMap(({ variant }) => variant ?? []))];
  const products = [...new Set(records.flatMap(({ product, variant }) => (variant === null ? product : [])))];
  return {
    products: products.length > 0 ? await reader.byIds<ProductFacet>('Product', brick, products) : new Map(),
    variants: variants.length > 0 ? await reader.byIds<VariantFacet>('Variant', brick, variants) : new Map(),
  };
}

/** What the facets say now in a field of a record; null: nothing. Undefined: the product or variant is gone. */
export function saidNow(
  { product, variant }: Pick<PlannedRecord, 'product' | 'variant'>,
  { field, locale }: { field: string; locale: string | null },
  { products, variants }: Present,
): string | null | undefined {
  if (variant !== null) return variants.get(variant)?.facet.listPrice.amount;
  const facet = products.get(product)?.facet;
  if (facet === undefined) return undefined;
  if (field === 'active') return facet.active ? '1' : '0';
  return isTextField(field) ? inLanguage(facet[field], locale ?? '') || null : null;
}

/** The one command of a record; undefined: what it is about is gone. */
export function messageOf(
  edit: string,
  brick: string,
  record: PlannedRecord,
  present: Present,
): NewMessage | undefined {
  const origin = originOfEdit(edit);
  if (record.variant !== null) {
    const row = present.variants.get(record.variant);
    const amount = record.changes[0]?.after;
    if (!row || typeof amount !== 'string') return undefined;
    const listPrice = { amount, currency: row.facet.listPrice.currency };
    return toMessage({
      ...{ brick, origin, command: 'setVariantPrice', lane: `Product:${row.facet.product}` },
      payload: { variant: row.id, listPrice },
      overlays: [{ type: 'Variant', hubId: row.id, patch: { listPrice }, creates: false }],
      replaces: `price:${row.id}`,
    });
  }
  const row = present.products.get(record.product);
  if (!row) return undefined;
  const changes = toChanges(record);
  return toMessage({
    ...{ brick, origin, command: 'updateProduct', lane: `Product:${row.id}` },
    payload: { product: row.id, changes },
    overlays: [{ type: 'Product', hubId: row.id, patch: patchOf(row.facet, changes), creates: false }],
  });
}

function toChanges({ changes }: PlannedRecord): ProductChanges {
  const wanted: ProductChanges = {};
  for (const { field, locale, after } of changes) {
    if (field === 'active') wanted.active = after === '1';
    else if (isTextField(field) && locale !== null) wanted[field] = { ...wanted[field], [locale]: after ?? '' };
  }
  return wanted;
}

function patchOf(facet: ProductFacet, { active, ...texts }: ProductChanges): JsonObject {
  const patch: JsonObject = active === undefined ? {} : { active };
  for (const [field, changed] of Object.entries(texts) as [keyof typeof texts, Localized][])
    patch[field] = laidOver(facet[field], changed);
  return patch;
}

/** Language by language, as the shop names them by now; an empty text is none. */
function laidOver(now: Localized, changed: Localized): Localized {
  const texts = { ...now };
  for (const [locale, text] of Object.entries(changed)) texts[tagIn(now, locale) ?? locale] = text;
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''));
}
