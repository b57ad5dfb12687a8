import type { Aggregate, CarrierFacet, JsonObject, RawRecord, Related } from '#sdk';
import { flag, part, ref, text } from '../record.ts';
import { exact, plain } from './decimal.ts';
import { adminUrl, SHOP_KINDS, shopOf } from './shop.ts';
import { TAX_KINDS, taxRates } from './tax.ts';

/** Above every price: WooCommerce knows no upper bound. */
const ANY = '1000000000';
const PLAIN_COST = /^\d+([.,]\d+)?$/;

/** Methods of one name and kind in several zones are one carrier: the first of them stands for all. */
export const carriers: Aggregate = {
  root: 'shipping_methods',
  reads: [...new Set(['shipping_methods', ...SHOP_KINDS, ...TAX_KINDS])].map((kind) => ({ kind, as: 'all' as const })),
  project({ id, body }, related) {
    const url = adminUrl(shopOf(related), 'admin.php?page=wc-settings&tab=shipping');
    const [first, ...others] = carriersOf(related).get(keyOf(body)) ?? [];
    if (first?.id !== id) return [];
    const facet = toCarrier(body, related);
    const rates = others.flatMap((other) => toCarrier(other.body, related).rates);
    return [{ type: 'Carrier', externalId: id, ...url, facet: { ...facet, rates: [...facet.rates, ...rates] } }];
  },
};

/** Methods by what makes them one carrier, in the order of their zones. */
function carriersOf(related: Related): ReadonlyMap<string, readonly RawRecord[]> {
  return related.derived('woocommerce carriers', ['shipping_methods'], () => {
    const zoneOf = ({ body }: RawRecord): number => Number(ref(body, 'zone_id') ?? 0);
    const all = [...related.all('shipping_methods')].sort(
      (one, other) => zoneOf(one) - zoneOf(other) || (one.id < other.id ? -1 : 1),
    );
    return Map.groupBy(all, ({ body }) => keyOf(body));
  });
}

/** One that asks for a minimum, or costs by a formula, is another in each zone. */
function keyOf(body: JsonObject): string {
  const { isFree, rates, outOfRange } = termsOf(body);
  const isPlain = rates.length > 0 && outOfRange === 'highest';
  const own = isPlain ? '' : `${ref(body, 'zone_id') ?? '0'}-${text(body, 'instance_id') ?? ''}`;
  return [text(body, 'method_id'), nameOf(body), flag(body, 'enabled'), isFree, own].join('\n');
}

function nameOf(body: JsonObject): string {
  return text(body, 'title') ?? text(body, 'method_title') ?? text(body, 'method_id') ?? '';
}

/** What it costs and when it is offered. */
function termsOf(body: JsonObject): Pick<CarrierFacet, 'isFree' | 'rates' | 'outOfRange'> {
  const setting = settingsOf(body);
  const isFree = text(body, 'method_id') === 'free_shipping';
  const needsAmount = isFree && ['min_amount', 'either', 'both'].includes(setting('requires') ?? '');
  const cost = isFree ? '0' : (setting('cost') ?? '0').replace(',', '.');
  const zone = ref(body, 'zone_id') ?? '0';
  const from = needsAmount ? plain(exact(setting('min_amount')?.replace(',', '.'))) : '0';
  // A formula ("10 + 2 * [qty]") has no price of its own.
  const isKnown = PLAIN_COST.test(cost);
  return {
    isFree: isFree && !needsAmount,
    rates: isKnown ? [{ by: 'price', zone, from, to: ANY, price: plain(exact(cost)) }] : [],
    outOfRange: needsAmount || !isKnown ? 'refuse' : 'highest',
  };
}

function settingsOf(body: JsonObject): (name: string) => string | null {
  const settings = part(body, 'settings');
  return (name) => text(part(settings, name), 'value');
}

function toCarrier(body: JsonObject, related: Related): CarrierFacet {
  return {
    ...{ name: nameOf(body), delay: {}, active: flag(body, 'enabled') },
    ...termsOf(body),
    handling: '0',
    freeFromAmount: null,
    freeFromWeight: null,
    maxWeight: null,
    taxRates: settingsOf(body)('tax_status') === 'none' ? {} : shippingTax(related),
  };
}

/** The class that staff chose for shipping; `inherit` goes by the cart, which here is taken as of standard goods. */
function shippingTax(related: Related): Record<string, string> {
  const chosen = shopOf(related).value('woocommerce_shipping_tax_class');
  return taxRates(chosen === 'inherit' ? null : chosen, related, true);
}
