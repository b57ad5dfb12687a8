import { bulkInsert, type BulkInsert } from '../bulk.ts';
import { guessHubId, type HubIdGuess } from '../hub-id.ts';
import { anyOf, list, type Sql } from '../sql.ts';

/** Those of categories and price lists are asked for again and again; those of products and variants once. */
const MOST_CACHED = 20_000;

const bindings: BulkInsert = { table: 'bindings', columns: ['brick', 'type', 'external_id', 'hub_id'] };

interface Wanted {
  type: string;
  externalId: string;
  hubId: string;
}

/** Bindings that are on disk, kept until one of them changes. */
export class BindingCache {
  readonly #known = new Map<string, string>();
  #version: string | null = null;

  /** Call in every transaction, before anything is asked: another process may have bound otherwise. */
  async refresh(sql: Sql): Promise<void> {
    const version = await bindingsVersion(sql);
    if (version !== this.#version) this.clear();
    this.#version = version;
  }

  get(key: string): string | undefined {
    return this.#known.get(key);
  }

  add(entries: Iterable<readonly [string, string]>): void {
    if (this.#known.size > MOST_CACHED) this.#known.clear();
    for (const [key, hubId] of entries) this.#known.set(key, hubId);
  }

  clear(): void {
    this.#known.clear();
  }
}

const VERSION = 'bindings-version';

/** Moves whenever an entity is bound otherwise. */
export async function bindingsVersion(sql: Sql): Promise<string> {
  const [row] = await sql.all<{ value: string }>('select value from meta where name = ?', [VERSION]);
  return row?.value ?? '0';
}

/** Says that bindings have changed: whoever keeps some forgets them. */
export async function bumpBindings(sql: Sql): Promise<void> {
  const next = Number(await bindingsVersion(sql)) + 1;
  await sql.run(
    'insert into meta (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
    [VERSION, String(next)],
  );
}

/**
 * Hub ids for one batch of projections. Mappers ask synchronously, so an id that is not cached is guessed first and
 * checked against the database when the batch is done; where a guess was wrong, the batch is projected again.
 */
export class BindingBatch {
  readonly #brick: string;
  readonly #cache: BindingCache;
  readonly #guess: HubIdGuess;
  readonly #settled = new Map<string, string>();
  #guessed = new Map<string, Wanted>();

  constructor(brick: string, cache: BindingCache, guess: HubIdGuess = guessHubId) {
    this.#brick = brick;
    this.#cache = cache;
    this.#guess = guess;
  }

  hubId(type: string, externalId: string): string {
    const key = `${this.#brick}\n${type}\n${externalId}`;
    const known = this.#settled.get(key) ?? this.#cache.get(key) ?? this.#guessed.get(key)?.hubId;
    if (known !== undefined) return known;
    const hubId = this.#guess(this.#brick, type, externalId, 0);
    this.#guessed.set(key, { type, externalId, hubId });
    return hubId;
  }

  /** Stores what was guessed. Resolves with whether every guess was right. */
  async settle(sql: Sql): Promise<boolean> {
    const guessed = this.#guessed;
    if (guessed.size === 0) return true;
    this.#guessed = new Map();
    const stored = await this.#load(sql, guessed);
    const fresh = new Map([...guessed].filter(([key]) => !stored.has(key)));
    const free = await this.#free(sql, [...fresh.values()]);
    await bulkInsert(
      sql,
      bindings,
      free.map((wanted) => [this.#brick, wanted.type, wanted.externalId, wanted.hubId]),
    );
    for (const wanted of free) stored.set(`${this.#brick}\n${wanted.type}\n${wanted.externalId}`, wanted.hubId);
    let right = true;
    for (const [key, { hubId }] of guessed) {
      const actual = stored.get(key) ?? hubId;
      if (actual !== hubId) right = false;
      this.#settled.set(key, actual);
    }
    return right;
  }

  /** Call when the transaction is on disk. */
  keep(): void {
    this.#cache.add(this.#settled);
  }

  async #load(sql: Sql, guessed: ReadonlyMap<string, Wanted>): Promise<Map<string, string>> {
    const byType = Map.groupBy(guessed.values(), ({ type }) => type);
    const stored = new Map<string, string>();
    for (const [type, wanted] of byType) {
      const rows = await sql.all<{ external_id: string; hub_id: string }>(
        `select b.external_id, coalesce(m.hub_id, b.hub_id) as hub_id from bindings b left join merges m
          on m.brick = b.brick and m.type = b.type and m.external_id = b.external_id
          where b.brick = ? and b.type = ? and ${anyOf(sql.dialect, 'b.external_id')}`,
        [this.#brick, type, list(wanted.map(({ externalId }) => externalId))],
      );
      for (const row of rows) stored.set(`${this.#brick}\n${type}\n${row.external_id}`, row.hub_id);
    }
    return stored;
  }

  /** Gives each new binding a hub id that nothing else has. */
  async #free(sql: Sql, wanted: readonly Wanted[]): Promise<Wanted[]> {
    const free: Wanted[] = [];
    const taken = new Set<string>();
    let open = [...wanted];
    for (let attempt = 0; open.length > 0; attempt++) {
      const tries = open.map((one) => ({
        ...one,
        hubId: attempt === 0 ? one.hubId : this.#guess(this.#brick, one.type, one.externalId, attempt),
      }));
      const ids = list(tries.map(({ hubId }) => hubId));
      const text = `select distinct hub_id from bindings where ${anyOf(sql.dialect, 'hub_id')}`;
      for (const row of await sql.all<{ hub_id: string }>(text, [ids])) taken.add(row.hub_id);
      open = [];
      for (const one of tries) {
        if (taken.has(one.hubId)) open.push(one);
        else free.push(one);
        taken.add(one.hubId);
      }
    }
    return free;
  }
}
