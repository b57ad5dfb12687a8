import type { Command, EraseCustomer, JsonObject } from '#sdk';
import { flag, text } from '../record.ts';
import { accessTo } from './access.ts';
import type { Told } from './access.ts';
import { idIn } from './record-id.ts';
import { refusal } from './refusal.ts';

const NOBODY = 'Anonyme';
/** `mobile` is no field any more since Odoo 19. */
const FIELDS = ['name', 'email', 'phone', 'mobile', 'street', 'street2', 'zip', 'city', 'active'] as const;

/** Makes a contact and its addresses nobody's, and archives them. Orders, tickets and entries stay and point there. */
export function eraseCustomer(told: Told): Command<EraseCustomer> {
  return async ({ customer }, delivery) => {
    const access = accessTo(told, delivery.signal);
    const id = idIn(await delivery.externalId('Customer', customer));
    if (id === null)
      throw refusal(
        'CUSTOMER_UNKNOWN',
        'The hub does not know which contact of Odoo this is.',
        'Look for the person in Odoo and erase them there by hand; then discard the message.',
      );
    const own = await access.rows('res.partner', [['id', '=', id]], FIELDS);
    const rows = [...own, ...(await access.rows('res.partner', [['parent_id', '=', id]], FIELDS))];
    for (const row of rows) {
      if (text(row, 'name') === NOBODY && !flag(row, 'active')) continue;
      const blanks = FIELDS.filter((field) => field in row && field !== 'name' && field !== 'active');
      const values: JsonObject = Object.fromEntries(blanks.map((field) => [field, false]));
      await access.write('res.partner', row.id, { ...values, name: NOBODY, active: false });
    }
    return { touched: [{ kind: 'res.partner', ids: rows.map((row) => String(row.id)) }] };
  };
}
