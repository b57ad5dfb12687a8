import type { AddressFacet, CustomerFacet, Projected, RawRecord } from '#sdk';
import { FieldReader } from './fields.ts';

/** A customer, with one address where a file has one. */
export function projectCustomer(root: RawRecord): Projected[] {
  const reader = new FieldReader(root);
  const names = { firstName: reader.text('firstName') ?? '', lastName: reader.text('lastName') ?? '' };
  const [company, vatNumber] = [reader.text('company'), reader.text('vatNumber')];
  const facet: CustomerFacet = {
    email: reader.text('email') ?? '',
    ...names,
    company,
    companyNumber: reader.text('companyNumber'),
    vatNumber,
    birthday: reader.text('birthday'),
    language: reader.text('language'),
    active: true,
    guest: false,
    // A permission that is not proven is none.
    newsletter: false,
    groups: [],
    defaultGroup: null,
    note: reader.text('customerNumber', 'note'),
    addresses: addressesOf(root.id, reader, { ...names, company, vatNumber }),
    createdAt: reader.text('createdAt'),
    updatedAt: reader.newest(),
  };
  return [{ type: 'Customer', externalId: root.id, facet, provenance: reader.provenance() }];
}

function addressesOf(
  id: string,
  reader: FieldReader,
  person: Pick<AddressFacet, 'firstName' | 'lastName' | 'company' | 'vatNumber'>,
): AddressFacet[] {
  const part = (field: string): string | null => reader.text(field, 'addresses');
  const [street, postcode, city] = [part('street'), part('postcode'), part('city')];
  const [phone, mobile] = [part('phone'), part('mobile')];
  if ([street, postcode, city, phone, mobile].every((one) => one === null)) return [];
  return [
    {
      externalId: id,
      alias: null,
      ...person,
      street: street ?? '',
      street2: part('street2'),
      postcode: postcode ?? '',
      city: city ?? '',
      country: part('country') ?? 'FR',
      state: null,
      phone,
      mobile,
    },
  ];
}
