import { randomBytes } from 'node:crypto';
import { isCoded, type IntakeItem, type IntakeStage } from '#sdk';
import { accessTo, exactly } from '../commands/access.ts';
import type { Shop } from '../commands/access.ts';
import { ref, text } from '../record.ts';
import { GUEST_WITHOUT_ACCOUNT, PASSWORD } from './limits.ts';
import type { RecordKind, Words } from './record-kind.ts';
import { recordStage } from './record-stage.ts';

const customers: RecordKind = {
  kind: 'customers',
  refs: { id_default_group: 'groups', id_lang: 'languages' },
  without: ['last_passwd_gen', 'secure_key', 'passwd', 'reset_password_token', 'reset_password_validity'],
  associations: { groups: { item: 'group', fields: { id: 'groups' } } },
  filter: ['email'],
  key: ['email', 'firstname', 'lastname', 'is_guest'],
  later: ['date_add'],
  limits: [PASSWORD, GUEST_WITHOUT_ACCOUNT],
  lane: ({ id, body }) => (text(body, 'email') ?? id).toLowerCase(),
};

/** The shop takes one account of an e-mail: a second one becomes the first, so that no order is left without a buyer. */
export function customersStage(shop: Shop): IntakeStage {
  // A password that nobody knows: a new one only where the account is made, never where a try is gone on with.
  const withPassword: RecordKind = {
    ...customers,
    amend: (fields) => ({ ...fields, passwd: randomBytes(24).toString('base64url') }),
  };
  const [making, taking] = [recordStage(withPassword, shop), recordStage(customers, shop)];
  return {
    ...taking,
    async put(items, context) {
      try {
        return await making.put(items, context);
      } catch (error) {
        const [item] = items;
        const isTaken = isCoded(error) && /\b140: /.test(error.detail ?? '');
        if (!item || !isTaken) throw error;
        const filters = { email: exactly(text(item.body, 'email') ?? '') };
        const [same] = await accessTo(shop, context.signal).rows('customers', filters);
        if (!same) throw error;
        return [{ id: item.id, targetId: same.id }];
      }
    },
  };
}

const OF_A_WAREHOUSE: Words = {
  en: 'It is the address of a warehouse of the old stock management.',
  fr: 'C’est l’adresse d’un entrepôt de l’ancienne gestion des stocks.',
};

/** Addresses of customers, brands and suppliers; deleted ones too, as orders keep naming them. */
const addresses: RecordKind = {
  kind: 'addresses',
  refs: {
    id_customer: 'customers',
    id_manufacturer: 'manufacturers',
    id_supplier: 'suppliers',
    id_country: 'countries!',
    id_state: 'states',
  },
  without: ['id_warehouse', 'date_add'],
  filter: ['id_customer', 'alias'],
  key: [
    ...['id_customer', 'id_manufacturer', 'id_supplier', 'id_country', 'id_state', 'alias', 'company', 'vat_number'],
    ...['firstname', 'lastname', 'address1', 'address2', 'postcode', 'city', 'phone', 'phone_mobile', 'deleted'],
  ],
  lane: ({ id, body }) => ref(body, 'id_customer') ?? `none ${id}`,
  wants: ({ body }: IntakeItem) => (ref(body, 'id_warehouse') === null ? true : OF_A_WAREHOUSE),
};

export const PEOPLE: readonly RecordKind[] = [addresses];

const threads: RecordKind = {
  kind: 'customer_threads',
  refs: {
    id_lang: 'languages!',
    id_shop: 'shops',
    id_customer: 'customers',
    id_order: 'orders',
    id_product: 'products',
    id_contact: 'contacts',
  },
  filter: ['token'],
  key: ['token', 'email'],
  later: ['date_add'],
};

const threadMessages: RecordKind = {
  kind: 'customer_messages',
  refs: { id_customer_thread: 'customer_threads!' },
  without: ['id_employee', 'file_name'],
  filter: ['id_customer_thread'],
  key: ['id_customer_thread', 'message', 'private'],
  later: ['date_add'],
  lane: ({ id, body }) => ref(body, 'id_customer_thread') ?? id,
};

const messages: RecordKind = {
  kind: 'messages',
  refs: { id_order: 'orders!', id_customer: 'customers' },
  without: ['id_employee', 'id_cart'],
  filter: ['id_order'],
  key: ['id_order', 'message', 'private'],
  later: ['date_add'],
  lane: ({ id, body }) => ref(body, 'id_order') ?? id,
  wants: ({ body }) => (ref(body, 'id_order') === null ? OF_NO_ORDER : true),
};

const OF_NO_ORDER: Words = {
  en: 'It belongs to a basket that did not become an order.',
  fr: 'Il appartient à un panier qui n’est pas devenu une commande.',
};

/** What was said, after the orders that it was said about. */
export const CONVERSATIONS: readonly RecordKind[] = [threads, threadMessages, messages];
