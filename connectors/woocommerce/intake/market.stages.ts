import {
  defineStage,
  PermanentError,
  type CountryFacet,
  type CurrencyFacet,
  type PriceListFacet,
  type IntakeContext,
  type IntakeItem,
  type IntakeStage,
} from '#sdk';
import { idOf, rows, text } from '../record.ts';
import type { Target } from './target.ts';
import { loss, words } from './words.ts';

/** The shop's currency is a setting, and whether taxes are computed. */
export function currencyStage(target: Target): IntakeStage {
  return defineStage<CurrencyFacet>({
    kind: 'Currency',
    merges: true,
    wants: ({ body }) =>
      body.isMain || words('WooCommerce sells in one currency.', 'WooCommerce ne vend que dans une devise.'),
    losses: ({ body }) =>
      body.rounding === 'item'
        ? [
            loss(
              'rounding',
              words(
                'WooCommerce rounds each line, not each piece.',
                'WooCommerce arrondit chaque ligne, pas chaque pièce.',
              ),
              words(
                'Nothing to do: sums may differ by cents.',
                'Rien à faire : des sommes peuvent différer de centimes.',
              ),
            ),
          ]
        : [],
    async find({ body }, { signal }) {
      const { shop } = await target.shop(signal);
      const isSo = shop.value('woocommerce_tax_round_at_subtotal') === roundsTotal(body);
      return shop.currency === body.code && isSo && shop.value('woocommerce_calc_taxes') === 'yes' ? body.code : null;
    },
    async put(items, { signal }) {
      for (const { body } of items) {
        await target.rest.put('settings/general/woocommerce_currency', { value: body.code }, signal);
        await target.rest.put('settings/general/woocommerce_calc_taxes', { value: 'yes' }, signal);
        const rounding = 'settings/tax/woocommerce_tax_round_at_subtotal';
        await target.rest.put(rounding, { value: roundsTotal(body) }, signal);
      }
      target.forgetShop();
      return items.map(({ id, body }) => ({ id, targetId: body.code }));
    },
  });
}

function roundsTotal({ rounding }: CurrencyFacet): string {
  return rounding === 'total' ? 'yes' : 'no';
}

/** Countries to which is sold, and the zones in which they lie. All at once: they are three settings. */
export function countryStage(target: Target): IntakeStage {
  return defineStage<CountryFacet>({
    kind: 'Country',
    batch: 300,
    // All in one lane: each call writes the whole list.
    lane: () => 'countries',
    find: () => Promise.resolve(null),
    async put(items, { signal }) {
      const continents = await target.rest.list('data/continents', {}, signal);
      const known = new Set(
        continents.rows.flatMap((one) => rows(one, 'countries').map((country) => text(country, 'code'))),
      );
      const [only] = items;
      if (only?.body.active && items.length === 1 && !known.has(only.body.code)) throw unknownCountry(only.body.code);
      const active = items.filter(({ body }) => body.active && known.has(body.code));
      const before = (await target.rest.get('settings/general/woocommerce_specific_allowed_countries', {}, signal))[
        'value'
      ];
      const codes = new Set(Array.isArray(before) ? before.map(String) : []);
      const isNew = active.some(({ body }) => !codes.has(body.code));
      for (const { body } of active) codes.add(body.code);
      if (isNew) {
        await target.rest.put('settings/general/woocommerce_specific_allowed_countries', { value: [...codes] }, signal);
        await target.rest.put('settings/general/woocommerce_allowed_countries', { value: 'specific' }, signal);
      }
      await ensureZones(
        target,
        active.map(({ body }) => body),
        signal,
      );
      target.forgetShop();
      const isKnown = ({ body }: IntakeItem<CountryFacet>): boolean => known.has(body.code) || !body.active;
      return items.filter(isKnown).map(({ id, body }) => ({ id, targetId: body.code }));
    },
  });
}

function unknownCountry(code: string): PermanentError {
  return new PermanentError({
    code: 'INTAKE_COUNTRY_UNKNOWN',
    message: `The shop does not know the country ${code}.`,
    remedy: 'Update WordPress and WooCommerce, or leave it: nothing can be sent there.',
  });
}

async function ensureZones(target: Target, countries: readonly CountryFacet[], signal: AbortSignal): Promise<void> {
  const byZone = new Map<string, string[]>();
  for (const { zone, code } of countries) if (zone !== null) byZone.set(zone, [...(byZone.get(zone) ?? []), code]);
  for (const [zone, codes] of byZone) {
    const id = await zoneNamed(target, zone, signal);
    // The body of this request is a list.
    await target.rest.putList(
      `shipping/zones/${id}/locations`,
      codes.map((code) => ({ code, type: 'country' })),
      signal,
    );
  }
}

export async function zoneNamed(target: Target, zone: string, signal: AbortSignal): Promise<string> {
  const name = `Zone ${zone}`;
  const { rows: zones } = await target.rest.list('shipping/zones', {}, signal);
  const found = zones.find((one) => text(one, 'name') === name);
  return idOf(found ?? (await target.rest.post('shipping/zones', { name }, signal)));
}

/** There is one list of prices: groups of customers need an extension. */
export function priceListStage(target: Target): IntakeStage {
  return defineStage<PriceListFacet>({
    kind: 'PriceList',
    merges: true,
    wants: ({ body }) =>
      body.isDefault ||
      words(
        'WooCommerce itself has no groups of customers: their prices need a B2B extension.',
        'WooCommerce n’a pas de groupes de clients : leurs prix demandent une extension B2B.',
      ),
    losses: ({ body }) => (Number(body.reduction) === 0 ? [] : [REDUCTION]),
    find: () => Promise.resolve('standard'),
    put: ([item], context) => (item ? showTax(target, item, context) : Promise.resolve([])),
    take: (item, _targetId, context) => showTax(target, item, context),
  });
}

const REDUCTION = loss(
  'reduction',
  words('There is no reduction for everybody in WooCommerce.', 'WooCommerce n’a pas de remise générale.'),
  words(
    'Lower the prices before the swap, by a bulk edit.',
    'Baissez les prix avant la bascule, par une modification en masse.',
  ),
);

/** Whether prices are shown with tax, in the shop and in the cart. */
async function showTax(target: Target, { id, body }: IntakeItem<PriceListFacet>, { signal }: IntakeContext) {
  const value = body.showsTax ? 'incl' : 'excl';
  const { shop } = await target.shop(signal);
  for (const setting of ['woocommerce_tax_display_shop', 'woocommerce_tax_display_cart'])
    if (shop.value(setting) !== value) await target.rest.put(`settings/tax/${setting}`, { value }, signal);
  target.forgetShop();
  return [{ id, targetId: 'standard' }];
}
