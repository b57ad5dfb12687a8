import { BULK_EDIT_KEYS, type BulkEditKey, type BulkEditLine, type ProductFacet, type VariantFacet } from '#sdk';
import { fold, type FacetReader, type FacetRow } from '../../mirror/index.ts';
import { gtinLookup, LARGEST_PAGE } from '../graph/index.ts';

type Keys = Pick<BulkEditLine, 'key' | 'values'>;
type ProductRow = FacetRow<ProductFacet>;
type VariantRow = FacetRow<VariantFacet>;
/** By what one lookup finds something. */
type KeyKind = keyof BulkEditLine['key'];
type Found = { products: ProductRow[] } | { variants: VariantRow[] };

/** What a line is about. `variant` is null where it names a product that has not exactly one. */
export interface Target {
  product: ProductRow | null;
  variant: VariantRow | null;
}

export interface Problem {
  code: string;
  message: string;
}

const WORDS: Record<KeyKind, string> = {
  sku: 'reference',
  gtin: 'EAN, UPC or ISBN',
  name: 'name',
  supplierReference: 'supplier reference',
  productId: 'id',
  variantId: 'id',
};

/** What each line is about, or why that cannot be told. The number of reads does not depend on the number of lines. */
export async function findTargets(
  lines: readonly Keys[],
  idBy: BulkEditKey,
  reader: FacetReader,
  brick: string,
): Promise<(Target | Problem)[]> {
  const ways = BULK_EDIT_KEYS[idBy];
  const found = new Map<KeyKind, Map<string, Found>>();
  for (const kind of new Set(ways.flat())) {
    const values = new Set(lines.map((line) => keyOf(line, kind)).filter((value) => value !== null));
    found.set(kind, values.size === 0 ? new Map<string, Found>() : await look(kind, [...values], reader, brick));
  }
  const matches = lines.map((line) => matchOf(line, ways, found));
  return withBoth(matches, lines, reader, brick);
}

export function isProblem(one: Target | Problem): one is Problem {
  return 'code' in one;
}

/** A name that stands behind another key is a value of the line, and still finds it. */
function keyOf(line: Keys, kind: KeyKind): string | null {
  const value = said(line, kind);
  if (typeof value !== 'string' || value.trim() === '') return null;
  if (kind === 'gtin') return gtinLookup(value);
  return kind === 'name' ? fold(value.trim()) : value.trim();
}

function said({ key, values }: Keys, kind: KeyKind): string | string[] | undefined {
  return key[kind] ?? (kind === 'productId' || kind === 'variantId' ? undefined : values[kind]);
}

function saidOf(line: Keys, kind: KeyKind): string {
  const value = said(line, kind);
  return String(value ?? '').slice(0, 80);
}

async function look(kind: KeyKind, values: string[], reader: FacetReader, brick: string): Promise<Map<string, Found>> {
  switch (kind) {
    case 'sku':
    case 'gtin': {
      const rows = await reader.byColumn<VariantFacet>(
        'Variant',
        brick,
        kind === 'sku' ? 'sku' : 'gtin_lookup',
        values,
      );
      return new Map([...rows].map(([value, variants]) => [value, { variants }]));
    }
    case 'name': {
      const rows = await reader.byColumn<ProductFacet>('Product', brick, 'name', values);
      return new Map([...rows].map(([value, products]) => [value, { products }]));
    }
    case 'supplierReference': {
      const ids = await reader.linked('Variant', brick, 'supplier_reference', values);
      const rows = await reader.byIds<VariantFacet>('Variant', brick, [...new Set([...ids.values()].flat())]);
      const of = (one: string[]): VariantRow[] => one.flatMap((id) => rows.get(id) ?? []);
      return new Map([...ids].map(([value, one]) => [value, { variants: of(one) }]));
    }
    case 'productId': {
      const rows = await scan<ProductFacet>('Product', reader, brick, (row) => row.externalId, new Set(values));
      return new Map([...rows].map(([value, products]) => [value, { products }]));
    }
    case 'variantId': {
      const rows = await scan<VariantFacet>('Variant', reader, brick, combinationOf, new Set(values));
      return new Map([...rows].map(([value, variants]) => [value, { variants }]));
    }
  }
}

/** A variant's id may stand behind its product's: `12-34`. */
export function combinationOf({ externalId }: FacetRow): string {
  return externalId.slice(externalId.lastIndexOf('-') + 1);
}

/** The mirror is not indexed by the shop's own ids: everything is walked once, however many lines there are. */
async function scan<Facet extends object>(
  type: string,
  reader: FacetReader,
  brick: string,
  idOf: (row: FacetRow<Facet>) => string,
  wanted: ReadonlySet<string>,
): Promise<Map<string, FacetRow<Facet>[]>> {
  const found = new Map<string, FacetRow<Facet>[]>();
  let after: string | undefined;
  do {
    const page = await reader.page<Facet>({ type, brick, first: LARGEST_PAGE, ...(after && { after }) });
    for (const { row } of page.rows) {
      const id = idOf(row);
      if (wanted.has(id)) found.set(id, [...(found.get(id) ?? []), row]);
    }
    after = page.hasNext ? page.rows.at(-1)?.cursor : undefined;
  } while (after !== undefined);
  return found;
}

function matchOf(
  line: Keys,
  ways: (typeof BULK_EDIT_KEYS)[BulkEditKey],
  found: Map<KeyKind, Map<string, Found>>,
): Found | Problem {
  let nothing: Problem = { code: 'EDIT_KEY_EMPTY', message: 'The line has no key to find its product by.' };
  for (const way of ways) {
    const keys = way.map((kind) => keyOf(line, kind));
    if (keys.includes(null)) continue;
    const sets = way.map((kind, at): Found => found.get(kind)?.get(keys[at] ?? '') ?? { variants: [] });
    const both = agreeing(sets);
    const count = 'products' in both ? both.products.length : both.variants.length;
    if (count === 1) return both;
    const said = way.map((kind) => `the ${WORDS[kind]} ${saidOf(line, kind)}`).join(' and ');
    const plural = 'products' in both ? 'products' : 'variants';
    if (count > 1) return { code: 'EDIT_MATCHES_SEVERAL', message: `${count} ${plural} have ${said}.` };
    nothing = { code: 'EDIT_MATCHES_NOTHING', message: `No product has ${said}.` };
  }
  return nothing;
}

/** What all of them found: a product and its variant agree in the variant. */
function agreeing([one = { variants: [] }, ...rest]: Found[]): Found {
  return rest.reduce((left, right) => {
    if (!('variants' in right)) return left;
    const ids =
      'products' in left ? new Set(left.products.map(({ id }) => id)) : new Set(left.variants.map(({ id }) => id));
    const isProduct = 'products' in left;
    return { variants: right.variants.filter(({ id, facet }) => ids.has(isProduct ? facet.product : id)) };
  }, one);
}

/** Adds the product of each variant, and the variant of each product that has one alone. */
async function withBoth(
  matches: (Found | Problem)[],
  lines: readonly Keys[],
  reader: FacetReader,
  brick: string,
): Promise<(Target | Problem)[]> {
  const parents = matches.flatMap((one) => ('variants' in one ? one.variants.map(({ facet }) => facet.product) : []));
  const whole = matches.flatMap((one, at) => ('products' in one ? neededOf(one.products, lines[at]) : []));
  const [products, variants] = await Promise.all([
    parents.length > 0 ? reader.byIds<ProductFacet>('Product', brick, [...new Set(parents)]) : null,
    whole.length > 0 ? reader.byIds<VariantFacet>('Variant', brick, [...new Set(whole)]) : null,
  ]);
  return matches.map((one, at) => {
    if ('code' in one) return one;
    if ('variants' in one) {
      const variant = one.variants[0] ?? null;
      return { variant, product: (variant && products?.get(variant.facet.product)) ?? null };
    }
    const own = neededOf(one.products, lines[at]).flatMap((id) => variants?.get(id) ?? []);
    return ofProduct(one.products[0] ?? null, own, lines[at]?.key.variantId);
  });
}

/** Ids of the variants that a line may be about: products with many are named by the thousand. */
function neededOf([product]: readonly ProductRow[], line: Keys | undefined): string[] {
  const ids = product?.facet.variants ?? [];
  return ids.length === 1 || line?.key.variantId !== undefined ? ids : [];
}

/** The variant that a line names beside its product, or the only one. */
function ofProduct(
  product: ProductRow | null,
  own: readonly VariantRow[],
  named: string | undefined,
): Target | Problem {
  if (named === undefined) return { product, variant: own[0] ?? null };
  const variant = own.find((one) => combinationOf(one) === named);
  const message = `The product has no combination ${named.slice(0, 80)}.`;
  return variant ? { product, variant } : { code: 'EDIT_MATCHES_NOTHING', message };
}
