import type { JsonObject, PersonalValues } from '#sdk';
import { ref, rows, text } from './record.ts';

/**
 * What the shop says of people. Left readable: what tax law keeps (amounts, lines, dates, numbers, VAT numbers,
 * countries), ids, and the hub's own marks on orders.
 */

const ADDRESS = ['first_name', 'last_name', 'company', 'address_1', 'address_2', 'city', 'state', 'postcode', 'phone'];
const ADDRESSES = ['billing', 'shipping'].flatMap((part) => [...ADDRESS, 'email'].map((field) => `${part}.${field}`));
const OF_A_FIRM = /vat|siren|siret|tva/i;

/** Plugins write whatever they like: only what is known to be of a firm, or of the hub, is let through. */
function metas(body: JsonObject, isOpen: (key: string) => boolean): string[] {
  return rows(body, 'meta_data').flatMap((entry, at) => {
    const key = text(entry, 'key') ?? '';
    return OF_A_FIRM.test(key) || isOpen(key) ? [] : [`meta_data.${at}.value`];
  });
}

export const CUSTOMER: PersonalValues = {
  person: (_body, id) => id,
  fields: (body) => [
    ...['email', 'first_name', 'last_name', 'username', 'avatar_url', ...ADDRESSES],
    ...metas(body, (key) => key === '_mortar_id'),
  ],
};

/** A guest is the order's own. */
export const ORDER: PersonalValues = {
  person: (body, id) => ref(body, 'customer_id') ?? `order/${id}`,
  fields: (body) => [
    ...['customer_note', 'customer_ip_address', 'customer_user_agent', 'order_key', ...ADDRESSES],
    ...metas(body, (key) => key.startsWith('_mortar_')),
  ],
};

export const REFUND: PersonalValues = { of: { kind: 'orders', by: 'id' }, fields: ['reason'] };
