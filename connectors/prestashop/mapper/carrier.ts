import type { Aggregate, CarrierFacet, JsonObject, RawRecord, Related } from '#sdk';
import { count, flag, ref, text } from '../record.ts';
import { decimal, exact, plain } from './decimal.ts';
import { toLocalized } from './localized.ts';
import { SETTING_KINDS, shopSettings } from './shop-settings.ts';
import type { ShopSettings } from './shop-settings.ts';
import { TAX_KINDS, taxRates } from './tax.ts';
import { kilogramsOf } from './weight.ts';

const RATE_KINDS = ['deliveries', 'price_ranges', 'weight_ranges'] as const;

/** What a carrier's `shipping_method` says; 0 follows the shop's setting. */
const BY_WEIGHT = 1;
const FREE = 3;

/**
 * A carrier. One that is edited in the back office gets a new id and leaves the old row behind as deleted; both keep
 * their `id_reference`, so that is its external id. Only the row in force stands for it.
 */
export const carriers: Aggregate = {
  root: 'carriers',
  reads: [
    ...RATE_KINDS.map((kind) => ({ kind, as: 'children' as const })),
    ...['carriers', ...SETTING_KINDS, ...TAX_KINDS].map((kind) => ({ kind, as: 'all' as const })),
  ],
  project(root, related) {
    const inForce = related.derived('prestashop carriers in force', ['carriers'], () =>
      carriersInForce(related.all('carriers')),
    );
    const reference = referenceOf(root);
    if (inForce.get(reference) !== root.id) return [];
    return [{ type: 'Carrier', externalId: reference, facet: toCarrier(root, related) }];
  },
};

/** Rows of versions that had no reference yet stand for themselves. */
function referenceOf({ id, body }: RawRecord): string {
  return ref(body, 'id_reference') ?? id;
}

/** Reference to the id of the row that stands for it: the youngest that is not deleted, else the youngest. */
function carriersInForce(records: readonly RawRecord[]): ReadonlyMap<string, string> {
  const rank = ({ body }: RawRecord): number => (flag(body, 'deleted') ? 0 : 1);
  const rising = [...records].sort((one, other) => rank(one) - rank(other) || Number(one.id) - Number(other.id));
  return new Map(rising.map((record) => [referenceOf(record), record.id]));
}

function toCarrier({ body }: RawRecord, related: Related): CarrierFacet {
  const settings = shopSettings(related);
  const method = methodOf(body, settings);
  const maxWeight = decimal(body, 'max_weight');
  return {
    name: carrierName(body, settings) ?? '',
    delay: toLocalized(body['delay'], settings.languages),
    active: flag(body, 'active') && !flag(body, 'deleted'),
    isFree: method === 'free',
    rates: method === 'free' ? [] : rates(method, settings, related),
    outOfRange: count(body, 'range_behavior') === 1 ? 'refuse' : 'highest',
    handling: flag(body, 'shipping_handling') ? plain(exact(settings.value('PS_SHIPPING_HANDLING'))) : '0',
    freeFromAmount: threshold(settings.value('PS_SHIPPING_FREE_PRICE')),
    freeFromWeight: inKilograms(threshold(settings.value('PS_SHIPPING_FREE_WEIGHT')), settings),
    maxWeight: maxWeight.isZero() ? null : inKilograms(plain(maxWeight), settings),
    taxRates: taxRates(ref(body, 'id_tax_rules_group'), related),
  };
}

/** A carrier called `0` bears the shop's name. */
export function carrierName(body: JsonObject, settings: ShopSettings): string | null {
  const name = text(body, 'name');
  return name === '0' ? settings.value('PS_SHOP_NAME') : name;
}

function methodOf(body: JsonObject, settings: ShopSettings): 'weight' | 'price' | 'free' {
  const own = count(body, 'shipping_method');
  if (own === FREE || flag(body, 'is_free')) return 'free';
  const method = own === 0 ? Number(settings.value('PS_SHIPPING_METHOD') ?? BY_WEIGHT) : own;
  return method === BY_WEIGHT ? 'weight' : 'price';
}

/** By zone, then by range. A carrier keeps the prices of both methods; only those of its own one count. */
function rates(by: 'weight' | 'price', settings: ShopSettings, related: Related): CarrierFacet['rates'] {
  const ranges = new Map(related.children(`${by}_ranges`).map(({ id, body }) => [id, body]));
  const bound = (body: JsonObject, field: string): string => {
    const value = plain(decimal(body, field));
    return by === 'weight' ? (inKilograms(value, settings) ?? value) : value;
  };
  const found = related.children('deliveries').flatMap(({ body }) => {
    const range = ranges.get(ref(body, `id_range_${by}`) ?? '');
    const zone = ref(body, 'id_zone');
    if (!range || zone === null) return [];
    const [from, to] = [bound(range, 'delimiter1'), bound(range, 'delimiter2')];
    return [{ by, zone, from, to, price: plain(decimal(body, 'price')) }];
  });
  return found.sort((one, other) => Number(one.zone) - Number(other.zone) || exact(one.from).cmp(exact(other.from)));
}

/** 0 and an empty setting mean: never. */
function threshold(value: string | null): string | null {
  const amount = exact(value);
  return amount.isZero() || amount.isNegative() ? null : plain(amount);
}

function inKilograms(weight: string | null, settings: ShopSettings): string | null {
  return weight === null ? null : kilogramsOf(exact(weight), settings.value('PS_WEIGHT_UNIT'));
}
