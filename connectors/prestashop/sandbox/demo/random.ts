/** A seeded source of choices: the same seed gives the same shop on every machine. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** An integer between both bounds, bounds included. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Picks by relative weight. */
  weighted<T>(items: readonly (readonly [item: T, weight: number])[]): T;
  /** So many characters of an alphabet. */
  text(length: number, alphabet: string): string;
}

/** FNV-1a: spreads a concern's name over 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** mulberry32: 32 bits of state are plenty for a demo shop. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Each concern draws from its own stream, so that more products do not change the customers. */
export function randomFor(seed: number, concern: string): Random {
  const next = mulberry32(seed ^ hashOf(concern));
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T;
  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    weighted(items) {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
      const found = items.find(([, weight]) => (left -= weight) < 0) ?? items[items.length - 1];
      if (!found) throw new Error('weighted() needs at least one item');
      return found[0];
    },
    text: (length, alphabet) => Array.from({ length }, () => alphabet.charAt(int(0, alphabet.length - 1))).join(''),
  };
}

export const HEX = '0123456789abcdef';
export const DIGITS = '0123456789';
export const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
