import type { Draft } from './draft.ts';
import { add } from './draft.ts';
import { everywhere } from './localized.ts';
import type { MilliPercent } from './money.ts';
import { rateText } from './money.ts';
import { COUNTRIES, countryId } from './texts/places.ts';

/** Ids of the tax rule groups. */
export const STANDARD_TAX = 1;
export const FOOD_TAX = 2;
/** Gift cards are taxed when they are spent. */
export const NO_TAX = 0;

/** What a country charges on goods of a tax rule group; nothing outside the European Union. */
export function taxRate(country: number, taxRulesGroup: number): MilliPercent {
  const vat = COUNTRIES[country - 1]?.vat;
  if (!vat) return 0;
  return taxRulesGroup === FOOD_TAX ? vat[1] : taxRulesGroup === STANDARD_TAX ? vat[0] : 0;
}

/** Where prices are made for: amounts with tax are round there. */
export const FRANCE = countryId('FR');

function addTaxes(draft: Draft): Map<string, number> {
  const ids = new Map<string, number>();
  for (const { iso, vat } of COUNTRIES) {
    for (const rate of new Set(vat)) {
      const percent = String(rate / 1000).replace('.', ',');
      const fields = { rate: rateText(rate), active: '1', deleted: '0', name: everywhere(`TVA ${iso} ${percent}%`) };
      ids.set(`${iso} ${rate}`, add(draft, 'taxes', fields));
    }
  }
  return ids;
}

/** Taxes, the two rule groups, and one rule per country and group. */
export function addTaxRules(draft: Draft): void {
  const taxes = addTaxes(draft);
  const dates = { date_add: draft.installedOn, date_upd: draft.installedOn };
  for (const name of ['FR Taux standard (20%)', 'FR Taux réduit (5.5%)']) {
    add(draft, 'tax_rule_groups', { name, active: '1', deleted: '0', ...dates });
  }
  for (const group of [STANDARD_TAX, FOOD_TAX]) {
    COUNTRIES.forEach(({ iso, vat }, index) => {
      if (!vat) return;
      add(draft, 'tax_rules', {
        id_tax_rules_group: group,
        id_state: 0,
        id_country: index + 1,
        zipcode_from: '0',
        zipcode_to: '0',
        id_tax: taxes.get(`${iso} ${taxRate(index + 1, group)}`),
        behavior: 0,
        description: '',
      });
    });
  }
}
