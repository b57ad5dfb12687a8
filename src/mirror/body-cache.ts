import type { JsonObject } from '#sdk';

const MOST_PER_GENERATION = 8 * 1024 * 1024;

/**
 * JSON of bodies that were written lately, by their hash: what a first sync stores is projected moments later, and
 * opening it again would cost as much as storing it did. Two generations: when the younger one is full, the older one is
 * forgotten. Emptied when anybody is erased.
 */
export class BodyCache {
  #young = new Map<string, string>();
  #old = new Map<string, string>();
  #size = 0;

  has(hash: string): boolean {
    return this.#young.has(hash) || this.#old.has(hash);
  }

  add(hash: string, json: string): void {
    if (this.#size > MOST_PER_GENERATION) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#size = 0;
    }
    this.#young.set(hash, json);
    this.#size += json.length;
  }

  /** The body of this hash, parsed anew for every caller; undefined: it is not kept. */
  find(hash: string): JsonObject | undefined {
    const json = this.#young.get(hash) ?? this.#old.get(hash);
    return json === undefined ? undefined : (JSON.parse(json) as JsonObject);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
    this.#size = 0;
  }
}
