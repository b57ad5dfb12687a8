import type { JsonObject } from '#sdk';
import { unpackBody } from './body.ts';

const MOST_PER_GENERATION = 8 * 1024 * 1024;

/**
 * JSON of bodies that were written lately, by their hash: what a first sync stores is projected moments later, and
 * unpacking it again would cost as much as packing it did. Two generations: when the younger one is full, the older
 * one is forgotten.
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

  /** The body of this hash, parsed anew for every caller; `packed` may be left out for one that is kept. */
  parse(hash: string, packed?: Uint8Array): JsonObject {
    const json = this.#young.get(hash) ?? this.#old.get(hash);
    if (json !== undefined) return JSON.parse(json) as JsonObject;
    if (packed) return unpackBody(packed);
    throw new Error('a body was asked for that is not kept');
  }
}
