import type { JsonObject } from '#sdk';

/** Who orders: everybody sees that it is a test, and no mail can reach the address (RFC 2606). */
export interface Guest {
  email: string;
  note: string;
  billing: JsonObject;
  shipping: JsonObject;
}

/** Places whose postcode and state WooCommerce accepts. */
const PLACES: Readonly<Record<string, { postcode: string; city: string; state?: string }>> = {
  FR: { postcode: '75001', city: 'Paris' },
  BE: { postcode: '1000', city: 'Bruxelles' },
  CH: { postcode: '1200', city: 'Genève', state: 'GE' },
  LU: { postcode: '1111', city: 'Luxembourg' },
  DE: { postcode: '10115', city: 'Berlin', state: 'DE-BE' },
  ES: { postcode: '28001', city: 'Madrid', state: 'M' },
  IT: { postcode: '00118', city: 'Roma', state: 'RM' },
  GB: { postcode: 'SW1A 1AA', city: 'London' },
  US: { postcode: '90001', city: 'Los Angeles', state: 'CA' },
  CA: { postcode: 'H2X 1Y4', city: 'Montréal', state: 'QC' },
};

export function newGuest(country: string, mark: string): Guest {
  const { postcode, city, state = '' } = PLACES[country] ?? { postcode: '10000', city: 'Test' };
  const email = `mortar-test-${mark}@example.invalid`;
  const shipping = {
    ...{ first_name: 'Mortar', last_name: 'Test', company: '', address_1: '1 Test', address_2: '' },
    ...{ city, state, postcode, country, phone: '0100000000' },
  };
  const note = `Mortar: test order ${mark}. Do not prepare it. / Commande d’essai : ne pas préparer.`;
  return { email, note, shipping, billing: { ...shipping, email } };
}
