import type { JsonObject, JsonValue, PersonalValues } from '#sdk';

const ADDRESS = [
  ...['alias', 'firstName', 'lastName', 'company', 'street', 'street2', 'postcode', 'city', 'phone', 'mobile'],
];
const PERSON = ['email', 'firstName', 'lastName', 'phone', 'loyaltyNumber'];

/** By the type of a thing, what of its facet says who somebody is. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Customer: [...PERSON, 'company', 'birthday', 'note', ...ADDRESS.map((field) => `addresses.*.${field}`)],
  TillCustomer: PERSON,
  Order: ['note', ...['shippingAddress', 'billingAddress'].flatMap((one) => ADDRESS.map((field) => `${one}.${field}`))],
  Sale: ['loyaltyNumber'],
  LoyaltyCard: ['number'],
};

/** Whose a thing is: a customer's own id, or that of the customer whom its facet names. */
export const personal: PersonalValues = {
  person({ type, facet }, id) {
    if (type === 'Customer' || type === 'TillCustomer') return id.slice(id.indexOf('/') + 1);
    const customer = isObject(facet) ? facet['customer'] : undefined;
    const named = isObject(customer) ? customer['$ref'] : undefined;
    return typeof named === 'string' ? named.slice(named.indexOf('/') + 1) : null;
  },
  fields: ({ type }) => (typeof type === 'string' ? (FIELDS[type] ?? []) : []).map((field) => `facet.${field}`),
};

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
