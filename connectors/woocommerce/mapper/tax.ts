import type { JsonObject, Related } from '#sdk';
import type { Decimal } from 'decimal.js';
import { count, flag, rows, text } from '../record.ts';
import { decimal, exact, plain } from './decimal.ts';
import { SHOP_KINDS, shopOf, type Shop } from './shop.ts';

/** The kinds that tax rates are made of. */
export const TAX_KINDS = ['tax_rates', ...SHOP_KINDS] as const;

type Rates = Record<string, string>;

/**
 * Rates in percent by market for a tax class (`''` and `standard` are the same), as WC_Tax::find_rates finds them for
 * an address of which only the country is known: rates of one state, town or postcode are left out.
 */
export function taxRates(taxClass: string | null, related: Related, shippingOnly = false): Rates {
  const cache = related.derived('woocommerce tax rates', TAX_KINDS, () => new Map<string, Rates>());
  const key = `${taxClass || 'standard'}${shippingOnly ? ' shipping' : ''}`;
  let rates = cache.get(key);
  if (!rates) cache.set(key, (rates = compute(taxClass || 'standard', related, shippingOnly)));
  return rates;
}

/** One plus the rate at home, by which a price with tax is divided. */
export function baseFactor(taxClass: string | null, related: Related): Decimal {
  return exact(taxRates(taxClass, related)[shopOf(related).country] ?? '0')
    .div(100)
    .plus(1);
}

function compute(taxClass: string, related: Related, shippingOnly: boolean): Rates {
  const shop = shopOf(related);
  const found = related
    .all('tax_rates')
    .map(({ body }) => body)
    .filter((body) => text(body, 'class') === taxClass && isForWholeCountry(body))
    .filter((body) => !shippingOnly || flag(body, 'shipping'));
  const isTaxed = shop.value('woocommerce_calc_taxes') === 'yes';
  const markets = marketsOf(shop, related);
  return Object.fromEntries(
    markets.map((market) => [market, plain(isTaxed ? rateOf(found.filter(isIn(market))) : exact(0))]),
  );
}

/** Those of which a rate is told, those that may buy where they are few, and the shop's own. */
function marketsOf(shop: Shop, related: Related): string[] {
  const told = related.all('tax_rates').flatMap(({ body }) => text(body, 'country') ?? []);
  return [...new Set([...(shop.sellsTo ?? []), ...told, shop.country])].sort();
}

function isForWholeCountry(body: JsonObject): boolean {
  const isAny = (field: string): boolean => text(body, field) === null || text(body, field) === '*';
  const lists = ['postcodes', 'cities'].every((field) => rowsOrTexts(body, field) === 0);
  return isAny('state') && isAny('postcode') && isAny('city') && lists;
}

function rowsOrTexts(body: JsonObject, field: string): number {
  const value = body[field];
  return Array.isArray(value) ? value.length : rows(body, field).length;
}

const isIn =
  (market: string) =>
  (body: JsonObject): boolean =>
    (text(body, 'country') ?? market) === market;

/** Of each priority the first, a named country before any; compound ones on top of the sum of the others. */
function rateOf(rates: readonly JsonObject[]): Decimal {
  const byPriority = new Map<number, JsonObject>();
  const ordered = [...rates].sort(
    (one, other) =>
      Number(text(one, 'country') === null) - Number(text(other, 'country') === null) ||
      count(one, 'order') - count(other, 'order') ||
      count(one, 'id') - count(other, 'id'),
  );
  for (const rate of ordered) {
    const priority = count(rate, 'priority');
    if (!byPriority.has(priority)) byPriority.set(priority, rate);
  }
  const chosen = [...byPriority].sort(([one], [other]) => one - other).map(([, rate]) => rate);
  const isCompound = (rate: JsonObject): boolean => flag(rate, 'compound');
  const plainSum = chosen
    .filter((rate) => !isCompound(rate))
    .reduce((sum, rate) => sum.plus(decimal(rate, 'rate')), exact(0));
  return chosen
    .filter(isCompound)
    .reduce((sum, rate) => sum.plus(100).times(decimal(rate, 'rate').div(100).plus(1)).minus(100), plainSum);
}
