import type { JsonObject } from '#sdk';
import { isObject } from '../record.ts';
import { ALL_METHODS, chosen, links, notFound, numberOf, type Call, type Handler } from './call.ts';
import { listed } from './listing.ts';
import { slugOf } from '../slug.ts';
import type { Row } from './store.ts';
import { WpError } from './wp-error.ts';
import { said } from './said.ts';

const TAX: JsonObject = {
  ...{ country: '', state: '', postcode: '', city: '', rate: '0.0000', name: 'Tax', priority: 1, compound: false },
  ...{ shipping: true, order: 0, class: 'standard', postcodes: [], cities: [] },
};

export const listTaxes: Handler = (call) => {
  const wanted = call.query.get('class');
  const rows = call.store.rows('taxes').filter((row) => wanted === null || row['class'] === wanted);
  return listed(call, rows, (row) => shownTax(call, row));
};

export const createTax: Handler = (call) => {
  const given = Object.fromEntries(Object.entries(call.body).filter(([field]) => field in TAX));
  const rate = Number(given['rate'] ?? 0).toFixed(4);
  const row = call.store.put('taxes', { ...TAX, ...given, rate, name: given['name'] ?? 'Tax' });
  return { status: 201, body: shownTax(call, row) };
};

function shownTax(call: Call, row: Row): JsonObject {
  return { ...row, _links: links(call, 'taxes', row.id, ALL_METHODS) };
}

/** The standard class is always there; it has no row of its own. */
export const listTaxClasses: Handler = ({ store }) => ({
  status: 200,
  body: [{ slug: 'standard', name: 'Standard rate' }, ...store.taxClasses],
});

export const createTaxClass: Handler = ({ store, body }) => {
  const name = said(body['name'] ?? '');
  const slug = slugOf(name);
  if (slug === 'standard' || store.taxClasses.some((one) => one.slug === slug)) {
    throw new WpError('tax_class_exists', 'Tax class already exists', 400);
  }
  const made = { slug, name };
  store.taxClasses = [...store.taxClasses, made];
  return { status: 201, body: made };
};

/** Zone 0 is every place that no other zone has. */
export const listZones: Handler = (call) => ({
  status: 200,
  body: [{ id: 0, name: 'Rest of the world', order: 0 }, ...call.store.rows('zones')].map((row) => ({
    ...row,
    _links: links(call, 'shipping/zones', row.id, ALL_METHODS),
  })),
});

export const createZone: Handler = (call) => {
  const row = call.store.put('zones', {
    name: said(call.body['name'] ?? ''),
    order: Number(call.body['order'] ?? 0),
  });
  return { status: 201, body: row };
};

export const listLocations: Handler = (call) => ({
  status: 200,
  body: call.store.locations.get(zoneOf(call))?.map((one) => ({ ...one })) ?? [],
});

/** The whole list is replaced. */
export const putLocations: Handler = (call) => {
  const given = Array.isArray(call.body['items']) ? call.body['items'].filter(isObject) : [];
  call.store.locations.set(
    zoneOf(call),
    given.map(({ code, type }) => ({ code: said(code), type: said(type ?? 'country') })),
  );
  return listLocations(call);
};

export const listMethods: Handler = (call) => {
  const zone = zoneOf(call);
  const rows = call.store.rows('methods').filter((row) => row['zone_id'] === zone);
  return { status: 200, body: rows.map((row) => shownMethod(row)) };
};

const METHOD_TITLES: Readonly<Record<string, string>> = {
  flat_rate: 'Flat rate',
  free_shipping: 'Free shipping',
  local_pickup: 'Local pickup',
};

export const createMethod: Handler = (call) => {
  const method = said(call.body['method_id'] ?? '');
  if (!(method in METHOD_TITLES)) {
    throw new WpError(
      'woocommerce_rest_shipping_zone_not_created',
      "Resource cannot be created. Check to make sure 'order' and 'name' are present.",
      500,
    );
  }
  const zone = zoneOf(call);
  const row = call.store.put('methods', {
    ...{ zone_id: zone, method_id: method, title: METHOD_TITLES[method] ?? '', enabled: true, order: 1 },
    settings: settingsOf(method),
  });
  changeMethod(row, call.body);
  return { status: 200, body: shownMethod(row) };
};

export const getMethod: Handler = (call) => ({ status: 200, body: shownMethod(methodOf(call)) });

export const updateMethod: Handler = (call) => {
  const row = methodOf(call);
  changeMethod(row, call.body);
  return { status: 200, body: shownMethod(row) };
};

function methodOf(call: Call): Row {
  const row = call.store.get('methods', numberOf(call, 1));
  if (row && row['zone_id'] === zoneOf(call)) return row;
  throw notFound('woocommerce_rest_shipping_zone_method_invalid', 'Resource does not exist.');
}

function settingsOf(method: string): JsonObject {
  const shared = { title: METHOD_TITLES[method] ?? '', tax_status: 'taxable' };
  return method === 'free_shipping' ? { title: shared.title, requires: '', min_amount: '0' } : { ...shared, cost: '0' };
}

function changeMethod(row: Row, { enabled, settings }: JsonObject): void {
  if (typeof enabled === 'boolean') row['enabled'] = enabled;
  const before = isObject(row['settings']) ? row['settings'] : {};
  row['settings'] = { ...before, ...(isObject(settings) ? settings : {}) };
  row['title'] = row['settings']['title'] ?? row['title'] ?? '';
}

function shownMethod(row: Row): JsonObject {
  const settings = isObject(row['settings']) ? row['settings'] : {};
  const method = said(row['method_id']);
  return {
    ...{
      id: row.id,
      instance_id: row.id,
      title: row['title'] ?? '',
      order: row['order'] ?? 1,
      enabled: row['enabled'] ?? true,
    },
    ...{ method_id: method, method_title: METHOD_TITLES[method] ?? '', method_description: '' },
    settings: Object.fromEntries(
      Object.entries(settings).map(([id, value]) => [id, { id, label: id, type: 'text', value, default: '' }]),
    ),
  };
}

function zoneOf(call: Call): number {
  const zone = numberOf(call);
  if (zone !== 0 && !call.store.get('zones', zone)) {
    throw notFound('woocommerce_rest_shipping_zone_invalid', 'Resource does not exist.');
  }
  return zone;
}

export const listCoupons: Handler = (call) =>
  listed(call, call.store.rows('coupons'), (row) =>
    chosen({ ...row, _links: links(call, 'coupons', row.id, ALL_METHODS) }, call.query),
  );
