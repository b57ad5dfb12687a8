import type { ProductFacet, VariantFacet } from '#sdk';
import type { FacetReader, FacetRow, Where } from '../../mirror/index.ts';
import { LARGEST_PAGE, refusal, type Refusal } from '../graph/index.ts';
import type { Problem } from './targets.ts';
import { MOST_PRODUCTS, type Selection } from './wanted.ts';

type ProductRow = FacetRow<ProductFacet>;
type VariantRow = FacetRow<VariantFacet>;

export interface Selected {
  /** By name. */
  products: { product: ProductRow; variants: VariantRow[] }[];
  /** Of what was named and is not there, or not alone. */
  problems: Problem[];
}

/** What a selection finds in the mirrored shop; variants only where they are asked for. */
export async function readSelected(
  selection: Selection,
  { variants: withVariants }: { variants: boolean },
  reader: FacetReader,
  brick: string,
): Promise<Selected | Refusal> {
  const named = selection.skus ? await readSkus([...new Set(selection.skus)], reader, brick) : null;
  const own = named?.rows.map(({ facet }) => facet.product);
  const products = await readProducts(selection, own, reader, brick);
  if (products.length > MOST_PRODUCTS)
    return refusal(
      'SELECTION_TOO_LARGE',
      `The selection holds more than ${MOST_PRODUCTS} products.`,
      'Add a condition, and make several edits of it.',
      'input.selection',
    );
  const problems = [...(named?.problems ?? []), ...unknownIds(selection.ids ?? [], products)];
  const found = named?.rows ?? (withVariants ? await readVariants(products, reader, brick) : []);
  const byProduct = Map.groupBy(found, ({ facet }) => facet.product);
  const ordered = (id: string): VariantRow[] =>
    (byProduct.get(id) ?? []).toSorted((a, b) => a.facet.position - b.facet.position);
  return {
    products: products.map((product) => ({ product, variants: withVariants ? ordered(product.id) : [] })),
    problems,
  };
}

/** Never guessed: a reference that several variants have means none of them. */
async function readSkus(
  skus: readonly string[],
  reader: FacetReader,
  brick: string,
): Promise<{ rows: VariantRow[]; problems: Problem[] }> {
  const found = await reader.byColumn<VariantFacet>('Variant', brick, 'sku', skus);
  const rows: VariantRow[] = [];
  const problems: Problem[] = [];
  for (const sku of skus) {
    const [row, ...others] = found.get(sku) ?? [];
    if (row && others.length === 0) rows.push(row);
    else if (row)
      problems.push({
        code: 'EDIT_MATCHES_SEVERAL',
        message: `${others.length + 1} variants have the reference ${sku}.`,
      });
    else problems.push({ code: 'EDIT_MATCHES_NOTHING', message: `No product has the reference ${sku}.` });
  }
  return { rows, problems };
}

async function readProducts(
  { ids, categories, brands, active, search }: Selection,
  owners: readonly string[] | undefined,
  reader: FacetReader,
  brick: string,
): Promise<ProductRow[]> {
  const where: Where[] = [
    ...(typeof active === 'boolean' ? [{ column: 'active', in: [Number(active)] }] : []),
    ...(brands ? [{ column: 'brand', in: brands }] : []),
    ...(categories ? [{ link: 'category', to: categories }] : []),
    ...(ids ? [{ ids }] : []),
    ...(owners ? [{ ids: [...new Set(owners)] }] : []),
  ];
  const rows: ProductRow[] = [];
  let after: string | undefined;
  do {
    const page = await reader.page<ProductFacet>({
      ...{ type: 'Product', brick, where, orderBy: { column: 'name', descending: false }, first: LARGEST_PAGE },
      ...(search && { search }),
      ...(after !== undefined && { after }),
    });
    rows.push(...page.rows.map(({ row }) => row));
    after = page.hasNext ? page.rows.at(-1)?.cursor : undefined;
  } while (after !== undefined && rows.length <= MOST_PRODUCTS);
  return rows;
}

async function readVariants(
  products: readonly ProductRow[],
  reader: FacetReader,
  brick: string,
): Promise<VariantRow[]> {
  if (products.length === 0) return [];
  const ids = products.map(({ id }) => id);
  const found = await reader.byColumn<VariantFacet>('Variant', brick, 'product', ids);
  return [...found.values()].flat();
}

/** Whether another condition leaves it out or the shop does not have it, is the same to who named it. */
function unknownIds(ids: readonly string[], products: readonly ProductRow[]): Problem[] {
  const known = new Set(products.map(({ id }) => id));
  // All were found, some perhaps by an id that they had before.
  if (known.size === new Set(ids).size) return [];
  return [...new Set(ids)]
    .filter((id) => !known.has(id))
    .map((id) => ({ code: 'EDIT_MATCHES_NOTHING', message: `The selection has no product ${id}.` }));
}
