import { brickOf as brickOfRole, FacetLoaders, PendingLoaders, type GraphRequest } from '../graph/index.ts';
import type { ShopFacets } from './facets.ts';
import type { ShopLoaders } from './loaders.ts';

/** What the shop's resolvers know of one request to this subgraph. */
export interface ShopContext {
  request: GraphRequest;
  loaders: ShopLoaders;
  pending: PendingLoaders;
}

export function toShopContext(request: GraphRequest): ShopContext {
  const { reader, budget } = request;
  return { request, loaders: new FacetLoaders<ShopFacets>(reader.facets, budget), pending: new PendingLoaders(reader) };
}

/** The brick to ask: the one named, or the primary shop. */
export function brickOf({ request }: ShopContext, asked: string | null | undefined): string {
  return brickOfRole(request, 'shop', asked);
}
