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

/**
 * All facets of a query in the order of a text that no column gives. What they are sorted by is read first, and the
 * facets themselves again page by page: so that only texts are held for all of them.
 */
export async function* sortedRows<Facet extends object>(
  facets: FacetReader,
  query: { type: string; brick: string },
  keyOf: (facet: Facet) => string,
): AsyncGenerator<FacetRow<Facet>[]> {
  const keys: { id: string; key: string }[] = [];
  for await (const rows of pagesOf<Facet>(facets, query))
    keys.push(...rows.map(({ id, facet }) => ({ id, key: keyOf(facet) })));
  keys.sort((a, b) => (a.key === b.key ? (a.id < b.id ? -1 : 1) : a.key < b.key ? -1 : 1));
  for (const slice of slicesOf(keys)) {
    const ids = slice.map(({ id }) => id);
    const found = await facets.byIds<Facet>(query.type, query.brick, ids);
    // One that was removed since is not there any more.
    yield ids.flatMap((id) => found.get(id) ?? []);
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
