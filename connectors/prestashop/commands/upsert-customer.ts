import type { Command, RawRecord, UpsertCustomer } from '#sdk';
import { text } from '../record.ts';
import { accessTo } from './access.ts';
import type { Access, Shop } from './access.ts';
import { ensureCustomer, findCustomer, hasEmail, personFields } from './customer.ts';
import type { Person } from './customer.ts';
import { exactly } from './access.ts';
import { refusal } from './refusal.ts';

export function upsertCustomer(shop: Shop): Command<UpsertCustomer> {
  return async ({ customer: hubId, ...rest }, delivery) => {
    const access = accessTo(shop, delivery.signal);
    const person: Person = { id: hubId, ...rest };
    const known = await delivery.externalId('Customer', hubId);
    const found = await findCustomer(access, person, delivery);
    if (found) await update(access, found, person);
    const externalId = found?.id ?? (await delivery.step('customer', () => ensureCustomer(access, person, delivery)));
    return {
      ...(known === null ? { created: [{ type: 'Customer', hubId, externalId }] } : {}),
      touched: [{ kind: 'customers', ids: [externalId] }],
    };
  };
}

/** PATCH: a PUT would wipe the customer's key. */
async function update(access: Access, { id, body }: RawRecord, person: Person): Promise<void> {
  if (!hasEmail(body, person.email)) await assertFree(access, id, person.email);
  const { email, ...fields } = await personFields(access, person);
  const isMoved = !hasEmail(body, person.email);
  const changed = Object.entries(fields).filter(([name, value]) => (text(body, name) ?? '') !== shown(value));
  if (isMoved || changed.length > 0)
    await access.change('customers', id, {
      fields: { ...Object.fromEntries(changed), ...(isMoved && email !== undefined ? { email } : {}) },
    });
}

function shown(value: unknown): string {
  return typeof value === 'boolean' ? String(Number(value)) : String(value).trim();
}

async function assertFree(access: Access, id: string, email: string): Promise<void> {
  const rows = await access.rows('customers', { email: exactly(email) });
  const other = rows.find((row) => row.id !== id && hasEmail(row.body, email));
  if (!other) return;
  throw refusal(
    'CUSTOMER_EMAIL_TAKEN',
    'Another customer of the shop has this e-mail.',
    'Merge the two customers in the shop, or choose another e-mail.',
    `customer ${other.id}`,
  );
}
