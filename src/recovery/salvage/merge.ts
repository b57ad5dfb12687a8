import { isDeepStrictEqual } from 'node:util';
import type { Claimed } from './claim.ts';

/** The fields of one thing, by name. */
export type Fields = Record<string, Claimed>;

/** Two sources of the same age that say different things: the first one stays. */
export interface Tie {
  field: string;
  kept: Claimed;
  other: Claimed;
}

/**
 * Per field the newest dated source wins. The same source may correct itself (it was read with another mapping). Of two
 * sources of the same age the one that is there stays, so that the same files applied again change nothing.
 */
export function mergeFields(known: Fields, claimed: Readonly<Fields>): { fields: Fields; ties: Tie[] } {
  const fields = { ...known };
  const ties: Tie[] = [];
  for (const [field, other] of Object.entries(claimed)) {
    const kept = fields[field];
    if (kept && isDeepStrictEqual(kept, other)) continue;
    const age = kept ? Date.parse(other.at) - Date.parse(kept.at) : 1;
    if (age > 0 || kept?.source === other.source) fields[field] = other;
    else if (kept && age === 0 && !isDeepStrictEqual(kept.value, other.value)) ties.push({ field, kept, other });
  }
  return { fields, ties };
}
