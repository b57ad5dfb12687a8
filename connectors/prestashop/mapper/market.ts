import type { Aggregate, CountryFacet, CurrencyFacet } from '#sdk';
import { flag, ref, text } from '../record.ts';
import { decimal, plain } from './decimal.ts';
import { toLocalized } from './localized.ts';
import { SETTING_KINDS, shopSettings } from './shop-settings.ts';

const settings = SETTING_KINDS.map((kind) => ({ kind, as: 'all' as const }));

/** `PS_ROUND_TYPE` of the configuration. */
const ROUNDINGS: Record<string, CurrencyFacet['rounding']> = { '1': 'item', '2': 'line', '3': 'total' };

/** A country of delivery. Nothing is sent to one whose zone is switched off. */
export const countries: Aggregate = {
  root: 'countries',
  reads: [...settings, { kind: 'zones', as: 'all' }],
  project({ id, body }, related) {
    const zone = ref(body, 'id_zone');
    const area = zone === null ? undefined : related.get('zones', zone);
    const facet: CountryFacet = {
      code: text(body, 'iso_code')?.toUpperCase() ?? 'ZZ',
      name: toLocalized(body['name'], shopSettings(related).languages),
      active: flag(body, 'active') && (area === undefined || flag(area.body, 'active')),
      zone,
    };
    return [{ type: 'Country', externalId: id, facet }];
  },
};

export const currencies: Aggregate = {
  root: 'currencies',
  reads: settings,
  project({ id, body }, related) {
    const code = text(body, 'iso_code')?.toUpperCase() ?? 'XXX';
    const rate = decimal(body, 'conversion_rate');
    const facet: CurrencyFacet = {
      code,
      active: flag(body, 'active') && !flag(body, 'deleted'),
      isMain: code === shopSettings(related).mainCurrency,
      rate: rate.isZero() ? '1' : plain(rate),
      rounding: ROUNDINGS[shopSettings(related).value('PS_ROUND_TYPE') ?? ''] ?? 'item',
    };
    return [{ type: 'Currency', externalId: id, facet }];
  },
};
