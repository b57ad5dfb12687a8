import type { TableRow } from '#sdk';
import { textOf, type Claim, type Claimed } from '../claim.ts';
import { keyOf } from './articles.ts';
import type { FieldName } from './headings.ts';
import type { RowReader } from './row-reader.ts';

const PLAIN: readonly FieldName[] = [
  'email',
  'firstName',
  'lastName',
  'company',
  'phone',
  'mobile',
  'street',
  'street2',
  'postcode',
  'city',
  'country',
  'customerNumber',
  'vatNumber',
  'companyNumber',
  'birthday',
  'createdAt',
  'language',
];

/** The customer of a row. Null: nothing by which anybody would be recognised. */
export function customerClaim(reader: RowReader, row: TableRow): Claim | null {
  const fields: Record<string, Claimed> = {};
  for (const field of PLAIN) {
    const value = reader.value(row, field);
    if (value !== null) fields[field] = reader.claimed(row, value);
  }
  const full = reader.text(row, 'fullName');
  if (full !== null && !fields['lastName']) {
    const { firstName, lastName } = namesOf(full);
    if (firstName !== '') fields['firstName'] = reader.claimed(row, firstName);
    fields['lastName'] = reader.claimed(row, lastName);
  }
  const keys = customerKeys(fields);
  return keys.length === 0 ? null : { kind: 'customers', keys, fields };
}

export function customerKeys(fields: Readonly<Record<string, Claimed>>): string[] {
  const strong = [...keyOf('email', fields['email']), ...keyOf('number', fields['customerNumber'])];
  if (strong.length > 0) return strong;
  const phone = fields['mobile'] ?? fields['phone'];
  return keyOf('phone', phone && { ...phone, value: textOf(phone).replace(/\D/g, '') });
}

/** `DUPONT Marie` and `Marie Dupont`: what is written in capitals is the family's name, else the last word. */
export function namesOf(full: string): { firstName: string; lastName: string } {
  const words = full
    .trim()
    .split(/\s+/)
    .filter((word) => !/^(m|mme|mlle|mr|mrs|ms|dr)\.?$/i.test(word));
  const capitals = words.filter((word) => word.length > 1 && word === word.toUpperCase() && /\p{L}/u.test(word));
  if (capitals.length > 0 && capitals.length < words.length) {
    const firstName = words.filter((word) => !capitals.includes(word)).join(' ');
    return { firstName, lastName: capitals.join(' ') };
  }
  return { firstName: words.slice(0, -1).join(' '), lastName: words.at(-1) ?? '' };
}
