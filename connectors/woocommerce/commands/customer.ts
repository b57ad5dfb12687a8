import type { Delivery, JsonObject } from '#sdk';
import { keptFacts, MARK } from '../mapper/marks.ts';
import { idOf, part, text } from '../record.ts';
import type { Access } from './access.ts';
import { refusal } from './refusal.ts';

export interface Person {
  /** Hub id. */
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  company?: string | null;
  newsletter?: boolean | null;
  locale?: string | null;
}

/** An e-mail belongs to one account, whatever its role: it is looked for before one is made, after every cut. `more`: what a new one gets. */
export async function ensureCustomer(
  access: Access,
  person: Person,
  delivery: Pick<Delivery, 'externalId'>,
  more: JsonObject = {},
): Promise<{ id: string; body: JsonObject; isNew: boolean }> {
  const known = await delivery.externalId('Customer', person.id);
  const body =
    (known === null ? null : await access.find(`customers/${known}`)) ?? (await byEmail(access, person.email));
  if (body) return { id: idOf(body), body, isNew: known === null };
  const fields = { email: person.email, ...personFields({}, person), ...more };
  const made = await access.create('customers', fields);
  return { id: idOf(made), body: made, isNew: true };
}

export async function byEmail(access: Access, email: string): Promise<JsonObject | null> {
  const found = await access.some('customers', { email, role: 'all' });
  return found.find((row) => text(row, 'email')?.toLowerCase() === email.toLowerCase()) ?? null;
}

/** What differs from what the shop has; nothing: it is so already. */
export async function updateCustomer(
  access: Access,
  { id, body }: { id: string; body: JsonObject },
  person: Person,
): Promise<void> {
  const fields = personFields(body, person);
  if (text(body, 'email')?.toLowerCase() !== person.email.toLowerCase()) {
    const other = await byEmail(access, person.email);
    if (other) throw emailTaken(idOf(other));
    fields['email'] = person.email;
  }
  if (Object.keys(fields).length > 0) await access.change(`customers/${id}`, fields);
}

function personFields(body: JsonObject, person: Person): JsonObject {
  const fields: JsonObject = {};
  if (text(body, 'first_name') !== person.firstName) fields['first_name'] = person.firstName;
  if (text(body, 'last_name') !== person.lastName) fields['last_name'] = person.lastName;
  const company = text(part(body, 'billing'), 'company');
  if (person.company && company !== person.company) fields['billing'] = { company: person.company };
  const before = keptFacts(body);
  const facts = {
    ...before,
    ...((person.newsletter ?? null) === null ? {} : { newsletter: person.newsletter ?? false }),
    ...((person.locale ?? null) === null ? {} : { language: person.locale ?? null }),
  };
  const isKept = JSON.stringify(facts) !== JSON.stringify(before);
  return { ...fields, ...(isKept ? { meta_data: [{ key: MARK.kept, value: JSON.stringify(facts) }] } : {}) };
}

function emailTaken(id: string): Error {
  return refusal(
    'CUSTOMER_EMAIL_TAKEN',
    'Another account of the shop has this e-mail.',
    'Merge the two accounts in the shop, or choose another e-mail.',
    `customer ${id}`,
  );
}
