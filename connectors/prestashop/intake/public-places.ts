import type { JsonValue, MirrorView, PublicAddress, PublicPlace, RawRecord } from '#sdk';
import { ref, text } from '../record.ts';

/**
 * Where the public finds a product or a category: by the routes that a shop has from its installation
 * (https://devdocs.prestashop-project.org/9/basics/seo/), which hold the id. Routes of its own in the shop's settings
 * cannot be known from here. Shop and language may stand before; a category, a combination and a bar code around it.
 */
export async function publicPlaces(
  url: string,
  { type, ids }: { type: 'Product' | 'Category'; ids: readonly string[] },
  records: Pick<MirrorView, 'byIds'>,
): Promise<Map<string, PublicPlace>> {
  const isProduct = type === 'Product';
  const found = await records.byIds(isProduct ? 'products' : 'categories', [...ids]);
  const above = isProduct ? await mainCategories(found, records) : new Map<string, RawRecord>();
  return new Map(
    found.flatMap((record): [string, PublicPlace][] => {
      // Root and home are no pages of their own.
      if (!isProduct && ['1', '2'].includes(record.id)) return [];
      const category = above.get(ref(record.body, 'id_category_default') ?? '');
      return [[record.id, placeOf(url, isProduct ? productAt(record, category) : categoryAt(record))]];
    }),
  );
}

interface At {
  query: string;
  addresses: PublicAddress[];
}

/** By its id, which every shop understands and sends on to its own address. */
function placeOf(url: string, { query, addresses }: At): PublicPlace {
  return { shown: `${url}index.php?${query}`, addresses };
}

function productAt({ id, body }: RawRecord, category: RawRecord | undefined): At {
  const folders = new Set(['', ...(category ? slugs(category.body['link_rewrite']) : [])]);
  const paths = slugs(body['link_rewrite']).flatMap((slug) =>
    [...folders].map((folder) => `/${folder === '' ? '' : `${folder}/`}${id}-${slug}.html`),
  );
  return {
    query: `controller=product&id_product=${id}`,
    addresses: [...paths.map((path) => ({ path })), { before: '/(?:[^/]+/)*', key: id, after: '(?:-[^/]*)?\\.html' }],
  };
}

function categoryAt({ id, body }: RawRecord): At {
  return {
    query: `controller=category&id_category=${id}`,
    addresses: [
      ...slugs(body['link_rewrite']).map((slug) => ({ path: `/${id}-${slug}` })),
      { before: '/(?:[a-z]{2}/)?', key: id, after: '-[^/.]*' },
    ],
  };
}

async function mainCategories(
  products: readonly RawRecord[],
  records: Pick<MirrorView, 'byIds'>,
): Promise<Map<string, RawRecord>> {
  const ids = new Set(products.flatMap(({ body }) => ref(body, 'id_category_default') ?? []));
  return new Map((await records.byIds('categories', [...ids])).map((record) => [record.id, record]));
}

/** Of all languages, each once. */
function slugs(value: JsonValue | undefined): string[] {
  const all = Array.isArray(value)
    ? value.flatMap((one) => (typeof one === 'object' && one !== null && !Array.isArray(one) ? text(one, 'value') : []))
    : [typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''];
  return [...new Set(all.filter((slug): slug is string => slug !== null && slug !== ''))];
}
