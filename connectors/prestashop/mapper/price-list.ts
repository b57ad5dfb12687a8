import type { Aggregate, PriceListFacet } from '#sdk';
import { decimal, plain } from './decimal.ts';
import { toLocalized } from './localized.ts';
import { count } from '../record.ts';
import { SETTING_KINDS, shopSettings } from './shop-settings.ts';

/**
 * Customer groups: each is a price list. `price_display_method` 0 shows prices with tax, 1 without. The default is the
 * group of an unknown visitor (PS_UNIDENTIFIED_GROUP), as in `variant.ts`, not that of new customers.
 */
export const priceLists: Aggregate = {
  root: 'groups',
  reads: SETTING_KINDS.map((kind) => ({ kind, as: 'all' as const })),
  project({ id, body }, related) {
    const { languages, value } = shopSettings(related);
    const facet: PriceListFacet = {
      name: toLocalized(body['name'], languages),
      reduction: plain(decimal(body, 'reduction')),
      showsTax: count(body, 'price_display_method') === 0,
      isDefault: id === (value('PS_UNIDENTIFIED_GROUP') ?? '1'),
    };
    return [{ type: 'PriceList', externalId: id, facet }];
  },
};
