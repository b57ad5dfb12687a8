import type { Access } from '../commands/access.ts';
import { text } from '../record.ts';

/** Who orders: everybody sees that it is a test, and no mail can reach the address (RFC 2606). */
export interface Guest {
  email: string;
  note: string;
}

export function newGuest(mark: string): Guest {
  return {
    email: `mortar-test-${mark}@example.invalid`,
    note: `Mortar: test order ${mark}. Do not prepare it. / Commande d’essai : ne pas préparer.`,
  };
}

export const PERSON: Readonly<Record<string, string>> = { firstname: 'Mortar', lastname: 'Test' };

const DIGITS = '75001';

/** An address in the country that the form proposes, with a postcode of the form that the shop asks for there. */
export async function addressIn(access: Access, country: string): Promise<Record<string, string>> {
  const row = await access.row('countries', country).catch(() => null);
  return {
    ...PERSON,
    ...{ alias: 'Mortar Test', company: '', address1: '1 Test', address2: '', city: 'Test', phone: '0100000000' },
    postcode: postcode(text(row ?? {}, 'zip_code_format') ?? 'NNNNN', text(row ?? {}, 'iso_code') ?? ''),
  };
}

/** `N`: a digit, `L`: a letter, `C`: the country's own code. */
function postcode(format: string, country: string): string {
  let at = 0;
  return format
    .replace(/N/g, () => DIGITS[at++ % DIGITS.length] ?? '1')
    .replace(/L/g, 'A')
    .replace(/C/g, country);
}
