import { Decimal } from 'decimal.js';

const minorUnits = new Map<string, number>();

/** How many decimals a currency is written with: 2 for EUR, 0 for JPY. */
export function minorUnitOf(currency: string): number {
  let digits = minorUnits.get(currency);
  if (digits === undefined) {
    digits = /^[A-Z]{3}$/i.test(currency)
      ? (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2)
      : 2;
    minorUnits.set(currency, digits);
  }
  return digits;
}

/** Rounded half up to the minor unit, for amounts that the hub computed itself. */
export function toMinorUnit(amount: Decimal, currency: string): string {
  return amount.toFixed(minorUnitOf(currency), Decimal.ROUND_HALF_UP);
}

/** As it is shown: exact, and never with fewer decimals than the currency has. "5.5" EUR is "5.50". */
export function shownAmount(amount: string, currency: string): string {
  const dot = amount.indexOf('.');
  const decimals = dot < 0 ? 0 : amount.length - dot - 1;
  const missing = minorUnitOf(currency) - decimals;
  return missing > 0 ? `${amount}${dot < 0 ? '.' : ''}${'0'.repeat(missing)}` : amount;
}

/** Resolves `Money.amount`, wherever the money comes from. */
export function amountOf(money: unknown): unknown {
  return isMoney(money) ? shownAmount(money.amount, money.currency) : null;
}

function isMoney(value: unknown): value is { amount: string; currency: string } {
  if (typeof value !== 'object' || value === null || !('amount' in value) || !('currency' in value)) return false;
  return typeof value.amount === 'string' && typeof value.currency === 'string';
}
