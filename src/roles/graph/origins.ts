import type { FacetLoaders } from './loaders.ts';
import type { Origin } from './origin.type.ts';

export const ORIGINS = {
  description: 'The bricks that know it, each with its own id of it and a link to its back office.',
};

/** `origins` of an entity. */
export async function originsOf(
  type: string,
  id: string,
  { loaders }: { loaders: Pick<FacetLoaders<never>, 'origins'> },
): Promise<Origin[]> {
  const rows = await loaders.origins(type).load(id);
  return rows.map(({ brick, externalId, url, seenAt, provenance = [] }) => {
    return { brick, externalId, url, seenAt, provenance: [...provenance] };
  });
}
