import { createHash } from 'node:crypto';
import type { JsonObject } from '#sdk';
import { isObject } from '../record.ts';
import { ALL_METHODS, chosen, links, notFound, numberOf, type Call, type Handler } from './call.ts';
import { gmt, withLocalDates } from './dates.ts';
import { announce } from './hooks.ts';
import { listed } from './listing.ts';
import { withMeta } from './meta-data.ts';
import type { Row, Store } from './store.ts';
import { invalidParams, WpError } from './wp-error.ts';
import { said } from './said.ts';

const ADDRESS = { first_name: '', last_name: '', company: '', address_1: '', address_2: '' };
const PLACE = { city: '', postcode: '', country: '', state: '' };
export const BILLING: JsonObject = { ...ADDRESS, ...PLACE, email: '', phone: '' };
export const SHIPPING: JsonObject = { ...ADDRESS, ...PLACE, phone: '' };

const CUSTOMER: JsonObject = {
  ...{ date_created_gmt: null, date_modified_gmt: null, email: '', first_name: '', last_name: '', role: 'customer' },
  ...{ username: '', billing: BILLING, shipping: SHIPPING, meta_data: [] },
};

/** `modified_after` is not known here: it is ignored. */
export const listCustomers: Handler = (call) => {
  const { store, query } = call;
  const [role, email] = [query.get('role') ?? 'customer', query.get('email')];
  const rows = store
    .rows('customers')
    .filter((row) => (role === 'all' || row['role'] === role) && (email === null || row['email'] === email))
    .map((row) => ({ ...row }));
  for (const name of ['modified_after', 'modified_before']) query.delete(name);
  return listed(call, rows, (row) => shown(call, row));
};

export const getCustomer: Handler = (call) => ({ status: 200, body: chosen(shown(call, found(call)), call.query) });

export const createCustomer: Handler = (call) => {
  const { store, body } = call;
  const email = said(body['email'] ?? '');
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) {
    throw invalidParams({ email: { code: 'rest_invalid_email', message: 'Invalid email address.' } });
  }
  if (store.rows('customers').some((row) => said(row['email']).toLowerCase() === email.toLowerCase())) {
    throw new WpError(
      'registration-error-email-exists',
      'An account is already registered with your email address. Please log in or use a different email address.',
      400,
    );
  }
  const now = gmt(store.now());
  const row = store.put('customers', {
    ...CUSTOMER,
    date_created_gmt: now,
    date_modified_gmt: now,
    username: username(store, body),
  });
  write(row, body);
  row['meta_data'] = withMeta(
    store,
    [{ id: store.nextId('meta'), key: 'default_password_nag', value: '1' }],
    body['meta_data'],
  );
  announce(store, 'customer', 'created', row.id);
  return {
    status: 201,
    body: shown(call, row, true),
    headers: { Location: `${call.base}wp-json/wc/v3/customers/${row.id}` },
  };
};

export const updateCustomer: Handler = (call) => {
  const { store, body } = call;
  const row = found(call);
  write(row, body);
  if (body['meta_data'] !== undefined) row['meta_data'] = withMeta(store, row['meta_data'], body['meta_data']);
  row['date_modified_gmt'] = gmt(store.now());
  announce(store, 'customer', 'updated', row.id);
  return { status: 200, body: shown(call, row) };
};

export const deleteCustomer: Handler = (call) => {
  const row = found(call);
  if (call.query.get('force') !== 'true') {
    throw new WpError('woocommerce_rest_trash_not_supported', 'Customers do not support trashing.', 501);
  }
  const body = shown(call, row);
  announce(call.store, 'customer', 'deleted', row.id);
  call.store.remove('customers', row.id);
  return { status: 200, body };
};

function found(call: Call): Row {
  const row = call.store.get('customers', numberOf(call));
  if (!row) throw notFound('woocommerce_rest_invalid_id', 'Invalid resource ID.');
  return row;
}

function write(row: Row, body: JsonObject): void {
  for (const field of ['email', 'first_name', 'last_name', 'role'])
    if (typeof body[field] === 'string') row[field] = body[field];
  row['billing'] = address(BILLING, row['billing'], body['billing']);
  row['shipping'] = address(SHIPPING, row['shipping'], body['shipping']);
}

/** Only known fields; a text of each. */
export function address(
  shape: JsonObject,
  before: JsonObject[string] | undefined,
  given: JsonObject[string] | undefined,
): JsonObject {
  const changes = isObject(given)
    ? Object.entries(given).filter(([field, value]) => field in shape && typeof value === 'string')
    : [];
  return { ...shape, ...(isObject(before) ? before : {}), ...Object.fromEntries(changes) };
}

/** Made of the address, where none is given, with a number where it is taken. */
function username(store: Store, body: JsonObject): string {
  const base = said(body['username'] ?? said(body['email']).split('@')[0]);
  const isTaken = (name: string): boolean => store.rows('customers').some((row) => row['username'] === name);
  let name = base;
  for (let number = 1; isTaken(name); number += 1) name = `${base}${number}`;
  return name;
}

function shown(call: Call, row: Row, isNew = false): JsonObject {
  const hash = createHash('sha256').update(said(row['email'])).digest('hex');
  const { id, meta_data: metas, ...rest } = row;
  const allow = row['role'] === 'administrator' ? ALL_METHODS.slice(0, 4) : ALL_METHODS;
  const body = {
    ...{ id, ...rest },
    is_paying_customer: call.store
      .rows('orders')
      .some(({ customer_id: by, date_paid_gmt: at }) => by === id && typeof at === 'string'),
    avatar_url: `https://secure.gravatar.com/avatar/${hash}?s=96&d=mm&r=g`,
    meta_data: metas ?? [],
    _links: links(call, 'customers', id, allow),
  };
  return withLocalDates(body, call.store.timezone, isNew);
}
