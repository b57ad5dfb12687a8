import DataLoader from 'dataloader';
import type { ShopFacets, TillFacets } from '#sdk';
import { brickOf as brickOfRole, FacetLoaders, refuse, type GraphRequest, type RowOf } from '../graph/index.ts';
import type { FulfilmentFacets } from './facets.ts';

/** What fulfilment's answers are made of: its own facets, and those of others that they name. */
export type FulfilmentReads = FulfilmentFacets &
  Pick<ShopFacets, 'Variant' | 'Order'> &
  Pick<TillFacets, 'Sale' | 'Store' | 'TillItem'>;
export type Row<Type extends keyof FulfilmentReads> = RowOf<FulfilmentReads, Type>;
export type Maybe<Value> = Value | null | undefined;

/** What fulfilment's resolvers know of one request to this subgraph. */
export interface FulfilmentContext {
  request: GraphRequest;
  loaders: FacetLoaders<FulfilmentReads>;
  /** Pieces of a variant set aside by orders that the owner of stock does not count yet. */
  reserved: DataLoader<string, number>;
}

export function toFulfilmentContext(request: GraphRequest): FulfilmentContext {
  const { reader, budget } = request;
  const reserved = new DataLoader<string, number>(async (ids) => {
    const found = await reader.reserved(ids);
    return ids.map((id) => found.get(id) ?? 0);
  });
  return { request, loaders: new FacetLoaders<FulfilmentReads>(reader.facets, budget), reserved };
}

/** The brick to ask: the one named, or the primary fulfilment. */
export function brickOf({ request }: FulfilmentContext, asked: Maybe<string>): string {
  return brickOfRole(request, 'fulfilment', asked);
}

/** The location's kind; a store that only a till knows is a store. Unknown ids are refused. */
export async function kindOfLocation(context: FulfilmentContext, brick: string, id: string): Promise<string> {
  const { loaders, request } = context;
  const row = await loaders.byId('Location', brick).load(id);
  if (row !== null) return row.facet.kind;
  const stores = await Promise.all(request.bricksOf('till').map((till) => loaders.byId('Store', till).load(id)));
  if (stores.some((store) => store !== null)) return 'store';
  throw refuse(
    'INVALID_ARGUMENT',
    `"${id}" is not the id of a location of "${brick}". The query "locations" lists them.`,
  );
}
