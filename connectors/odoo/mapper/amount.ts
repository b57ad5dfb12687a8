import { Decimal } from 'decimal.js';
import type { JsonObject, Money, Read, Related } from '#sdk';
import { ref, text } from '../record.ts';

/** Odoo sends floats (`38.300000000000004`): exact from here on, rounded to what the currency knows. */
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });

/** What an amount is told in. */
export interface Currency {
  code: string;
  decimals: number;
}

/** The kinds that currencies are read from. */
export const CURRENCY_READS: readonly Read[] = [
  { kind: 'res.company', as: 'all' },
  { kind: 'res.currency', as: 'all' },
];

interface Currencies {
  byId: ReadonlyMap<string, Currency>;
  /** Of each company; of the first one under ''. */
  byCompany: ReadonlyMap<string, Currency>;
}

const UNKNOWN: Currency = { code: 'XXX', decimals: 2 };

/** The record's own currency, else its company's, else the first company's. */
export function currencyOf(body: JsonObject, related: Related): Currency {
  const { byId, byCompany } = currencies(related);
  const own = byId.get(ref(body, 'currency_id') ?? '');
  return own ?? byCompany.get(ref(body, 'company_id') ?? '') ?? byCompany.get('') ?? UNKNOWN;
}

function currencies(related: Related): Currencies {
  return related.derived('odoo currencies', ['res.company', 'res.currency'], () => {
    const byId = new Map(related.all('res.currency').map(({ id, body }) => [id, toCurrency(body)]));
    const byCompany = new Map<string, Currency>();
    const companies = [...related.all('res.company')].sort((one, other) => Number(one.id) - Number(other.id));
    for (const { id, body } of companies) {
      const currency = byId.get(ref(body, 'currency_id') ?? '');
      if (!currency) continue;
      byCompany.set(id, currency);
      if (!byCompany.has('')) byCompany.set('', currency);
    }
    return { byId, byCompany };
  });
}

function toCurrency(body: JsonObject): Currency {
  const decimals = body['decimal_places'];
  return { code: text(body, 'name') ?? UNKNOWN.code, decimals: typeof decimals === 'number' ? decimals : 2 };
}

/** A field's number, exactly as it was written; zero of anything else. */
export function decimal(body: JsonObject, field: string): Decimal {
  const value = body[field];
  return new Exact(typeof value === 'number' ? String(value) : 0);
}

export function exact(value: string | number): Decimal {
  return new Exact(value);
}

export function money(value: Decimal, { code, decimals }: Currency): Money {
  const rounded = value.toDecimalPlaces(decimals);
  return { amount: (rounded.isZero() ? rounded.abs() : rounded).toFixed(decimals), currency: code };
}

/** `5.5`, `20`: without exponent and without zeros at the end. */
export function plain(value: Decimal): string {
  return value.isZero() ? '0' : value.toFixed();
}

/** Whole pieces; what lies below a millionth is the noise of a float. */
export function pieces(value: Decimal): number {
  return value.toDecimalPlaces(6).floor().toNumber();
}

/** A quantity that may be weighed, without the noise of a float. */
export function quantity(value: Decimal): number {
  return value.toDecimalPlaces(6).toNumber();
}

export function sum(values: readonly Decimal[]): Decimal {
  return values.reduce((total, value) => total.plus(value), new Exact(0));
}
