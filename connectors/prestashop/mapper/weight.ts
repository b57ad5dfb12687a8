import type { Decimal } from 'decimal.js';
import type { JsonObject, Related } from '#sdk';
import { decimal, plain } from './decimal.ts';
import { shopSettings } from './shop-settings.ts';

const KILOGRAMS: Readonly<Record<string, string>> = {
  kg: '1',
  g: '0.001',
  lb: '0.45359237',
  lbs: '0.45359237',
  oz: '0.028349523125',
};

/** A weight in a unit of the shop's; null where the unit is none that is known. */
export function kilogramsOf(weight: Decimal, unit: string | null): string | null {
  const factor = KILOGRAMS[unit?.toLowerCase() ?? 'kg'];
  return factor === undefined ? null : plain(weight.times(factor));
}

/** A weight in the shop's unit, with what a combination adds to it. Zero means: nobody entered one. */
export function toKilograms(body: JsonObject, combination: JsonObject | null, related: Related): string | null {
  const own = decimal(body, 'weight');
  const weight = combination ? own.plus(decimal(combination, 'weight')) : own;
  return weight.isZero() ? null : kilogramsOf(weight, shopSettings(related).value('PS_WEIGHT_UNIT'));
}
