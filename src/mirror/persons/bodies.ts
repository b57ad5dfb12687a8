import type { JsonObject } from '#sdk';
import type { BodyCache } from '../body-cache.ts';
import type { Sql } from '../sql.ts';
import type { PersonKeys } from './person-keys.ts';
import { openBody, personOf } from './sealed-body.ts';

/** A body as it is stored, with where. */
export interface StoredBody {
  brick: string;
  kind: string;
  id: string;
  body: Uint8Array;
  /** By which it may be kept. */
  hash?: string;
}

/** Opens stored bodies: the only way to what a record says, now or in the past. */
export class Bodies {
  readonly keys: PersonKeys;
  readonly cache: BodyCache | undefined;

  constructor(keys: PersonKeys, cache?: BodyCache) {
    this.keys = keys;
    this.cache = cache;
  }

  /** All of them, in their order, each parsed anew. What an erased person said has blanks. */
  async open(sql: Sql, stored: readonly StoredBody[]): Promise<JsonObject[]> {
    const sealed = new Set<string>();
    for (const { body, hash } of stored) {
      const person = personOf(body);
      if (person !== null && !this.#keeps(hash)) sealed.add(person);
    }
    const keys = sealed.size > 0 ? await this.keys.load(sql, sealed) : new Map<string, Buffer | null>();
    return stored.map(({ hash, ...one }) => {
      const kept = hash === undefined ? undefined : this.cache?.find(hash);
      if (kept !== undefined) return kept;
      return openBody(one, one.body, keys.get(personOf(one.body) ?? '') ?? null);
    });
  }

  /** The same outside of a transaction, where some are tombstones. */
  async openNullable(
    sql: Sql,
    stored: readonly (Omit<StoredBody, 'body'> & { body: Uint8Array | null })[],
  ): Promise<(JsonObject | null)[]> {
    await this.keys.refresh(sql);
    const whole = stored.flatMap(({ body, ...one }) => (body === null ? [] : [{ ...one, body }]));
    const opened = (await this.open(sql, whole)).values();
    return stored.map(({ body }) => (body === null ? null : (opened.next().value ?? null)));
  }

  #keeps(hash: string | undefined): boolean {
    return hash !== undefined && (this.cache?.has(hash) ?? false);
  }
}
