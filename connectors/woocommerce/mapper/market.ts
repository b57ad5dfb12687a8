import type { Aggregate, CountryFacet, CurrencyFacet, PriceListFacet, Projected, Related } from '#sdk';
import { ref, rows, text } from '../record.ts';
import { localized, SHOP_KINDS, shopOf } from './shop.ts';

const READS = SHOP_KINDS.map((kind) => ({ kind, as: 'all' as const }));

/** A shop of WooCommerce has one currency and one price list: both are settings. */
export const settings: Aggregate = {
  root: 'settings',
  reads: READS,
  project({ id }, related) {
    const shop = shopOf(related);
    if (id === 'woocommerce_currency') {
      const facet: CurrencyFacet = {
        ...{ code: shop.currency, active: true, isMain: true, rate: '1' },
        rounding: shop.value('woocommerce_tax_round_at_subtotal') === 'yes' ? 'total' : 'line',
      };
      return [{ type: 'Currency', externalId: shop.currency, facet }];
    }
    if (id !== 'woocommerce_tax_display_shop') return [];
    const facet: PriceListFacet = {
      name: localized('Standard', shop),
      reduction: '0',
      showsTax: shop.value(id) === 'incl',
      isDefault: true,
    };
    return [{ type: 'PriceList', externalId: 'standard', facet }];
  },
};

/** Every country that WooCommerce knows, by continent. */
export const countries: Aggregate = {
  root: 'continents',
  reads: [...READS, { kind: 'shipping_locations', as: 'all' }],
  project({ id, body }, related) {
    const shop = shopOf(related);
    const zones = zonesOf(related);
    return rows(body, 'countries').flatMap((country): Projected[] => {
      const code = text(country, 'code');
      if (code === null || shop.countries.get(code)?.continent !== id) return [];
      const facet: CountryFacet = {
        code,
        name: localized(text(country, 'name'), shop),
        active: shop.shipsTo?.has(code) ?? true,
        zone: zones.get(`country:${code}`) ?? zones.get(`continent:${id}`) ?? null,
      };
      return [{ type: 'Country', externalId: code, facet }];
    });
  },
};

/** The zone of a whole country or continent; zones of states and postcodes are finer than a facet can say. */
function zonesOf(related: Related): ReadonlyMap<string, string> {
  return related.derived('woocommerce zones', ['shipping_locations'], () => {
    const byZone = [...related.all('shipping_locations')].sort((one, other) => (one.id < other.id ? 1 : -1));
    return new Map(
      byZone.flatMap(({ body }) => {
        const [type, code, zone] = [text(body, 'type'), text(body, 'code'), ref(body, 'zone_id')];
        return type !== null && code !== null && zone !== null ? [[`${type}:${code}`, zone] as const] : [];
      }),
    );
  });
}
