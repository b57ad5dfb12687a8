import { WebserviceFailure } from '../reply.ts';
import { adjustItems, adjustRow, withId, withoutId, type Behaviour } from './change.ts';
import { passwordHash, secureKey } from './generated.ts';

/** The vendor dates a password back by its minimum age, so that it can be changed at once. */
const PASSWORD_AGE_MINUTES = -360;

export const CUSTOMERS: Behaviour = {
  prepare({ draft, method, before, table, shop, sent }) {
    const email = String(draft['email']).toLowerCase();
    const taken = (): boolean =>
      table.records.some((row) => row.id !== before?.id && String(row['email']).toLowerCase() === email);
    if ((method === 'POST' || sent.fields.has('email')) && taken()) {
      throw new WebserviceFailure(500, [140, 'The email is already used, please choose another one']);
    }
    const { clock, seed } = shop;
    // Only the very hash that is stored is left alone; any other is a password, hashed again.
    if (draft['passwd'] !== before?.['passwd']) {
      draft['passwd'] = passwordHash(seed, String(draft['passwd']), `${clock.dateTime()}/${table.nextId()}`);
    }
    if (method === 'POST') {
      draft['secure_key'] = secureKey(seed, `customer ${table.nextId()}`);
      draft['last_passwd_gen'] = clock.dateTime(PASSWORD_AGE_MINUTES);
    }
    draft['id_shop'] ||= '1';
    draft['id_shop_group'] ||= '1';
  },

  /** Addresses go with their customer, as the vendor does it: used ones are only marked. */
  removed(record, shop) {
    for (const address of shop.store.table('addresses').records.filter((row) => row['id_customer'] === record.id)) {
      if (ADDRESSES.removed?.(address, shop) !== 'kept') shop.store.table('addresses').remove(address.id);
    }
  },
};

export const ADDRESSES: Behaviour = {
  saved(record, { shop }) {
    const brand = Number(record['id_manufacturer']);
    if (brand !== 0) adjustItems(shop, 'manufacturers', brand, 'addresses', withId(record.id));
  },

  /** An address that an order uses is marked as deleted and stays readable. */
  removed(record, shop) {
    const { id } = record;
    const used = shop.store
      .table('orders')
      .records.some((order) => order['id_address_delivery'] === id || order['id_address_invoice'] === id);
    if (used) {
      adjustRow(shop, 'addresses', id, { deleted: '1', date_upd: shop.clock.dateTime() });
      return 'kept';
    }
    adjustItems(shop, 'manufacturers', Number(record['id_manufacturer']), 'addresses', withoutId(id));
    return undefined;
  },
};
