import type { JsonObject } from '#sdk';
import { text } from '../record.ts';

/** A date that PrestaShop takes as one, for rows of which nobody knows since when they are there. */
const LONG_AGO = '1970-01-01 00:00:00';

/**
 * Dates that a PATCH of such a row must name beside. The installer writes rows without dates (most settings), and the
 * shop refuses every change of a row whose own dates are none, whatever is changed.
 */
export function datesOfUndated(row: JsonObject): Record<string, string> {
  const undated = ['date_add', 'date_upd'].filter((name) => text(row, name)?.startsWith('0000-'));
  return Object.fromEntries(undated.map((name) => [name, LONG_AGO]));
}
