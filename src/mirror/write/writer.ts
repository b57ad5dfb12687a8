import type { Aggregate } from '#sdk';
import { BodyCache } from '../body-cache.ts';
import { beginSilence, pruneChanges } from '../changes/index.ts';
import type { BindOrder, BindOutcome, MirrorWriter, PageCommit, PageResult, ProjectOptions } from '../contract.ts';
import type { Database } from '../database.ts';
import { ensureFacetTables } from '../facets/facet-schema.ts';
import { facetTables, type FacetTable } from '../facets/facet-table.ts';
import { markMessageRoots } from '../facets/message-roots.ts';
import { Projector } from '../facets/project.ts';
import type { FacetType } from '../facet-type.ts';
import {
  bindByHand,
  everyValue,
  identityIndex,
  matchStep,
  movedValues,
  unbindByHand,
  type IdentityIndex,
} from '../match/index.ts';
import type { MessageWriter } from '../message.ts';
import { MessageStore, releaseLeases } from '../messages/index.ts';
import { invalid } from '../mirror-error.ts';
import type { Sql } from '../sql.ts';
import { commitPage } from './commit-page.ts';
import { dependenciesOf, type Dependencies } from './dependencies.ts';
import { markEveryRoot } from './due-roots.ts';
import type { NewToken, TokenRow, TokenWriter } from '../token.ts';
import { createToken, revokeToken, useToken } from '../tokens/index.ts';
import { messageGround } from './message-ground.ts';
import { otherCode } from './other-code.ts';
import { hold, publish } from './publish.ts';
import { endRun, startRun } from './runs.ts';
import { endPass } from './streams.ts';

/** A brick as the writer knows it: by what its connector projects. */
export interface WrittenBrick {
  name: string;
  aggregates: readonly Aggregate[];
  /** Tells this code of a connector from outside from another; absent: it comes with the release. */
  code?: string;
}

interface Known {
  dependencies: Dependencies;
  roots: readonly string[];
  projector: Projector;
  code: string;
}

const MATCHED = 'matched-bricks';

/** The one writer over an open database. Calls must come one after another. */
export class DatabaseWriter implements MirrorWriter, TokenWriter {
  readonly #database: Database;
  readonly #tables: ReadonlyMap<string, FacetTable>;
  readonly #bricks: ReadonlyMap<string, Known>;
  readonly #now: () => Date;
  readonly #release: string;
  readonly #bodies = new BodyCache();
  readonly #identities: IdentityIndex;
  readonly #messages: MessageStore;

  constructor(
    database: Database,
    options: { facetTypes: readonly FacetType[]; bricks: readonly WrittenBrick[]; release?: string; now?: () => Date },
  ) {
    this.#database = database;
    this.#tables = facetTables(options.facetTypes);
    this.#now = options.now ?? (() => new Date());
    this.#release = options.release ?? '';
    this.#identities = identityIndex(
      this.#tables.values(),
      options.bricks.map(({ name }) => name),
    );
    this.#bricks = new Map(options.bricks.map((brick) => [brick.name, this.#know(brick)]));
    const ground = messageGround({
      sql: database.sql,
      tables: this.#tables,
      identities: this.#identities,
      bricks: [...this.#bricks.keys()],
      projector: (name) => this.#brick(name).projector,
      transaction: (locks, work, options) => this.#locked(locks, work, options),
      now: this.#now,
    });
    this.#messages = new MessageStore(ground);
  }

  /** Brings the database to this version: migrations, then facet tables. Everything else comes after it. */
  async prepare(): Promise<void> {
    await this.#database.migrate();
    await this.#transaction(null, async (sql) => {
      const names = [...this.#bricks.keys()];
      const tables = await ensureFacetTables(sql, this.#tables.values(), this.#release);
      if (tables !== 'fit') await this.#everyRoot(sql, names);
      // Facets that are still there are compared: of those the log stays true.
      if (tables === 'empty') await beginSilence(sql, names);
      await this.#everyRoot(sql, await otherCode(sql, this.#bricks));
      await this.#compareAll(sql);
      // Nobody else has this folder: whoever had leased messages is dead, and need not be waited for.
      if (sql.dialect === 'sqlite') await releaseLeases(sql);
    });
  }

  async startRun(run: Parameters<MirrorWriter['startRun']>[0]): Promise<void> {
    await this.#transaction(run.brick, (sql) => startRun(sql, run));
  }

  async endRun(run: Parameters<MirrorWriter['endRun']>[0]): Promise<void> {
    await this.#transaction(null, async (sql) => {
      await endRun(sql, run);
      await pruneChanges(sql, this.#now());
    });
  }

  async commitPage(page: PageCommit): Promise<PageResult> {
    const dependencies = this.#brick(page.brick).dependencies.get(page.kind) ?? [];
    return this.#transaction(page.brick, (sql) => commitPage(sql, page, { dependencies, bodies: this.#bodies }));
  }

  async endPass(pass: Parameters<MirrorWriter['endPass']>[0]): Promise<void> {
    // What a power cut takes away is read again.
    await this.#transaction(pass.brick, (sql) => endPass(sql, pass), { redoable: true });
  }

  async publish(stream: Parameters<MirrorWriter['publish']>[0]): Promise<number> {
    const dependencies = this.#brick(stream.brick).dependencies.get(stream.kind) ?? [];
    return this.#transaction(stream.brick, (sql) => publish(sql, stream, dependencies));
  }

  async hold(row: Parameters<MirrorWriter['hold']>[0]): Promise<string> {
    return this.#transaction(row.brick, (sql) => hold(sql, row));
  }

  async createToken(token: NewToken): Promise<boolean> {
    return this.#transaction(null, (sql) => createToken(sql, token));
  }

  async revokeToken(order: { name: string; at: string }): Promise<TokenRow | null> {
    return this.#transaction(null, (sql) => revokeToken(sql, order));
  }

  async useToken(use: { id: string; at: string }): Promise<void> {
    await this.#transaction(null, (sql) => useToken(sql, use), { redoable: true });
  }

  async project(options: ProjectOptions): Promise<{ projected: number; due: number }> {
    const { projector } = this.#brick(options.brick);
    try {
      const work = (sql: Sql) => projector.project(sql, options, this.#now().toISOString());
      // What a power cut takes away is due again, and hub ids come out the same.
      const { committed, ...done } = await this.#transaction(options.brick, work, { redoable: true });
      committed();
      return done;
    } catch (error) {
      projector.clear();
      throw error;
    }
  }

  async match({ limit }: { limit: number }): Promise<{ changed: number; due: number }> {
    if (!this.#hasSeveralBricks()) return { changed: 0, due: 0 };
    return this.#binding((sql) => matchStep(sql, this.#identities, { limit, at: this.#now().toISOString() }));
  }

  async bind(order: BindOrder): Promise<BindOutcome> {
    return this.#binding((sql) => bindByHand(sql, this.#identities, order));
  }

  async unbind(order: Omit<BindOrder, 'hubId'>): Promise<BindOutcome> {
    return this.#binding((sql) => unbindByHand(sql, this.#identities, order));
  }

  async reproject(brick: string | null): Promise<void> {
    const names = brick === null ? [...this.#bricks.keys()] : [brick];
    for (const name of names) this.#brick(name).projector.clear();
    await this.#transaction(brick, async (sql) => {
      for (const name of names) await dropFacets(sql, this.#tables.values(), name);
      await this.#everyRoot(sql, names);
      await beginSilence(sql, names);
    });
  }

  enqueue(order: Parameters<MessageWriter['enqueue']>[0]): ReturnType<MessageWriter['enqueue']> {
    return this.#messages.enqueue(order);
  }

  lease(wish: Parameters<MessageWriter['lease']>[0]): ReturnType<MessageWriter['lease']> {
    return this.#messages.lease(wish);
  }

  extend(lease: Parameters<MessageWriter['extend']>[0]): ReturnType<MessageWriter['extend']> {
    return this.#messages.extend(lease);
  }

  keepStep(step: Parameters<MessageWriter['keepStep']>[0]): ReturnType<MessageWriter['keepStep']> {
    return this.#messages.keepStep(step);
  }

  settle(end: Parameters<MessageWriter['settle']>[0]): ReturnType<MessageWriter['settle']> {
    return this.#messages.settle(end);
  }

  confirm(what: Parameters<MessageWriter['confirm']>[0]): ReturnType<MessageWriter['confirm']> {
    return this.#messages.confirm(what);
  }

  redrive(order: Parameters<MessageWriter['redrive']>[0]): ReturnType<MessageWriter['redrive']> {
    return this.#messages.redrive(order);
  }

  discard(order: Parameters<MessageWriter['discard']>[0]): ReturnType<MessageWriter['discard']> {
    return this.#messages.discard(order);
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  async #everyRoot(sql: Sql, names: readonly string[]): Promise<void> {
    for (const name of names) {
      await markEveryRoot(sql, name, this.#brick(name).roots);
      await markMessageRoots(sql, name);
    }
  }

  /** Other bricks than last time, or in another order: every value is compared anew. */
  async #compareAll(sql: Sql): Promise<void> {
    const bricks = JSON.stringify([...this.#bricks].map(([name, { roots }]) => [name, roots]));
    const [known] = await sql.all<{ value: string }>('select value from meta where name = ?', [MATCHED]);
    if (known?.value === bricks) return;
    await sql.run(
      'insert into meta (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
      [MATCHED, bricks],
    );
    if (this.#hasSeveralBricks()) await everyValue(sql, this.#identities);
  }

  #hasSeveralBricks(): boolean {
    return this.#identities.bricks.length > 1;
  }

  #know({ name, aggregates, code = '' }: WrittenBrick): Known {
    const moved = this.#hasSeveralBricks() ? movedValues(this.#identities) : null;
    return {
      dependencies: dependenciesOf(aggregates),
      roots: [...new Set(aggregates.map(({ root }) => root))],
      projector: new Projector(name, aggregates, this.#tables, { bodies: this.#bodies, moved }),
      code,
    };
  }

  #brick(name: string): Known {
    const known = this.#bricks.get(name);
    if (known) return known;
    throw invalid(
      'BRICK_UNKNOWN',
      `No brick is called ${name}.`,
      'Look at the names of the bricks in the configuration.',
    );
  }

  /** Bindings touch all bricks: nobody may project meanwhile. The locks are taken in one order. */
  #binding<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#locked(['', ...this.#bricks.keys()], work);
  }

  #locked<T>(locks: readonly string[], work: (sql: Sql) => Promise<T>, options?: { redoable: boolean }): Promise<T> {
    return this.#database.transaction(async (sql) => {
      for (const name of [...new Set(locks)].sort()) await lock(sql, name);
      return work(sql);
    }, options);
  }

  /** On PostgreSQL several processes may write: those that write the same brick wait for one another. */
  #transaction<T>(brick: string | null, work: (sql: Sql) => Promise<T>, options?: { redoable: boolean }): Promise<T> {
    return this.#locked([brick ?? ''], work, options);
  }
}

async function lock(sql: Sql, name: string): Promise<void> {
  if (sql.dialect === 'postgres')
    await sql.all('select pg_advisory_xact_lock(hashtext(?), hashtext(?))', ['mortar', name]);
}

async function dropFacets(sql: Sql, tables: Iterable<FacetTable>, brick: string): Promise<void> {
  for (const table of tables) {
    if (sql.dialect === 'sqlite' && table.searchable) {
      await sql.run(
        `delete from ${table.name}_search where rowid in (select row_id from ${table.name} where brick = ?)`,
        [brick],
      );
    }
    await sql.run(`delete from ${table.name} where brick = ?`, [brick]);
  }
  await sql.run('delete from facet_links where brick = ?', [brick]);
}
