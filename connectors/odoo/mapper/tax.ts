import type { Decimal } from 'decimal.js';
import type { JsonObject, Related } from '#sdk';
import { flag, ref, refs, text } from '../record.ts';
import { decimal, exact, plain, sum } from './amount.ts';

/** The rate of several taxes in percent, exact; null where one of them is no percentage, or is not known. */
export function taxRate(ids: readonly string[], related: Related): string | null {
  const taxes = known(related);
  const rates = ids.map((id) => taxes.get(id)?.rate ?? null);
  return rates.every((rate) => rate !== null) ? plain(sum(rates)) : null;
}

/** A price of the catalogue with its taxes: in Odoo a tax says whether prices hold it already. */
export function withTax(price: Decimal, body: JsonObject, related: Related): Decimal | null {
  const company = ref(body, 'company_id') ?? firstCompany(related);
  // Archived taxes are read, too: Odoo leaves them out of new prices.
  const taxes = refs(body, 'taxes_id').flatMap((id) => known(related).get(id) ?? []);
  const active = taxes.filter((tax) => tax.isActive);
  const of = active.filter((tax) => tax.company === null || tax.company === company);
  // Where only one company of several is read, its taxes are the only ones.
  const isOfAnother = of.length === 0 && new Set(active.map((tax) => tax.company)).size === 1;
  const ours = isOfAnother ? active : of;
  let factor = exact(1);
  for (const { rate, isIncluded } of ours) {
    if (rate === null) return null;
    if (!isIncluded) factor = factor.plus(rate.div(100));
  }
  return price.times(factor);
}

interface Tax {
  rate: Decimal | null;
  isIncluded: boolean;
  isActive: boolean;
  company: string | null;
}

function known(related: Related): ReadonlyMap<string, Tax> {
  return related.derived('odoo taxes', ['account.tax'], () => {
    return new Map(related.all('account.tax').map(({ id, body }) => [id, toTax(body)]));
  });
}

function toTax(body: JsonObject): Tax {
  const isPercentage = text(body, 'amount_type') === 'percent';
  return {
    rate: isPercentage ? decimal(body, 'amount') : null,
    isIncluded: flag(body, 'price_include'),
    isActive: body['active'] !== false,
    company: ref(body, 'company_id'),
  };
}

function firstCompany(related: Related): string | null {
  const ids = related.all('res.company').map(({ id }) => Number(id));
  return ids.length === 0 ? null : String(Math.min(...ids));
}
