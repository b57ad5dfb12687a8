import { WebserviceFailure } from './reply.ts';
import type { ShopState } from './state.ts';

/** The languages an answer shows, each with the id as it will be printed (a range turns its first one to text). */
export interface ShownLanguages {
  ids: readonly number[];
  printed: readonly (number | string)[];
  /** Every active language, unasked: only then may remembered text be used. */
  all: boolean;
}

/** Ids of the languages that are switched on, in order; a state that names none has the language 1. */
export function activeLanguages(state: ShopState): number[] {
  const ids = (state.resources['languages'] ?? [])
    .filter((language) => language['active'] === 1 || language['active'] === '1')
    .map((language) => language.id);
  return ids.length === 0 ? [1] : ids.sort((a, b) => a - b);
}

/** Ids of all languages: texts are stored in the inactive ones too. */
export function storedLanguages(state: ShopState): number[] {
  const ids = (state.resources['languages'] ?? []).map((language) => language.id);
  return ids.length === 0 ? [1] : ids.sort((a, b) => a - b);
}

/** Reads `language=1`, `[1|2]` and `[1,3]`. */
export function shownLanguages(active: readonly number[], asked: string | undefined): ShownLanguages {
  if (asked === undefined) return { ids: active, printed: active, all: true };
  const wanted = askedLanguages(asked).filter((id) => active.includes(Number(id)));
  return { ids: wanted.map(Number), printed: wanted, all: false };
}

function askedLanguages(asked: string): (number | string)[] {
  if (/^\d+$/.test(asked)) return [Number(asked)];
  const inside = /^\[(.*)\]$/.exec(asked)?.[1];
  if (inside === undefined) throw new WebserviceFailure(400, [79, 'language value is wrong']);
  if (inside.includes('|')) return inside.split('|');
  if (!inside.includes(',')) return [inside];
  const [from = '', to = '', more] = inside.split(',');
  if (more !== undefined) {
    throw new WebserviceFailure(400, [78, 'A range value for a language must contains only 2 values']);
  }
  const rest = Array.from({ length: Math.max(0, Number(to) - Number(from)) }, (_, step) => Number(from) + step + 1);
  return [from, ...rest];
}
