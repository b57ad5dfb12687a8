import { brickOf as brickOfRole, FacetLoaders, type GraphRequest } from '../graph/index.ts';
import type { ShopFacets } from './facets.ts';
import type { ShopLoaders } from './loaders.ts';

/** What the shop's resolvers know of one request to this subgraph. */
export interface ShopContext {
  request: GraphRequest;
  loaders: ShopLoaders;
}

export function toShopContext(request: GraphRequest): ShopContext {
  return { request, loaders: new FacetLoaders<ShopFacets>(request.reader.facets, request.budget) };
}

/** The brick to ask: the one named, or the primary shop. */
export function brickOf({ request }: ShopContext, asked: string | null | undefined): string {
  return brickOfRole(request, 'shop', asked);
}
