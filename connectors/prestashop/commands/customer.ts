import { randomBytes } from 'node:crypto';
import { isCoded, type Delivery, type JsonObject, type RawRecord } from '#sdk';
import { flag, text } from '../record.ts';
import { exactly } from './access.ts';
import type { Access } from './access.ts';
import { languageFor, shopLanguages } from './shop-language.ts';
import type { FieldValue } from './entity-xml.ts';

/** What is known of a buyer. Null: as the shop has it. */
export interface Person {
  /** Hub id. */
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  company: string | null;
  newsletter: boolean | null;
  locale: string | null;
}

/** The standard group of new customers where the shop's setting cannot be read. */
const CUSTOMERS_GROUP = '3';

/** The customer that the hub knows, else the one with the e-mail: an earlier try may have made it. */
export async function findCustomer(access: Access, person: Person, delivery: Delivery): Promise<RawRecord | null> {
  const known = await delivery.externalId('Customer', person.id);
  const [own] = known === null ? [] : await access.rowsById('customers', [known]);
  if (own && !flag(own.body, 'deleted')) return own;
  const rows = await access.rows('customers', { email: exactly(person.email) });
  const same = rows.filter(({ body }) => hasEmail(body, person.email) && !flag(body, 'deleted'));
  return same.find(({ body }) => !flag(body, 'is_guest')) ?? same[0] ?? null;
}

/** Finds or makes the customer; its id. */
export async function ensureCustomer(access: Access, person: Person, delivery: Delivery): Promise<string> {
  const found = await findCustomer(access, person, delivery);
  if (found) return found.id;
  try {
    return await createCustomer(access, person);
  } catch (error) {
    // The buyer may have signed up in the shop meanwhile, which then refuses the same e-mail.
    const meanwhile = isCoded(error) && error.code === 'BRICK_VALUE_REFUSED';
    const late = meanwhile ? await findCustomer(access, person, delivery) : null;
    if (late) return late.id;
    throw error;
  }
}

/** Passwords cannot be carried to a shop: a new customer gets one that nobody knows, and asks for another. */
async function createCustomer(access: Access, person: Person): Promise<string> {
  const [setting] = await access.rows('configurations', { name: '[PS_CUSTOMER_GROUP]' });
  const group = (setting && text(setting.body, 'value')) ?? CUSTOMERS_GROUP;
  const fields = {
    ...(await personFields(access, person)),
    passwd: randomBytes(24).toString('base64url'),
    active: true,
    newsletter: person.newsletter ?? false,
    id_default_group: group,
  };
  return access.create('customers', { fields, associations: { groups: { item: 'group', rows: [{ id: group }] } } });
}

export async function personFields(access: Access, person: Person): Promise<Record<string, FieldValue>> {
  const language =
    person.locale === null ? null : languageFor(person.locale, shopLanguages(await access.rows('languages', {})));
  return {
    firstname: person.firstName,
    lastname: person.lastName,
    email: person.email,
    ...(person.company === null ? {} : { company: person.company }),
    ...(person.newsletter === null ? {} : { newsletter: person.newsletter }),
    ...(language ? { id_lang: language.id } : {}),
  };
}

export function hasEmail(body: JsonObject, email: string): boolean {
  return text(body, 'email')?.toLowerCase() === email.trim().toLowerCase();
}
