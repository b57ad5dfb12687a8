import type { JsonValue, PersonalValues } from '#sdk';
import type { ClaimKind } from '../claim.ts';

const NAME = ['firstName', 'lastName', 'company'];
const PLACE = ['street', 'street2', 'postcode', 'city', 'state', 'phone', 'mobile'];
const WHO = ['email', ...NAME, ...PLACE, 'customerNumber', 'birthday'];

/**
 * What of salvaged records says who somebody is. A customer's keys are their address and numbers. Country, language,
 * numbers of companies and times stay, and so does the name of the file.
 */
export const PERSONAL: Partial<Record<ClaimKind, PersonalValues>> = {
  customers: { person: (_body, id) => id, fields: ['keys', ...WHO.map((field) => `fields.${field}.value`)] },
  orders: {
    // Of an order that says nobody, its own.
    person: ({ fields }) => textAt(fields, 'customer', 'value'),
    fields: ['shippingAddress', 'billingAddress'].flatMap((address) =>
      [...NAME, ...PLACE].map((field) => `fields.${address}.value.${field}`),
    ),
  },
};

function textAt(value: JsonValue | undefined, ...path: readonly string[]): string | null {
  const [name, ...rest] = path;
  if (name === undefined) return typeof value === 'string' && value !== '' ? value : null;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return textAt(value[name], ...rest);
}
