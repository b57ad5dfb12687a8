import type { RawRecord, Related } from '#sdk';
import type { Decimal } from 'decimal.js';
import { decimal, exact, plain } from './decimal.ts';
import { count, flag, ref, text } from '../record.ts';
import { SETTING_KINDS, shopSettings } from './shop-settings.ts';
import type { ShopSettings } from './shop-settings.ts';

/** The kinds that tax rates are made of. */
export const TAX_KINDS = ['taxes', 'tax_rules', 'tax_rule_groups'] as const;

type Rates = Record<string, string>;

/**
 * Rates in percent by market for a product's tax rules group, as TaxRulesTaxManager finds them for an address of which
 * only the country is known: rules for one state or for postcodes are left out.
 */
export function taxRates(group: string | null, related: Related): Rates {
  const byGroup = related.derived(
    'prestashop tax rates',
    [...TAX_KINDS, ...SETTING_KINDS],
    () => new Map<string, Rates>(),
  );
  const key = group ?? '';
  let rates = byGroup.get(key);
  if (!rates) byGroup.set(key, (rates = compute(key, related)));
  return rates;
}

function compute(group: string, related: Related): Rates {
  const settings = shopSettings(related);
  const rates: Rates = Object.fromEntries([...settings.markets, settings.defaultMarket].map((market) => [market, '0']));
  if (settings.value('PS_TAX') === '0' || !isActive(group, related)) return rates;
  const taxes = new Map(related.all('taxes').map(({ id, body }) => [id, decimal(body, 'rate')]));
  for (const [market, rules] of rulesByMarket(group, related, settings)) rates[market] = plain(rateOf(rules, taxes));
  return rates;
}

function isActive(group: string, related: Related): boolean {
  const record = related.all('tax_rule_groups').find(({ id }) => id === group);
  return record !== undefined && flag(record.body, 'active');
}

function rulesByMarket(group: string, related: Related, { countries }: ShopSettings): Map<string, RawRecord[]> {
  const found = new Map<string, RawRecord[]>();
  for (const rule of related.all('tax_rules')) {
    if (ref(rule.body, 'id_tax_rules_group') !== group || !isForWholeCountry(rule)) continue;
    const market = countries.get(ref(rule.body, 'id_country') ?? '');
    if (market) found.set(market, [...(found.get(market) ?? []), rule]);
  }
  return found;
}

function isForWholeCountry({ body }: RawRecord): boolean {
  const isAnyPostcode = (field: string): boolean => /^0*$/.test(text(body, field) ?? '');
  return ref(body, 'id_state') === null && isAnyPostcode('zipcode_from') && isAnyPostcode('zipcode_to');
}

/** Behaviour of the first rule: 0 it alone, 1 its and the next ones' rates added, 2 one after the other. */
function rateOf(rules: readonly RawRecord[], taxes: ReadonlyMap<string, Decimal>): Decimal {
  const ordered = [...rules].sort((one, other) => Number(one.id) - Number(other.id));
  const behavior = count(ordered[0]?.body ?? {}, 'behavior');
  const last = ordered.findIndex(({ body }) => count(body, 'behavior') === 0);
  const applied = last < 0 ? ordered : ordered.slice(0, last + 1);
  const rates = applied.map(({ body }) => taxes.get(ref(body, 'id_tax') ?? '') ?? exact(0));
  if (behavior !== 2) return rates.reduce((sum, rate) => sum.plus(rate), exact(0));
  const factor = rates.reduce((product, rate) => product.times(rate.div(100).plus(1)), exact(1));
  return factor.minus(1).times(100);
}
