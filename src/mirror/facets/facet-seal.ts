import type { FacetType } from '../facet-type.ts';
import { invalid } from '../mirror-error.ts';
import type { Vault } from '../persons/index.ts';
import type { Param } from '../sql.ts';

/** What is declared of a facet type that says something of people. */
type Personal = NonNullable<FacetType['personal']>;

/** How the facets of one type are kept at rest. All of it comes out the same as if they were not sealed. */
export class FacetSeal {
  readonly #vault: Vault;
  readonly #type: string;
  readonly #lookups: ReadonlySet<string>;
  readonly #sorted: ReadonlySet<string>;
  readonly #words: boolean;

  constructor(vault: Vault, { name, personal }: { name: string; personal: Personal }) {
    this.#vault = vault;
    this.#type = name;
    this.#lookups = new Set(personal.lookups);
    this.#sorted = new Set(personal.sorted);
    this.#words = personal.words ?? false;
  }

  sealData(brick: string, hubId: string, data: string): string {
    return this.#vault.sealText(data, `${this.#type}\n${brick}\n${hubId}`);
  }

  openData(brick: string, hubId: string, data: string): string {
    return this.#vault.openText(data, `${this.#type}\n${brick}\n${hubId}`);
  }

  /** A column's value as it is stored. */
  column(name: string, value: Param): Param {
    if (typeof value !== 'string') return value;
    if (this.#lookups.has(name)) return this.#vault.blind(value);
    return this.#sorted.has(name) ? this.#vault.sealText(value, this.#columnOf(name)) : value;
  }

  /** Whether it is stored otherwise than it reads. */
  hides(name: string): boolean {
    return this.#lookups.has(name) || this.#sorted.has(name);
  }

  /** Whether rows can only be ordered by it once it is opened. */
  isSorted(name: string): boolean {
    return this.#sorted.has(name);
  }

  openColumn(name: string, value: string): string {
    return this.#vault.openText(value, this.#columnOf(name));
  }

  /** What a value is looked up by. Throws FACET_COLUMN_SEALED for a column that is only sorted by. */
  lookup(name: string, value: string | number): string | number | null {
    if (this.#sorted.has(name)) throw sealedColumn(this.#type, name);
    return this.#lookups.has(name) ? this.#vault.blind(String(value)) : value;
  }

  /** Folded words as they are indexed. */
  indexed(words: readonly string[]): readonly string[] {
    return this.#words ? this.#vault.wordTokens(words) : words;
  }

  /** Folded words as they are looked for; null: as any other. */
  searched(words: readonly string[]): string[] | null {
    return this.#words ? words.map((word) => this.#vault.wordToken(word)) : null;
  }

  #columnOf(name: string): string {
    return `${this.#type}.${name}`;
  }
}

export function sealedColumn(type: string, column: string): Error {
  return invalid(
    'FACET_COLUMN_SEALED',
    `${type}.${column} is kept sealed: it cannot be compared so.`,
    'Ask by a whole value of a column that is looked up, or by another column.',
  );
}
