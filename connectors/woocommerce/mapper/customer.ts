import type { Aggregate, CustomerFacet, JsonObject, RawRecord } from '#sdk';
import { metaText, text, toUtc } from '../record.ts';
import { companyNumber, keptAddresses, toAddress, vatNumber } from './address.ts';
import { keptFacts, keptText } from './marks.ts';
import { adminUrl, SHOP_KINDS, shopOf } from './shop.ts';

export const customers: Aggregate = {
  root: 'customers',
  reads: SHOP_KINDS.map((kind) => ({ kind, as: 'all' as const })),
  project(root, related) {
    const url = adminUrl(shopOf(related), `user-edit.php?user_id=${root.id}`);
    return [{ type: 'Customer', externalId: root.id, ...url, facet: toCustomer(root) }];
  },
};

function toCustomer({ id, body }: RawRecord): CustomerFacet {
  const facts = keptFacts(body);
  const billing = toAddress(body, 'billing', id);
  const shipping = toAddress(body, 'shipping', id);
  const own = [billing, shipping].flatMap((address) => address ?? []);
  return {
    email: text(body, 'email') ?? '',
    firstName: text(body, 'first_name') ?? billing?.firstName ?? '',
    lastName: text(body, 'last_name') ?? billing?.lastName ?? '',
    company: billing?.company ?? keptText(facts, 'company'),
    companyNumber: companyNumber(body),
    vatNumber: vatNumber(body),
    birthday: keptText(facts, 'birthday'),
    language: metaText(body, 'locale')?.replace('_', '-') ?? keptText(facts, 'language'),
    active: true,
    guest: false,
    newsletter: facts['newsletter'] === true,
    groups: [],
    defaultGroup: null,
    note: keptText(facts, 'note'),
    addresses: [...own, ...keptAddresses(facts)],
    createdAt: keptText(facts, 'createdAt') ?? toUtc(text(body, 'date_created_gmt')),
    updatedAt: updatedAt(body),
  };
}

/** Null until the first change: then it is as old as the account. */
function updatedAt(body: JsonObject): string | null {
  return toUtc(text(body, 'date_modified_gmt') ?? text(body, 'date_created_gmt'));
}
