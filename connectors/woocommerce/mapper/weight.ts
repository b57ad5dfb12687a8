import { exact, plain } from './decimal.ts';

/** Kilograms in one of the units that WooCommerce knows. */
const KILOGRAMS: Readonly<Record<string, string>> = { kg: '1', g: '0.001', lbs: '0.45359237', oz: '0.028349523125' };

export function toKilograms(weight: string | null, unit: string | null): string | null {
  const factor = KILOGRAMS[unit ?? 'kg'] ?? '1';
  const value = exact(weight);
  return value.isZero() ? null : plain(value.times(factor));
}

export function fromKilograms(kilograms: string, unit: string | null): string {
  return plain(
    exact(kilograms)
      .div(KILOGRAMS[unit ?? 'kg'] ?? '1')
      .toDecimalPlaces(12),
  );
}
