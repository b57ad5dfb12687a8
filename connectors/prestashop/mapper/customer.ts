import type { Aggregate, CustomerFacet, RawRecord, Related } from '#sdk';
import { toUtc } from '../shop-time.ts';
import { ADDRESS_KINDS, toAddress } from './address.ts';
import { associatedIds, flag, ref, text } from '../record.ts';
import { SETTING_KINDS, shopSettings } from './shop-settings.ts';

/** A customer with the addresses in use. One that the shop has marked as deleted is none any more. */
export const customers: Aggregate = {
  root: 'customers',
  reads: [
    { kind: 'addresses', as: 'children' },
    ...[...SETTING_KINDS, ...ADDRESS_KINDS].map((kind) => ({ kind, as: 'all' as const })),
  ],
  project(root, related) {
    if (flag(root.body, 'deleted')) return [];
    return [{ type: 'Customer', externalId: root.id, facet: toCustomer(root, related) }];
  },
};

function toCustomer({ body }: RawRecord, related: Related): CustomerFacet {
  const { languages, timezone } = shopSettings(related);
  const used = related.children('addresses').filter((address) => !flag(address.body, 'deleted'));
  const addresses = [...used]
    .sort((one, other) => Number(one.id) - Number(other.id))
    .map((address) => toAddress(address, related));
  const group = ref(body, 'id_default_group');
  return {
    email: text(body, 'email') ?? '',
    firstName: text(body, 'firstname') ?? '',
    lastName: text(body, 'lastname') ?? '',
    company: text(body, 'company'),
    companyNumber: text(body, 'siret'),
    // The shop keeps it with addresses only.
    vatNumber: addresses.find(({ vatNumber }) => vatNumber !== null)?.vatNumber ?? null,
    birthday: birthday(text(body, 'birthday')),
    language: languages.tags.get(ref(body, 'id_lang') ?? '') ?? null,
    active: flag(body, 'active'),
    guest: flag(body, 'is_guest'),
    newsletter: flag(body, 'newsletter'),
    groups: associatedIds(body, 'groups').map((id) => related.hubId('PriceList', id)),
    defaultGroup: group && related.hubId('PriceList', group),
    note: text(body, 'note'),
    addresses,
    createdAt: toUtc(text(body, 'date_add'), timezone),
    updatedAt: toUtc(text(body, 'date_upd'), timezone),
  };
}

/** A day, not an instant. */
function birthday(day: string | null): string | null {
  return day !== null && /^\d{4}-\d{2}-\d{2}$/.test(day) && !day.startsWith('0000') ? day : null;
}
