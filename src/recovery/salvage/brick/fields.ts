import type { FieldSource, JsonObject, RawRecord } from '#sdk';
import type { Fields } from '../merge.ts';

/** Reads the fields of a record, and notes from which of them a facet was made. */
export class FieldReader {
  readonly #fields: Fields;
  readonly #told = new Map<string, FieldSource>();

  constructor({ body }: RawRecord) {
    this.#fields = body['fields'] as unknown as Fields;
  }

  /** Text of a field, noted under the name that the facet has for it. */
  text(field: string, as: string = field): string | null {
    const value = this.#take(field, as);
    return typeof value === 'string' && value !== '' ? value : null;
  }

  number(field: string, as: string = field): number | null {
    const value = this.#take(field, as);
    return typeof value === 'number' ? value : null;
  }

  /** A list or an object, as it was claimed. */
  value<Value>(field: string, as: string = field): Value | null {
    return (this.#take(field, as) as Value | undefined) ?? null;
  }

  /** Names of fields that begin so. */
  below(prefix: string): string[] {
    return Object.keys(this.#fields).filter((field) => field.startsWith(prefix));
  }

  at(field: string): string | null {
    return this.#fields[field]?.at ?? null;
  }

  /** That a field of the facet was computed: from what, and as old as this field. */
  computed(as: string, from: string, how: string): void {
    const claimed = this.#fields[from];
    if (claimed) this.#told.set(as, { field: as, source: `${how} (${claimed.source})`, at: claimed.at });
  }

  /** The newest time at which anything was said. */
  newest(): string {
    return Object.values(this.#fields).reduce((newest, { at }) => (at > newest ? at : newest), '1970-01-01T00:00:00Z');
  }

  /** What was read since the last time, for one facet. */
  provenance(): FieldSource[] {
    const told = [...this.#told.values()];
    this.#told.clear();
    return told;
  }

  #take(field: string, as: string): JsonObject[string] | undefined {
    const claimed = this.#fields[field];
    if (!claimed) return undefined;
    this.#told.set(as, { field: as, source: claimed.source, at: claimed.at });
    return claimed.value;
  }
}
