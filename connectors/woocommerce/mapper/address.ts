import type { AddressFacet, JsonObject } from '#sdk';
import { metaText, part, rows, text } from '../record.ts';

/** Metas in which plugins and the hub keep a buyer's VAT number: WooCommerce has no field for it. */
const VAT_KEYS = [
  'billing_vat_number',
  '_billing_vat_number',
  'vat_number',
  '_vat_number',
  'billing_vat',
  '_billing_eu_vat_number',
];
const COMPANY_NUMBER_KEYS = ['billing_siren', '_billing_siren', 'billing_siret', '_billing_siret'];

export function vatNumber(body: JsonObject): string | null {
  return firstMeta(body, VAT_KEYS);
}

export function companyNumber(body: JsonObject): string | null {
  return firstMeta(body, COMPANY_NUMBER_KEYS);
}

function firstMeta(body: JsonObject, keys: readonly string[]): string | null {
  return keys.map((key) => metaText(body, key)).find((value) => value !== null) ?? null;
}

/** The billing or shipping address of a customer or an order; null where it is empty. */
export function toAddress(body: JsonObject, which: 'billing' | 'shipping', owner: string): AddressFacet | null {
  const address = part(body, which);
  const of = (field: string): string | null => text(address, field);
  if (of('address_1') === null && of('city') === null && of('postcode') === null) return null;
  return {
    externalId: `${owner}-${which}`,
    alias: null,
    firstName: of('first_name') ?? '',
    lastName: of('last_name') ?? '',
    company: of('company'),
    vatNumber: which === 'billing' ? vatNumber(body) : null,
    street: of('address_1') ?? '',
    street2: of('address_2'),
    postcode: of('postcode') ?? '',
    city: of('city') ?? '',
    country: of('country') ?? 'ZZ',
    state: of('state'),
    phone: of('phone'),
    mobile: null,
  };
}

/** Addresses that were kept because WooCommerce has room for two only. */
export function keptAddresses(facts: JsonObject): AddressFacet[] {
  return rows(facts, 'addresses').flatMap((address) =>
    text(address, 'externalId') === null ? [] : [address as unknown as AddressFacet],
  );
}
