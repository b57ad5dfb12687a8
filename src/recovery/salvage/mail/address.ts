import type { ClaimedAddress } from '../brick/order.ts';
import { readCountry } from '../tables/cells.ts';
import { namesOf } from '../tables/people.ts';

const MOST_LINES = 9;
const POSTCODE = /^(?:[A-Z]{1,2}-)?(\d{4,5}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}) (.+)$/i;

/**
 * An address as PrestaShop writes it: company, name, street, second line, postcode and town, country, telephone. Null:
 * there is no line with a postcode.
 */
export function addressIn(blocks: readonly string[], isEnd: (block: string) => boolean): ClaimedAddress | null {
  const end = blocks.findIndex(isEnd);
  const lines = blocks.slice(0, end < 0 ? MOST_LINES : Math.min(end, MOST_LINES));
  const at = lines.findIndex((line, index) => index > 0 && POSTCODE.test(line));
  if (at < 0) return null;
  const [, postcode = '', city = ''] = POSTCODE.exec(lines[at] ?? '') ?? [];
  const before = lines.slice(0, at);
  const after = lines.slice(at + 1);
  // A street has a number as a rule; what stands before the name is the company.
  const street = before.findIndex((line, index) => index > 0 && /\d/.test(line));
  const [names, streets] =
    street > 0 ? [before.slice(0, street), before.slice(street)] : [before.slice(0, 1), before.slice(1)];
  const country = after.map((line) => readCountry(line)).find((cell) => 'value' in cell && cell.value !== null);
  const phones = after.filter((line) => /^[+()\d][\d\s.()+-]{5,}$/.test(line));
  return {
    ...namesOf(names.at(-1) ?? ''),
    company: names.length > 1 ? (names[0] ?? null) : null,
    street: streets[0] ?? '',
    street2: streets[1] ?? null,
    postcode,
    city,
    country: country && 'value' in country ? (country.value ?? 'FR') : 'FR',
    state: null,
    phone: phones[0] ?? null,
    mobile: phones[1] ?? null,
  };
}
