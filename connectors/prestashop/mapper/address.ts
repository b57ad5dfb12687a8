import type { AddressFacet, RawRecord, Related } from '#sdk';
import { ref, text } from '../record.ts';
import { shopSettings } from './shop-settings.ts';

/** The kinds that an address is made of, beside the shop's settings. */
export const ADDRESS_KINDS = ['states'] as const;

export function toAddress({ id, body }: RawRecord, related: Related): AddressFacet {
  const { countries } = shopSettings(related);
  const state = related.get('states', ref(body, 'id_state') ?? '');
  return {
    externalId: id,
    alias: text(body, 'alias'),
    firstName: text(body, 'firstname') ?? '',
    lastName: text(body, 'lastname') ?? '',
    company: text(body, 'company'),
    vatNumber: text(body, 'vat_number'),
    street: text(body, 'address1') ?? '',
    street2: text(body, 'address2'),
    postcode: text(body, 'postcode') ?? '',
    city: text(body, 'city') ?? '',
    country: countries.get(ref(body, 'id_country') ?? '') ?? 'ZZ',
    state: state ? text(state.body, 'name') : null,
    phone: text(body, 'phone'),
    mobile: text(body, 'phone_mobile'),
  };
}
