import { FacetLoaders, refuse, type GraphRequest } from '../graph/index.ts';
import type { MassEditFacets } from './facets.ts';

/** What the resolvers know of one request to this subgraph. */
export interface MassEditContext {
  request: GraphRequest;
  loaders: FacetLoaders<MassEditFacets>;
}

export function toMassEditContext(request: GraphRequest): MassEditContext {
  return { request, loaders: new FacetLoaders<MassEditFacets>(request.reader.facets, request.budget) };
}

/** Where a cursor of a list of lines stands in it. */
export function placeOf(cursor: string, most: number): number {
  if (/^\d{1,9}$/.test(cursor) && Number(cursor) <= most) return Number(cursor);
  throw refuse('INVALID_CURSOR', 'This cursor is not one of this list. Start without "after".');
}
