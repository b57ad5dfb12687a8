import type { CustomerFacet, LocationFacet, VariantFacet } from '#sdk';
import { brickOf as brickOfRole, FacetLoaders, type GraphRequest } from '../graph/index.ts';
import type { TillFacets } from './facets.ts';

/** The till's facets, and those of other roles by which a reference is known to lead somewhere. */
export interface ReadFacets extends TillFacets {
  Variant: VariantFacet;
  Customer: CustomerFacet;
  Location: LocationFacet;
}

/** What the till's resolvers know of one request to this subgraph. */
export interface TillContext {
  request: GraphRequest;
  loaders: FacetLoaders<ReadFacets>;
}

export function toTillContext(request: GraphRequest): TillContext {
  return { request, loaders: new FacetLoaders<ReadFacets>(request.reader.facets, request.budget) };
}

/** The brick to ask: the one named, or the primary till. */
export function brickOf({ request }: TillContext, asked: string | null | undefined): string {
  return brickOfRole(request, 'till', asked);
}

/** The one named, or all tills; none at all is no mistake: nothing was sold. */
export function bricksOf(context: TillContext, asked: string | null | undefined): readonly string[] {
  return asked ? [brickOf(context, asked)] : context.request.bricksOf('till');
}

/** Whose entity it is, by the type that other subgraphs resolve. */
const OWNERS = { Variant: 'shop', Customer: 'shop', Location: 'fulfilment' } as const;

/**
 * A reference to an entity of another role, or null where that role's primary brick does not know it: a reference that
 * leads nowhere would make the whole answer fail.
 */
export async function reference(
  { request, loaders }: TillContext,
  type: keyof typeof OWNERS,
  id: string | null,
): Promise<{ id: string } | null> {
  const brick = request.primary(OWNERS[type]);
  if (id === null || brick === null) return null;
  const row = await loaders.byId(type, brick).load(id);
  return row && { id: row.id };
}
