import type { FacetRow } from '../contract.ts';

const MOST_KEPT = 20_000;
const MOST_TEXT = 64 * 1024 * 1024;

/**
 * Facets that were read since the last commit of the writer, parsed and frozen: most queries ask for the same few
 * again, and parsing costs more than finding them. Any commit empties it, so it never answers with the past.
 */
export class FacetCache {
  readonly #version: () => number;
  readonly #rows = new Map<string, FacetRow>();
  #filledAt = -1;
  #text = 0;

  /** `version` changes whenever another connection commits. */
  constructor(version: () => number) {
    this.#version = version;
  }

  /** Call before what is missing is read, so that nothing read is older than what is thought. */
  refresh(): void {
    const version = this.#version();
    if (version !== this.#filledAt) this.#empty();
    this.#filledAt = version;
  }

  get(type: string, brick: string, id: string): FacetRow | undefined {
    return this.#rows.get(keyOf(type, brick, id));
  }

  /** Keeps a row whose facet is `length` characters of JSON. */
  add(type: string, row: FacetRow, length: number): void {
    if (this.#rows.size >= MOST_KEPT || this.#text > MOST_TEXT) this.#empty();
    freeze(row);
    this.#rows.set(keyOf(type, row.brick, row.id), row);
    this.#text += length;
  }

  #empty(): void {
    this.#rows.clear();
    this.#text = 0;
  }
}

function keyOf(type: string, brick: string, id: string): string {
  return `${type}\n${brick}\n${id}`;
}

/** What several requests share must not be changed by one of them. */
function freeze(value: object): void {
  Object.freeze(value);
  for (const member of Object.values(value) as unknown[]) {
    if (typeof member === 'object' && member !== null) freeze(member);
  }
}
