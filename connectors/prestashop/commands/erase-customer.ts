import type { Command, EraseCustomer } from '#sdk';
import { flag, idOf, text } from '../record.ts';
import { accessTo, type Access } from './access.ts';
import type { Shop } from './access.ts';
import type { FieldValue } from './entity-xml.ts';
import { refusal } from './refusal.ts';

/** The shop demands a name, and letters in it; a country's form of postcode is asked for in its forms only. */
const NOBODY = 'Anonyme';

const ADDRESS: Readonly<Record<string, FieldValue>> = {
  ...{ alias: NOBODY, firstname: NOBODY, lastname: NOBODY, company: '', address1: NOBODY, address2: '' },
  ...{ postcode: '00000', city: NOBODY, other: '', phone: '', phone_mobile: '', dni: '' },
};

/**
 * Makes a customer and their addresses nobody's, and closes the account. Orders and invoices stay: the shop has to keep
 * them, and they point to what is anonymous from now on. What was done already is not done again.
 */
export function eraseCustomer(shop: Shop): Command<EraseCustomer> {
  return async ({ customer: hubId }, delivery) => {
    const access = accessTo(shop, delivery.signal);
    const id = await delivery.externalId('Customer', hubId);
    if (id === null)
      throw refusal(
        'CUSTOMER_UNKNOWN',
        'The hub does not know which customer of the shop this is.',
        'Look for the person in the shop and erase them there by hand; then discard the message.',
      );
    const [own] = await access.rowsById('customers', [id]);
    // A shop that has removed the customer has nothing left of them but its papers.
    if (!own) return { touched: [] };
    const addresses = await access.rows('addresses', { id_customer: `[${id}]` });
    for (const { id: address, body } of addresses)
      if (text(body, 'lastname') !== NOBODY) await access.change('addresses', address, { fields: ADDRESS });
    if (text(own.body, 'email') !== emailOf(id) || flag(own.body, 'active')) await close(access, id);
    return {
      touched: [
        { kind: 'customers', ids: [id] },
        { kind: 'addresses', ids: addresses.map(({ body }) => idOf(body)) },
      ],
    };
  };
}

async function close(access: Access, id: string): Promise<void> {
  await access.change('customers', id, {
    fields: {
      ...{ firstname: NOBODY, lastname: NOBODY, email: emailOf(id), company: '', website: '', note: '' },
      ...{ birthday: '0000-00-00', newsletter: false, optin: false, active: false },
    },
  });
}

/** Two customers cannot have one e-mail; nobody can have an address that ends so. */
function emailOf(id: string): string {
  return `erased-${id}@anonymous.invalid`;
}
