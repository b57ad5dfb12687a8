import { randomBytes } from 'node:crypto';
import { bulkInsert, inParts } from '../bulk.ts';
import { invalid } from '../mirror-error.ts';
import { anyOf, list, type Sql } from '../sql.ts';
import type { Vault } from './vault.ts';

/** A key is 32 bytes; with what surrounds it, this is a few megabytes. */
const MOST_KEPT = 20_000;
const VERSION = 'persons-version';

/** Keys by the persons' ids; null: destroyed, the person was erased. */
export type KeysById = ReadonlyMap<string, Buffer | null>;

const table = { table: 'person_keys', columns: ['id', 'key', 'created_at'], tail: 'on conflict (id) do nothing' };

/** The persons' keys: made when first needed, read and unwrapped once, forgotten as soon as anybody is erased. */
export class PersonKeys {
  readonly #vault: Vault;
  readonly #kept = new Map<string, Buffer | null>();
  readonly #onForget: (() => void) | undefined;
  readonly #from: Sql | undefined;
  #version: string | null = null;

  /** `forget`: somebody was erased; what was opened before must go, too. `from`: another database that has the keys. */
  constructor(vault: Vault, { forget, from }: { forget?: () => void; from?: Sql | undefined } = {}) {
    this.#vault = vault;
    this.#onForget = forget;
    this.#from = from;
  }

  get vault(): Vault {
    return this.#vault;
  }

  /** Call in every transaction, before anything is asked: another process may have erased somebody. */
  async refresh(sql: Sql): Promise<void> {
    const [row] = await (this.#from ?? sql).all<{ value: string }>('select value from meta where name = ?', [VERSION]);
    const version = row?.value ?? '0';
    if (version !== this.#version && this.#version !== null) this.forget();
    this.#version = version;
  }

  /** Throws PERSON_KEY_LOST where one is not there at all: that is damage, no erasure. */
  async load(sql: Sql, ids: Iterable<string>): Promise<KeysById> {
    const found = await this.#find(sql, ids);
    for (const id of ids) if (!found.has(id)) throw lost();
    return found;
  }

  /** The same; whoever has none gets one. */
  async ensure(sql: Sql, ids: ReadonlySet<string>, at: string): Promise<KeysById> {
    const found = await this.#find(sql, ids);
    const fresh = [...ids].filter((id) => !found.has(id));
    if (fresh.length === 0) return found;
    const made = new Map(fresh.map((id) => [id, randomBytes(32)]));
    await bulkInsert(
      sql,
      table,
      [...made].map(([id, key]) => [id, this.#vault.wrap(id, key), at]),
    );
    // Read back: on PostgreSQL, another hub may have been faster.
    for (const [id, key] of await this.#find(sql, fresh)) found.set(id, key);
    return found;
  }

  /** After a failed transaction: what it made was never there. */
  forget(): void {
    this.#kept.clear();
    this.#onForget?.();
  }

  async #find(sql: Sql, ids: Iterable<string>): Promise<Map<string, Buffer | null>> {
    const found = new Map<string, Buffer | null>();
    const unread: string[] = [];
    for (const id of new Set(ids)) {
      const key = this.#kept.get(id);
      if (key === undefined) unread.push(id);
      else found.set(id, key);
    }
    for (const part of inParts(unread)) {
      const place = this.#from ?? sql;
      const text = `select id, key from person_keys where ${anyOf(place.dialect, 'id')}`;
      const rows = await place.all<{ id: string; key: Uint8Array | null }>(text, [list(part)]);
      for (const { id, key } of rows) {
        const unwrapped = key && this.#vault.unwrap(id, key);
        if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
        this.#kept.set(id, unwrapped);
        found.set(id, unwrapped);
      }
    }
    return found;
  }
}

/** Destroys keys. Their rows stay, so that nobody gets a new one. Everybody who keeps keys forgets them. */
export async function destroyKeys(sql: Sql, ids: readonly string[], at: string): Promise<void> {
  // Whoever is to be erased and has no key yet must not get one by what is read later.
  await bulkInsert(
    sql,
    table,
    ids.map((id) => [id, null, at]),
  );
  for (const part of inParts(ids)) {
    const text = `update person_keys set key = null, erased_at = coalesce(erased_at, ?) where ${anyOf(sql.dialect, 'id')}`;
    await sql.run(text, [at, list(part)]);
  }
  await bumpPersons(sql);
}

export async function bumpPersons(sql: Sql): Promise<void> {
  await sql.run(
    `insert into meta (name, value) values (?, '1')
      on conflict (name) do update set value = cast(cast(meta.value as integer) + 1 as text)`,
    [VERSION],
  );
}

function lost(): Error {
  return invalid(
    'PERSON_KEY_LOST',
    'The key under which personal values are sealed is not in the database: rows of person_keys are missing.',
    'Nothing was changed. Restore the database from a backup: see docs/personal-data.md.',
  );
}
