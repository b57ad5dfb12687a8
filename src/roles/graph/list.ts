import type { FacetRow, PageQuery } from '../../mirror/index.ts';
import { checkFirst, toConnection, toEdges, type Connection } from './connection.ts';
import type { GraphRequest } from './request.ts';

/** A root list as a client asks for it: what is left out and what is null mean the same. */
export interface ListQuery extends Pick<PageQuery, 'type' | 'brick' | 'where' | 'first'> {
  search?: string | null | undefined;
  orderBy?: PageQuery['orderBy'] | undefined;
  after: string | null | undefined;
}

/** One page of a root list. */
export async function listOf<Facet, Node>(
  { reader }: Pick<GraphRequest, 'reader'>,
  query: ListQuery,
  toNode: (row: FacetRow<Facet>) => Node,
): Promise<Connection<Node>> {
  const { type, brick, where = [], search, orderBy, first, after } = query;
  const scope = { type, brick, where, ...(search ? { search } : {}) };
  const page = await reader.facets.page<Facet>({
    ...scope,
    first: checkFirst(first),
    ...(orderBy ? { orderBy } : {}),
    ...(typeof after === 'string' ? { after } : {}),
  });
  return toConnection(toEdges(page, toNode), { hasNext: page.hasNext, after }, () => reader.facets.count(scope));
}
