import type { AddressFacet, CustomerFacet, LoyaltyCardFacet, TillCustomerFacet } from '#sdk';
import type { KitSource } from '../source.ts';
import { fold } from '../../../mirror/index.ts';
import { pagesOf, sortedRows } from './reading.ts';

/** A customer as paper shows them. */
export interface Person {
  name: string;
  company: string;
  email: string;
  phone: string;
  address: string;
  cards: string;
}

/** Every customer of a shop, by name; then those whom only a till knows. */
export async function* peopleOf(source: KitSource): AsyncGenerator<Person[]> {
  const { facets, shops, tills } = source;
  for (const brick of shops) {
    const byName = sortedRows<CustomerFacet>(facets, { type: 'Customer', brick }, ({ lastName }) => fold(lastName));
    for await (const rows of byName) {
      const cards = await cardNumbers(
        source,
        rows.map(({ id }) => id),
      );
      yield rows.map(({ id, facet }) => {
        const { firstName, lastName, company, email, addresses } = facet;
        const address = addresses[0];
        return {
          name: fullName(firstName, lastName),
          company: company ?? address?.company ?? '',
          email,
          phone: addresses.map(({ mobile, phone }) => mobile ?? phone ?? '').find((phone) => phone !== '') ?? '',
          address: address
            ? addressLines({ ...address, company: null })
                .slice(1)
                .join(', ')
            : '',
          cards: cards.get(id) ?? '',
        };
      });
    }
  }
  for (const brick of tills) yield* onlyAtTill(source, brick);
}

async function* onlyAtTill({ facets, shops }: KitSource, brick: string): AsyncGenerator<Person[]> {
  for await (const rows of pagesOf<TillCustomerFacet>(facets, { type: 'TillCustomer', brick })) {
    const ids = rows.map(({ id }) => id);
    const known = await Promise.all(shops.map((shop) => facets.byIds('Customer', shop, ids)));
    yield rows
      .filter(({ id }) => !known.some((found) => found.has(id)))
      .map(({ facet: { firstName, lastName, email, phone, loyaltyNumber } }) => ({
        name: fullName(firstName ?? '', lastName ?? ''),
        company: '',
        email: email ?? '',
        phone: phone ?? '',
        address: '',
        cards: loyaltyNumber ?? '',
      }));
  }
}

async function cardNumbers({ facets, tills }: KitSource, ids: readonly string[]): Promise<Map<string, string>> {
  const numbers = new Map<string, string>();
  for (const brick of tills)
    for (const [id, rows] of await facets.byColumn<LoyaltyCardFacet>('LoyaltyCard', brick, 'customer', ids))
      if (rows.length > 0) numbers.set(id, rows.map(({ facet }) => facet.number).join(', '));
  return numbers;
}

export interface Card {
  card: LoyaltyCardFacet;
  holder: string;
}

/** Every loyalty card, by number. */
export async function* cardsOf(source: KitSource): AsyncGenerator<Card[]> {
  const { facets, tills } = source;
  for (const brick of tills) {
    const byNumber = sortedRows<LoyaltyCardFacet>(facets, { type: 'LoyaltyCard', brick }, ({ number }) => number);
    for await (const rows of byNumber) {
      const ids = [...new Set(rows.flatMap(({ facet: { customer } }) => (customer === null ? [] : [customer])))];
      const holders = await customerNames(source, ids);
      yield rows.map(({ facet: card }) => ({ card, holder: (card.customer && holders.get(card.customer)) || '' }));
    }
  }
}

/** By the shops, else by the tills. */
export async function customerNames(
  { facets, shops, tills }: KitSource,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const brick of tills)
    for (const [id, { facet }] of await facets.byIds<TillCustomerFacet>('TillCustomer', brick, ids))
      names.set(id, fullName(facet.firstName ?? '', facet.lastName ?? ''));
  for (const brick of shops)
    for (const [id, { facet }] of await facets.byIds<CustomerFacet>('Customer', brick, ids))
      names.set(id, fullName(facet.firstName, facet.lastName));
  return names;
}

/** Family name first, as lists are searched. */
function fullName(firstName: string, lastName: string): string {
  return `${lastName} ${firstName}`.trim();
}

/** As on an envelope; the first line is the person. */
export function addressLines(address: AddressFacet): string[] {
  const { firstName, lastName, company, street, street2, postcode, city, country, state } = address;
  const place = [`${postcode} ${city}`.trim(), state ?? '', country].filter((part) => part !== '').join(', ');
  return [`${firstName} ${lastName}`.trim(), company ?? '', street, street2 ?? '', place].filter(
    (line, i) => i === 0 || line !== '',
  );
}
