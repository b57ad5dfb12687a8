import type { Command, EraseCustomer, JsonObject } from '#sdk';
import { keptFacts, MARK } from '../mapper/marks.ts';
import { idOf, metaText, part, text } from '../record.ts';
import type { Rest } from '../rest.ts';
import { accessTo, type Access } from './access.ts';
import { refusal } from './refusal.ts';

/** What WooCommerce's own eraser of personal data writes, and by which it is known to have been there. */
const ANONYMIZED = '_anonymized';

const FIELDS = ['first_name', 'last_name', 'company', 'address_1', 'address_2', 'city', 'state', 'postcode', 'phone'];

/**
 * Empties the orders of an account and removes it. Its orders first: with the account the shop forgets whose they were.
 * Sums, lines and countries stay, as tax law asks. Addresses of machines (IP) are read-only in the REST API.
 */
export function eraseCustomer(rest: Rest): Command<EraseCustomer> {
  return async ({ customer: hubId }, delivery) => {
    const access = accessTo(rest, delivery.signal);
    const id = await delivery.externalId('Customer', hubId);
    if (id === null)
      throw refusal(
        'CUSTOMER_UNKNOWN',
        'The hub does not know which account of the shop this is.',
        'Erase the person in WordPress by hand (Tools > Erase Personal Data); then discard the message.',
      );
    const orders = await access.some('orders', { customer: id, status: 'any,trash' });
    for (const order of orders) if (metaText(order, ANONYMIZED) !== 'yes') await empty(access, order);
    await access.remove(`customers/${id}`, { force: true, reassign: 0 });
    return {
      touched: [
        { kind: 'customers', ids: [id] },
        { kind: 'orders', ids: orders.map(idOf) },
      ],
    };
  };
}

/** Notes name people, too: the mark is written when they are gone. */
async function empty(access: Access, order: JsonObject): Promise<void> {
  const path = `orders/${idOf(order)}`;
  for (const note of await access.notes(path)) await access.remove(`${path}/notes/${idOf(note)}`, { force: true });
  const blanks = Object.fromEntries(FIELDS.map((field) => [field, '']));
  const country = (which: string): string => text(part(order, which), 'country') ?? '';
  const facts = keptFacts(order);
  const kept =
    Object.keys(facts).length > 0 ? [{ key: MARK.kept, value: JSON.stringify({ ...facts, note: null }) }] : [];
  await access.change(path, {
    // As long as it is somebody's, the order gets back the account's e-mail when it is saved.
    customer_id: 0,
    // An empty text is refused as no e-mail; none is taken.
    billing: { ...blanks, country: country('billing'), email: null },
    shipping: { ...blanks, country: country('shipping') },
    ...{ customer_note: '', transaction_id: '' },
    meta_data: [...kept, { key: ANONYMIZED, value: 'yes' }],
  });
}
