import type { Where } from '../../mirror/index.ts';
import { checkFirst, toConnection, toEdges, type Connection } from '../graph/index.ts';
import type { ShopContext } from './context.ts';
import type { ShopFacets } from './facets.ts';
import type { OrderBy } from './inputs/order-by.input.ts';
import type { Row, ShopType } from './loaders.ts';

export interface ListQuery<Type extends ShopType> {
  type: Type;
  brick: string;
  where: Where[];
  search?: string | null | undefined;
  orderBy?: OrderBy | undefined;
  first: number;
  after: string | null | undefined;
}

/** One page of a root list. */
export async function listOf<Type extends ShopType, Node>(
  { request }: ShopContext,
  query: ListQuery<Type>,
  toNode: (row: Row<Type>) => Node,
): Promise<Connection<Node>> {
  const { type, brick, where, search, orderBy, first, after } = query;
  const scope = { type, brick, where, ...(search ? { search } : {}) };
  const page = await request.reader.facets.page<ShopFacets[Type]>({
    ...scope,
    first: checkFirst(first),
    ...(orderBy ? { orderBy } : {}),
    ...(typeof after === 'string' ? { after } : {}),
  });
  return toConnection(toEdges(page, toNode), { hasNext: page.hasNext, after }, () =>
    request.reader.facets.count(scope),
  );
}
