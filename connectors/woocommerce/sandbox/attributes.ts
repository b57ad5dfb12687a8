import type { JsonObject } from '#sdk';
import { ALL_METHODS, links, notFound, numberOf, type Call, type Handler } from './call.ts';
import { listed } from './listing.ts';
import { freeSlug, slugOf } from '../slug.ts';
import type { Row } from './store.ts';
import { WpError } from './wp-error.ts';
import { said } from './said.ts';

/** WordPress keeps 32 characters for the name of a taxonomy, four of them `pa_` and a reserve. */
const LONGEST_SLUG = 28;

/** All at once: this list has no pages. */
export const listAttributes: Handler = (call) => ({
  status: 200,
  body: call.store.rows('attributes').map((row) => shown(call, row)),
});

export const createAttribute: Handler = (call) => {
  const { store, body } = call;
  const name = said(body['name'] ?? '');
  const slug = slugOf(said(body['slug'] || name));
  if (slug.length > LONGEST_SLUG) {
    throw new WpError(
      'invalid_product_attribute_slug_too_long',
      `Slug "${slug}" is too long (28 characters max). Shorten it, please.`,
      400,
    );
  }
  if (store.rows('attributes').some((row) => row['slug'] === `pa_${slug}`)) {
    throw new WpError(
      'invalid_product_attribute_slug_already_exists',
      `Slug "${slug}" is already in use. Change it, please.`,
      400,
    );
  }
  const row = store.put('attributes', {
    ...{
      name,
      slug: `pa_${slug}`,
      type: 'select',
      order_by: said(body['order_by'] ?? 'menu_order'),
      has_archives: false,
    },
  });
  return { status: 201, body: shown(call, row) };
};

export const listTerms: Handler = (call) => {
  const attribute = numberOf(call);
  if (!call.store.get('attributes', attribute))
    throw notFound('woocommerce_rest_taxonomy_invalid', 'Taxonomy does not exist.');
  const rows = call.store.rows('terms').filter((row) => row['attribute_id'] === attribute);
  return listed(call, rows, (row) => shownTerm(call, row));
};

export const createTerm: Handler = (call) => {
  const { store, body } = call;
  const attribute = numberOf(call);
  const own = store.rows('terms').filter((row) => row['attribute_id'] === attribute);
  const twin = own.find((row) => row['name'] === body['name']);
  if (twin)
    throw new WpError('term_exists', 'A term with the name provided already exists.', 400, { resource_id: twin.id });
  const slug = freeSlug(slugOf(said(body['slug'] || body['name'])), (one) => own.some((row) => row['slug'] === one));
  const fields = { name: said(body['name']), slug, description: '', menu_order: Number(body['menu_order'] ?? 0) };
  const row = store.put('terms', { ...fields, attribute_id: attribute });
  return { status: 201, body: shownTerm(call, row) };
};

function shown(call: Call, row: Row): JsonObject {
  return { ...row, _links: links(call, 'products/attributes', row.id, ALL_METHODS) };
}

/** A term does not say of which attribute it is. */
function shownTerm(call: Call, row: Row): JsonObject {
  const { attribute_id: attribute, ...rest } = row;
  const name = said(rest['name']);
  const products = call.store
    .rows('products')
    .filter(({ attributes }) => JSON.stringify(attributes ?? []).includes(JSON.stringify(name)));
  return {
    ...rest,
    count: products.length,
    _links: links(call, `products/attributes/${said(attribute)}/terms`, row.id, ALL_METHODS),
  };
}
