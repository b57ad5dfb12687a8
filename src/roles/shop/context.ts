import { refuse, type GraphRequest } from '../graph/index.ts';
import { ShopLoaders } from './loaders.ts';

/** What the shop's resolvers know of one request to this subgraph. */
export interface ShopContext {
  request: GraphRequest;
  loaders: ShopLoaders;
}

export function toShopContext(request: GraphRequest): ShopContext {
  return { request, loaders: new ShopLoaders(request.reader.facets, request.budget) };
}

/** The brick to ask: the one named, or the primary shop. */
export function brickOf(context: ShopContext, asked: string | null | undefined): string {
  const { request } = context;
  if (asked) {
    if (request.hasBrick('shop', asked)) return asked;
    throw refuse('UNKNOWN_BRICK', `There is no shop brick named "${asked}". The query "bricks" lists them.`);
  }
  const primary = request.primary('shop');
  if (primary === null) throw refuse('NO_BRICK', 'No shop brick is configured yet.');
  return primary;
}
