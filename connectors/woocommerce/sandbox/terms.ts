import type { JsonObject } from '#sdk';
import { objects } from './meta-data.ts';
import { ALL_METHODS, chosen, links, notFound, numberOf, type Call, type Handler } from './call.ts';
import { listed } from './listing.ts';
import { shownImage } from './product-view.ts';
import { imageFrom } from './products.ts';
import { freeSlug, slugOf } from '../slug.ts';
import type { Row } from './store.ts';
import { WpError } from './wp-error.ts';
import { said } from './said.ts';

type TermTable = 'categories' | 'tags' | 'brands';

const FIELDS: Record<TermTable, JsonObject> = {
  categories: { name: '', slug: '', parent: 0, description: '', display: 'default', image: null, menu_order: 0 },
  tags: { name: '', slug: '', description: '' },
  brands: { name: '', slug: '', parent: 0, description: '', display: 'default', image: null, menu_order: 0 },
};

/** Categories, tags and brands: terms of one taxonomy each. */
export function termHandlers(table: TermTable): Record<'list' | 'get' | 'create' | 'update' | 'remove', Handler> {
  const path = `products/${table}`;
  const show = (call: Call, row: Row): JsonObject => ({
    ...row,
    ...('image' in FIELDS[table]
      ? { image: objects([row['image'] ?? null]).map((one) => shownImage(call.store, one))[0] ?? null }
      : {}),
    count: call.store.rows('products').filter((product) => holds(product, table, row.id)).length,
    _links: links(call, path, row.id, ALL_METHODS),
  });
  const found = (call: Call): Row => {
    const row = call.store.get(table, numberOf(call));
    if (!row) throw notFound('woocommerce_rest_term_invalid', 'Resource does not exist.');
    return row;
  };
  return {
    list: (call) => listed(call, filtered(call, table), (row) => show(call, row)),
    get: (call) => ({ status: 200, body: chosen(show(call, found(call)), call.query) }),
    create(call) {
      const row = created(call, table);
      return {
        status: 201,
        body: show(call, row),
        headers: { Location: `${call.base}wp-json/wc/v3/${path}/${row.id}` },
      };
    },
    update(call) {
      const row = found(call);
      Object.assign(row, pick(call, table));
      return { status: 200, body: show(call, row) };
    },
    remove(call) {
      const row = found(call);
      if (call.query.get('force') !== 'true') {
        throw new WpError('woocommerce_rest_trash_not_supported', 'Resource does not support trashing.', 501);
      }
      const body = show(call, row);
      call.store.remove(table, row.id);
      return { status: 200, body };
    },
  };
}

function holds(product: Row, table: TermTable, id: number): boolean {
  const ids = product[table];
  return Array.isArray(ids) && ids.includes(id);
}

function filtered({ store, query }: Call, table: TermTable): Row[] {
  const [slug, parent, search] = [query.get('slug'), query.get('parent'), query.get('search')];
  return store
    .rows(table)
    .filter(
      (row) =>
        (slug === null || row['slug'] === slug) &&
        (parent === null || row['parent'] === Number(parent)) &&
        (search === null || said(row['name']).toLowerCase().includes(search.toLowerCase())),
    );
}

/** The same name below the same parent is refused; the same slug elsewhere gets the parent's or a number at its end. */
function created(call: Call, table: TermTable): Row {
  const { store, body } = call;
  const fields = { ...FIELDS[table], ...pick(call, table) };
  const twin = store
    .rows(table)
    .find((row) => row['name'] === fields['name'] && (row['parent'] ?? 0) === (fields['parent'] ?? 0));
  if (twin) {
    throw new WpError('term_exists', 'A term with the name provided already exists with this parent.', 400, {
      resource_id: twin.id,
    });
  }
  const wanted = slugOf(said(body['slug'] ?? fields['name']));
  const isTaken = (slug: string): boolean => store.rows(table).some((row) => row['slug'] === slug);
  if (typeof body['slug'] === 'string' && body['slug'] !== '' && isTaken(wanted)) {
    throw new WpError('term_exists', 'A term with the slug provided already exists.', 400);
  }
  return store.put(table, { ...fields, slug: freeSlug(wanted, isTaken) });
}

function pick({ store, body }: Call, table: TermTable): JsonObject {
  const given = Object.entries(body).filter(([field]) => field in FIELDS[table] && field !== 'image');
  const image =
    body['image'] === undefined
      ? {}
      : { image: objects([body['image']]).flatMap((one) => imageFrom(store, one))[0] ?? null };
  return { ...Object.fromEntries(given), ...image };
}
