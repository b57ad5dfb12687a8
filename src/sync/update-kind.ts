import type { JsonObject, JsonValue, Stream, WatchedField } from '#sdk';

/** A field that is looked at, texts included. */
export type Watched = WatchedField | { field: string; sense: 'text'; each?: never };

export function watchedOf({ watched = [], texts = [] }: Pick<Stream, 'watched' | 'texts'>): Watched[] {
  return [...watched, ...texts.map((field) => ({ field, sense: 'text' as const }))];
}

/**
 * What an update is. `trade`: pieces move, times move, prices by a tenth at most: the ordinary day, a supplier's price
 * list. `sale`: prices move further, and nothing else does. `rewrite`: anything else.
 */
export type UpdateKind = 'trade' | 'sale' | 'rewrite';

const PRICE_LIST = 0.1;
const PRICE_LIKE = /price|sale|reduction|discount/i;
const ID_LIKE = /^id$|^id_|_id$|Id$/;
const TIME = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?$/;

export function kindOf(before: JsonObject, after: JsonObject, watched: readonly Watched[]): UpdateKind {
  const senses = new Map(watched.map(({ field, sense }) => [field, sense]));
  const countsPieces = watched.some(({ sense }) => sense === 'quantity');
  let kind: UpdateKind = 'trade';
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[field] ?? null, after[field] ?? null];
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    if (senses.get(field) === 'quantity' || (isTime(was) && isTime(is))) continue;
    if (
      countsPieces &&
      typeof was === 'number' &&
      typeof is === 'number' &&
      !ID_LIKE.test(field) &&
      !isPrice(field, senses)
    )
      continue;
    if (!isPrice(field, senses)) return 'rewrite';
    const [old, now] = [Number(was), Number(is)];
    if (Number.isNaN(old) || Number.isNaN(now)) return 'rewrite';
    if (!(old > 0) || Math.abs(now - old) > old * PRICE_LIST + 1e-9) kind = 'sale';
  }
  return kind;
}

function isPrice(field: string, senses: ReadonlyMap<string, Watched['sense']>): boolean {
  // By its name only beside a price that is watched: of that, the rules see how far it moves.
  return senses.get(field) === 'price' || (PRICE_LIKE.test(field) && [...senses.values()].includes('price'));
}

function isTime(value: JsonValue): boolean {
  return value === null || (typeof value === 'string' && (value === '' || TIME.test(value)));
}
