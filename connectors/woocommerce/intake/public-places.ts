import type { MirrorView, PublicPlace } from '#sdk';
import { text } from '../record.ts';

/**
 * Where the public finds a product: the address that the shop itself tells (`permalink`). Of categories the REST API tells
 * only the slug, and below which folder they lie is a setting of WordPress that it does not tell.
 */
export async function publicPlaces(
  { type, ids }: { type: 'Product' | 'Category'; ids: readonly string[] },
  records: Pick<MirrorView, 'byIds'>,
): Promise<Map<string, PublicPlace>> {
  if (type !== 'Product') return new Map();
  return new Map(
    (await records.byIds('products', [...ids])).flatMap(({ id, body }): [string, PublicPlace][] => {
      const shown = text(body, 'permalink');
      if (shown === null || !URL.canParse(shown)) return [];
      const { pathname, search } = new URL(shown);
      // What is in the bin, or a draft, has an address by its number only.
      return search === '' ? [[id, { shown, addresses: [{ path: decoded(pathname) }] }]] : [];
    }),
  );
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
