import type { JsonObject } from '#sdk';
import { unpackBody } from './body.ts';

const MOST_KEPT = 32 * 1024 * 1024;

/**
 * JSON of bodies that were written lately, by their hash: what a first sync stores is projected moments later, and
 * unpacking it again would cost as much as packing it did.
 */
export class BodyCache {
  readonly #bodies = new Map<string, string>();
  #size = 0;

  add(hash: string, json: string): void {
    if (this.#bodies.has(hash)) return;
    if (this.#size + json.length > MOST_KEPT) {
      this.#bodies.clear();
      this.#size = 0;
    }
    this.#bodies.set(hash, json);
    this.#size += json.length;
  }

  /** The body of this hash, parsed anew for every caller. */
  parse(hash: string, packed: Uint8Array): JsonObject {
    const json = this.#bodies.get(hash);
    return json === undefined ? unpackBody(packed) : (JSON.parse(json) as JsonObject);
  }
}
