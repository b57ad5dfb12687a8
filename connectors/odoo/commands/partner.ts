import type { FulfilOrder, JsonObject, PostalAddress } from '#sdk';
import type { Row } from '../query.ts';
import { flag, ref, text } from '../record.ts';
import type { Access } from './access.ts';
import { refIn } from './record-id.ts';
import { refusal } from './refusal.ts';

const ADDRESS = ['name', 'street', 'street2', 'zip', 'city', 'phone'] as const;
const FIELDS = [...ADDRESS, 'country_id', 'parent_id', 'email', 'type', 'active'];

export async function findCountry(access: Access, code: string): Promise<number> {
  const [country] = await access.ids('res.country', [['code', '=', code]]);
  if (country !== undefined) return country;
  throw refusal(
    'ORDER_COUNTRY_UNKNOWN',
    `Odoo has no country ${code}.`,
    'Add it in Contacts > Configuration > Countries, and redrive the message; or discard it.',
  );
}

/** Who ordered: by e-mail, whatever its capitals; made with the address of the parcel if nobody has it. */
export async function ensureCustomer(access: Access, order: FulfilOrder, country: number): Promise<number> {
  const { email, firstName, lastName } = order.customer;
  const known = await access.rows('res.partner', [['email', '=ilike', literally(email)]], FIELDS);
  const usable = known.filter((row) => flag(row, 'active'));
  const found = usable.find((row) => ref(row, 'parent_id') === null) ?? usable[0];
  if (found) return found.id;
  const name = named(firstName, lastName) || email;
  return access.create('res.partner', {
    ...addressOf(order.shippingAddress, country),
    name,
    email,
    customer_rank: 1,
  });
}

/** Where the parcel goes: the customer's own address, one of its others, or one more. */
export async function ensureAddress(
  access: Access,
  customer: number,
  address: PostalAddress,
  country: number,
): Promise<number> {
  const wanted = addressOf(address, country);
  const own = await access.row('res.partner', customer, FIELDS);
  if (own && isSame(own, wanted)) return customer;
  const others = await access.rows('res.partner', [['parent_id', '=', customer]], FIELDS);
  const found = others.find((row) => text(row, 'type') === 'delivery' && flag(row, 'active') && isSame(row, wanted));
  return found?.id ?? access.create('res.partner', { ...wanted, parent_id: customer, type: 'delivery' });
}

function addressOf(address: PostalAddress, country: number): JsonObject {
  const { firstName, lastName, company, street, street2, postcode, city, phone } = address;
  const person = named(firstName, lastName);
  // A parcel's label shows the name only.
  const name = [company, person].filter((part) => part !== null && part.trim() !== '').join(', ');
  return { name, street, street2: street2 ?? '', zip: postcode, city, phone: phone ?? '', country_id: country };
}

function named(firstName: string, lastName: string): string {
  return `${firstName} ${lastName}`.trim();
}

function isSame(row: Row, wanted: JsonObject): boolean {
  return (
    refIn(row, 'country_id') === wanted['country_id'] &&
    ADDRESS.every((field) => (text(row, field) ?? '') === (text(wanted, field) ?? ''))
  );
}

/** `_` and `%` stand for anything in this comparison. */
export function literally(value: string): string {
  return value.replace(/[\\%_]/g, '\\$&');
}
