import { BULK_EDIT_HEADINGS, type BulkEditColumn, type ProductFacet, type VariantFacet } from '#sdk';
import type { FacetReader, Where } from '../../mirror/index.ts';
import { LARGEST_PAGE } from '../graph/index.ts';
import { readPaths, type CategoryPaths } from './category-paths.ts';
import { said } from './changes.ts';
import { toCsv } from './csv-text.ts';
import { combinationOf, type Target } from './targets.ts';

export const MOST_EXPORTED = 10_000;

export interface ExportOptions {
  columns: readonly BulkEditColumn[];
  active: boolean | null;
  first: number;
  delimiter: string;
  locale: string;
}

/** The mirrored shop as CSV, one variant per line. */
export async function exportCsv(
  { columns, active, first, delimiter, locale }: ExportOptions,
  reader: FacetReader,
  brick: string,
): Promise<{ content: string; rows: number }> {
  const targets = await readVariants({ active, first }, reader, brick);
  const categories = columns.includes('categories')
    ? targets.flatMap(({ product }) => product?.facet.categories ?? [])
    : [];
  const paths = await readPaths(categories, reader, brick);
  const rows = targets.map((target) => columns.map((column) => cellOf(column, target, paths, locale)));
  const headings = columns.map((column) => BULK_EDIT_HEADINGS[column][0]);
  return { content: toCsv([headings, ...rows], delimiter), rows: rows.length };
}

/** Product by product, by name, until there are enough; of each its variants in the shop's order. */
async function readVariants(
  { active, first }: { active: boolean | null; first: number },
  reader: FacetReader,
  brick: string,
): Promise<Target[]> {
  const where: Where[] = active === null ? [] : [{ column: 'active', in: [Number(active)] }];
  const orderBy = { column: 'name', descending: false };
  const targets: Target[] = [];
  let after: string | undefined;
  do {
    const size = Math.min(LARGEST_PAGE, first - targets.length);
    const page = await reader.page<ProductFacet>({
      ...{ type: 'Product', brick, where, orderBy, first: size },
      ...(after !== undefined && { after }),
    });
    const ids = page.rows.map(({ row }) => row.id);
    const variants = await reader.byColumn<VariantFacet>('Variant', brick, 'product', ids);
    for (const { row: product } of page.rows) {
      const own = (variants.get(product.id) ?? []).toSorted((a, b) => a.facet.position - b.facet.position);
      targets.push(...own.map((variant) => ({ product, variant })));
    }
    after = page.hasNext ? page.rows.at(-1)?.cursor : undefined;
  } while (after !== undefined && targets.length < first);
  return targets.slice(0, first);
}

function cellOf(column: BulkEditColumn, target: Target, paths: CategoryPaths, locale: string): string {
  if (column === 'productId') return target.product?.externalId ?? '';
  if (column === 'variantId') return target.variant ? combinationOf(target.variant) : '';
  return said(column, target, paths, locale).join(',');
}
