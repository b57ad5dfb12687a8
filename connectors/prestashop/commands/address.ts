import { createHash } from 'node:crypto';
import type { JsonObject, PostalAddress } from '#sdk';
import { flag, text } from '../record.ts';
import type { Access } from './access.ts';

/** An address with the shop's id of its country. */
export interface ShopAddress {
  address: PostalAddress;
  country: string;
}

/** Finds the customer's address, or one that an earlier try made; else makes it. Its id. */
export async function ensureAddress(
  access: Access,
  customer: string,
  { address, country }: ShopAddress,
  message: string,
): Promise<string> {
  const fields = addressFields(address, country);
  const alias = `Mortar ${createHash('sha256')
    .update(`${message} ${JSON.stringify(fields)}`)
    .digest('hex')
    .slice(0, 12)}`;
  const own = await access.rows('addresses', { id_customer: `[${customer}]`, deleted: '[0]' });
  const usable = own.filter(({ body }) => !flag(body, 'deleted'));
  const found =
    usable.find(({ body }) => text(body, 'alias') === alias) ?? usable.find(({ body }) => isSame(body, fields));
  return found?.id ?? access.create('addresses', { fields: { id_customer: customer, alias, ...fields } });
}

function addressFields(address: PostalAddress, country: string): Record<string, string> {
  return {
    id_country: country,
    firstname: address.firstName,
    lastname: address.lastName,
    company: address.company ?? '',
    vat_number: address.vatNumber ?? '',
    address1: address.street,
    address2: address.street2 ?? '',
    postcode: address.postcode,
    city: address.city,
    phone: address.phone ?? '',
  };
}

function isSame(body: JsonObject, fields: Readonly<Record<string, string>>): boolean {
  return Object.entries(fields).every(([name, value]) => (text(body, name) ?? '') === value.trim());
}
