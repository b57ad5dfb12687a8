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

/** A weight in the shop's unit, with what a combination adds to it. Zero means: nobody entered one. */
export function toKilograms(body: JsonObject, combination: JsonObject | null, related: Related): string | null {
  const factor = KILOGRAMS[shopSettings(related).value('PS_WEIGHT_UNIT')?.toLowerCase() ?? 'kg'];
  const own = decimal(body, 'weight');
  const weight = combination ? own.plus(decimal(combination, 'weight')) : own;
  return factor === undefined || weight.isZero() ? null : plain(weight.times(factor));
}
