import { setImmediate as turn } from 'node:timers/promises';
import type { FacetReader, FacetRow, PageQuery } from '../../../mirror/index.ts';

export const PAGE = 500;

/** All facets of a query, page by page; between pages the hub does what else it has to do. */
export async function* pagesOf<Facet extends object>(
  facets: FacetReader,
  query: Omit<PageQuery, 'first' | 'after'>,
): AsyncGenerator<FacetRow<Facet>[]> {
  let after: string | undefined;
  for (;;) {
    const page = await facets.page<Facet>({ ...query, first: PAGE, ...(after !== undefined && { after }) });
    if (page.rows.length > 0) yield page.rows.map(({ row }) => row);
    after = page.rows.at(-1)?.cursor;
    if (!page.hasNext || after === undefined) return;
    await turn();
  }
}

/** For what is few: locations, categories, suppliers. */
export async function allOf<Facet extends object>(
  facets: FacetReader,
  query: Omit<PageQuery, 'first' | 'after'>,
): Promise<FacetRow<Facet>[]> {
  const all: FacetRow<Facet>[] = [];
  for await (const rows of pagesOf<Facet>(facets, query)) all.push(...rows);
  return all;
}

/** Slices of a list that one question can ask for. */
export function* slicesOf<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let from = 0; from < items.length; from += PAGE) yield items.slice(from, from + PAGE);
}
