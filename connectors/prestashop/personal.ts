import type { JsonObject, PersonalValues } from '#sdk';
import { ref } from './record.ts';

/**
 * What the shop's lists say of people. Left readable: what tax law keeps (amounts, lines, dates, numbers, VAT numbers,
 * countries) and ids. The webservice shows hashes of passwords and keys, too: they are nobody's business either.
 */

const ofCustomer = (body: JsonObject): string | null => ref(body, 'id_customer');

export const CUSTOMER: PersonalValues = {
  person: (_body, id) => id,
  fields: [
    ...['firstname', 'lastname', 'email', 'birthday', 'company', 'website', 'note', 'ip_registration_newsletter'],
    ...['passwd', 'secure_key', 'reset_password_token'],
  ],
};

export const ADDRESS: PersonalValues = {
  person: ofCustomer,
  fields: [
    ...['alias', 'company', 'firstname', 'lastname', 'address1', 'address2', 'postcode', 'city', 'other', 'phone'],
    ...['phone_mobile', 'dni'],
  ],
};

export const ORDER: PersonalValues = { person: ofCustomer, fields: ['note', 'gift_message', 'secure_key'] };
export const CART: PersonalValues = { person: ofCustomer, fields: ['gift_message', 'secure_key'] };
export const MESSAGE: PersonalValues = { person: ofCustomer, fields: ['message'] };
export const THREAD: PersonalValues = { person: ofCustomer, fields: ['email', 'token'] };
export const RETURN: PersonalValues = { person: ofCustomer, fields: ['question'] };

export const PAYMENT: PersonalValues = {
  of: { kind: 'orders', by: 'key' },
  fields: ['card_number', 'card_brand', 'card_expiration', 'card_holder'],
};

export const INVOICE: PersonalValues = { of: { kind: 'orders', by: 'id' }, fields: ['note'] };

export const THREAD_MESSAGE: PersonalValues = {
  of: { kind: 'customer_threads', by: 'id' },
  fields: ['message', 'file_name', 'ip_address', 'user_agent'],
};

/** Texts that the customer had printed on something. */
export const CUSTOMIZATION: PersonalValues = { of: { kind: 'carts', by: 'id' }, fields: ['associations'] };
