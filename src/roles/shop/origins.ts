import type { Origin } from '../graph/index.ts';
import type { ShopContext } from './context.ts';
import type { ShopType } from './loaders.ts';

export const ORIGINS = {
  description: 'The bricks that know it, each with its own id of it and a link to its back office.',
};

/** `origins` of a shop entity. */
export async function originsOf(type: ShopType, id: string, context: ShopContext): Promise<Origin[]> {
  const rows = await context.loaders.origins(type).load(id);
  return rows.map(({ brick, externalId, url, seenAt }) => ({ brick, externalId, url, seenAt }));
}
