import type { FacetTable } from '../facets/facet-table.ts';
import type { PersonWriter } from '../person.ts';
import type { SqliteHandle } from '../sqlite-handle.ts';
import type { Sql } from '../sql.ts';
import { erase } from './erase.ts';
import { dropPapers, endErasure, erasureById } from './erasure-rows.ts';
import { redactOver } from './overdue.ts';
import type { PersonKeys } from './person-keys.ts';
import { sealAgain } from './seal-again.ts';
import { sealMessages } from './seal-messages.ts';
import type { Root } from './whose.ts';

/** What the writer lends to its part that keeps persons. */
export interface PersonGround {
  readonly tables: ReadonlyMap<string, FacetTable>;
  readonly keys: PersonKeys;
  /** Only on SQLite. */
  readonly sqlite: SqliteHandle | undefined;
  bricks(): readonly string[];
  /** Locks what is named before it works; `''` is all that belongs to no brick. */
  transaction<T>(locks: readonly string[], work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Forgets what projections keep between them. */
  forget(): void;
  /** Projects these roots within the transaction; those of a brick that is not configured stay due. */
  project(sql: Sql, roots: readonly Root[], at: string): Promise<void>;
}

/** Of one person; who has more is shown as before until they are projected. */
const AT_ONCE = 5_000;

type Argument<Method extends keyof PersonWriter> = Parameters<PersonWriter[Method]>[0];

/** The part of the writer that keeps and erases persons. */
export class PersonStore implements PersonWriter {
  readonly #ground: PersonGround;

  constructor(ground: PersonGround) {
    this.#ground = ground;
  }

  sealAgain(step: Argument<'sealAgain'>): Promise<void> {
    return this.#cleanly(() =>
      this.#ground.transaction([step.brick], (sql) => sealAgain(sql, this.#ground.keys, step)),
    );
  }

  async destroy({ id, follows, at }: Argument<'destroy'>): Promise<boolean> {
    const { tables, keys, transaction, bricks } = this.#ground;
    const done = await this.#cleanly(() =>
      transaction(['', ...bricks()], async (sql) => {
        const erasure = await erasureById(sql, id);
        if (erasure?.state !== 'begun') return false;
        const roots = await erase(sql, tables, { customer: erasure.customer, follows, at });
        await endErasure(sql, id, at);
        // What was opened with a key that is gone must go, too; queries show nobody from this instant on.
        keys.forget();
        this.#ground.forget();
        if (roots.length <= AT_ONCE) await this.#ground.project(sql, roots, at);
        return true;
      }),
    ).finally(() => {
      keys.forget();
      this.#ground.forget();
    });
    this.#ground.sqlite?.checkpoint();
    return done;
  }

  async redactMessages(order: Argument<'redactMessages'>): Promise<number> {
    const { keys, transaction } = this.#ground;
    const done = await this.#cleanly(() => transaction([''], (sql) => redactOver(sql, order)));
    // What was opened with a key that is gone must go, too.
    if (done > 0) keys.forget();
    this.#ground.sqlite?.checkpoint();
    return done;
  }

  sealMessages(order: Argument<'sealMessages'>): Promise<number> {
    return this.#cleanly(() => this.#ground.transaction([''], (sql) => sealMessages(sql, this.#ground.keys, order)));
  }

  dropPapers({ at }: Argument<'dropPapers'>): Promise<number> {
    return this.#ground.transaction([''], (sql) => dropPapers(sql, at));
  }

  /** What is taken out of the tables is overwritten on disk, and in the file of what was written last. */
  async #cleanly<T>(work: () => Promise<T>): Promise<T> {
    const { sqlite } = this.#ground;
    sqlite?.overwriting(true);
    try {
      return await work();
    } finally {
      sqlite?.overwriting(false);
    }
  }
}
