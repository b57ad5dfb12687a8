/** A seeded source of choices: the same seed gives the same store on every machine. */
export interface Random {
  /** An integer between both bounds, bounds included. */
  int(min: number, max: number): number;
  pick<T>(items: readonly T[]): T;
  chance(probability: number): boolean;
}

/** mulberry32 over a hash of seed and concern (FNV-1a). */
export function randomFor(seed: number, concern: string): Random {
  let state = seed ^ 0x811c9dc5;
  for (let i = 0; i < concern.length; i++) state = Math.imul(state ^ concern.charCodeAt(i), 0x01000193);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    int: (min, max) => min + Math.floor(next() * (max - min + 1)),
    pick: (items) => items[Math.floor(next() * items.length)] as never,
    chance: (probability) => next() < probability,
  };
}
