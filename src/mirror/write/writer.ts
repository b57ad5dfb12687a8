import type { AuditHead, AuditWriter } from '../audit-entry.ts';
import { appendAudit, cutAudit } from '../audit/index.ts';
import { BodyCache } from '../body-cache.ts';
import { beginSilence, pruneChanges } from '../changes/index.ts';
import type {
  BindOrder,
  BindOutcome,
  HoldOrder,
  HoldOutcome,
  MirrorWriter,
  PageCommit,
  PageResult,
  ProjectOptions,
} from '../contract.ts';
import type { Database } from '../database.ts';
import { ensureFacetTables } from '../facets/facet-schema.ts';
import { facetTables, type FacetTable } from '../facets/facet-table.ts';
import { bindByHand, identityIndex, matchStep, unbindByHand, type IdentityIndex } from '../match/index.ts';
import type { MessageWriter } from '../message.ts';
import type { PersonWriter } from '../person.ts';
import { Bodies, finishRestore, PersonKeys, PersonStore } from '../persons/index.ts';
import { MessageStore, releaseLeases, type MessageGround } from '../messages/index.ts';
import type { CutOver, CutOverOutcome, MoveWriter } from '../move.ts';
import { adopt, createMove, cutOver, disinherit, inherit, noteDrill, noteMove, noteMoveItems } from '../moves/index.ts';
import type { Sql } from '../sql.ts';
import { commitPage } from './commit-page.ts';
import { decideHold, findHold } from './decide-hold.ts';
import { KnownBricks } from './known-bricks.ts';
import { dropFacets } from './drop-facets.ts';
import { beginJournal, endJournal, finishReplay, keepSegment } from '../journal/index.ts';
import type { JournalPosition, JournalSegment, JournalWriter } from '../journal.ts';
import type { HintRow, HintWriter } from '../hint.ts';
import { addHints, dropHints } from '../hints/index.ts';
import type { NewToken, TokenRow, TokenWriter } from '../token.ts';
import { createToken, revokeToken, useToken } from '../tokens/index.ts';
import { messageGround } from './message-ground.ts';
import { otherCode } from './other-code.ts';
import type { WriterOptions } from './writer-options.ts';
import { hold, publish } from './publish.ts';
import { endRun, startRun } from './runs.ts';
import { endPass } from './streams.ts';

const ROOTS_AT_ONCE = 300;
const MOVED_AT_ONCE = 2_000;
/** The lock of the chain: several hubs append to one. */
const AUDIT = ['#audit'];

/** The one writer over an open database. Calls must come one after another. */
export class DatabaseWriter implements MirrorWriter, TokenWriter, AuditWriter, JournalWriter, HintWriter, PersonWriter {
  readonly #database: Database;
  readonly #tables: ReadonlyMap<string, FacetTable>;
  readonly #bricks: KnownBricks;
  readonly #now: () => Date;
  readonly #release: string;
  readonly #bodies: Bodies;
  readonly #identities: IdentityIndex;
  readonly #messages: MessageStore;
  readonly #persons: PersonStore;
  readonly #ground: MessageGround;

  constructor(database: Database, options: WriterOptions) {
    this.#database = database;
    this.#tables = facetTables(options.facetTypes, options.vault);
    const cache = new BodyCache();
    this.#bodies = new Bodies(
      new PersonKeys(options.vault, { forget: () => cache.clear(), from: options.keysFrom }),
      cache,
    );
    this.#now = options.now ?? (() => new Date());
    this.#release = options.release ?? '';
    this.#identities = identityIndex(
      this.#tables.values(),
      options.bricks.map(({ name }) => name),
    );
    const parts = { tables: this.#tables, bodies: this.#bodies, identities: this.#identities };
    this.#bricks = new KnownBricks(options.bricks, parts);
    this.#ground = messageGround({
      sql: database.sql,
      tables: this.#tables,
      keys: this.#bodies.keys,
      identities: this.#identities,
      bricks: this.#bricks.names,
      projector: (name) => this.#bricks.get(name).projector,
      transaction: (locks, work, options) => this.#locked(locks, work, options),
      now: this.#now,
    });
    this.#persons = new PersonStore({
      tables: this.#tables,
      keys: this.#bodies.keys,
      sqlite: database.sqlite,
      bricks: () => this.#bricks.names,
      transaction: (locks, work) => this.#locked(locks, work),
      forget: () => this.#bricks.clear(),
      project: (sql, roots, at) => this.#bricks.projectRoots(sql, roots, at),
    });
    this.#messages = new MessageStore(this.#ground);
  }

  /** Brings the database to this version: migrations, then facet tables. Everything else comes after it. */
  async prepare(): Promise<void> {
    await this.#database.migrate();
    await this.#transaction(null, async (sql) => {
      const names = this.#bricks.names;
      const tables = await ensureFacetTables(sql, this.#tables.values(), this.#release);
      if (tables !== 'fit') await this.#bricks.everyRoot(sql, names);
      // Facets that are still there are compared: of those the log stays true.
      if (tables === 'empty') await beginSilence(sql, names);
      await this.#bricks.everyRoot(sql, await otherCode(sql, this.#bricks.byName));
      await this.#bricks.compareAll(sql);
      await disinherit(sql, this.#tables, names);
      // Nobody else has this folder: whoever had leased messages is dead, and need not be waited for.
      if (sql.dialect === 'sqlite') await releaseLeases(sql);
      await finishRestore(sql, this.#tables, names, () => this.#bricks.everyRoot(sql, names));
      const at = this.#now().toISOString();
      await finishReplay(sql, { tables: this.#tables, identities: this.#identities, at });
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
    const dependencies = this.#bricks.get(page.brick).dependencies.get(page.kind) ?? [];
    return this.#transaction(page.brick, (sql) => commitPage(sql, page, { dependencies, bodies: this.#bodies }));
  }

  async endPass(pass: Parameters<MirrorWriter['endPass']>[0]): Promise<void> {
    // What a power cut takes away is read again.
    await this.#transaction(pass.brick, (sql) => endPass(sql, pass), { redoable: true });
  }

  async publish(stream: Parameters<MirrorWriter['publish']>[0]): Promise<number> {
    const dependencies = this.#bricks.get(stream.brick).dependencies.get(stream.kind) ?? [];
    return this.#transaction(stream.brick, (sql) => publish(sql, stream, dependencies));
  }

  async hold(row: Parameters<MirrorWriter['hold']>[0]): Promise<string> {
    return this.#transaction(row.brick, (sql) => hold(sql, row));
  }

  async addHints(hints: readonly HintRow[]): Promise<void> {
    await this.#transaction(null, (sql) => addHints(sql, hints));
  }

  async dropHints(hints: readonly HintRow[]): Promise<void> {
    // What a power cut brings back is read once more.
    await this.#transaction(null, (sql) => dropHints(sql, hints), { redoable: true });
  }

  async decideHold(order: HoldOrder): Promise<HoldOutcome> {
    const hold = await findHold(this.#database.sql, order.id);
    if (!hold) return { outcome: 'unknown' };
    if (hold.direction === 'outgoing') return this.#messages.decide(order, hold.brick);
    const { dependencies, projector } = this.#bricks.get(hold.brick);
    const kept: (() => void)[] = [];
    try {
      const outcome = await this.#transaction(hold.brick, async (sql) => {
        const decided = await decideHold(sql, order, dependencies.get(hold.kind) ?? []);
        if (decided.outcome === 'done') kept.push(...(await this.#projectAll(sql, hold.brick)));
        return decided;
      });
      for (const keep of kept) keep();
      return outcome;
    } catch (error) {
      projector.clear();
      throw error;
    }
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

  appendAudit({ entries, lasting }: Parameters<AuditWriter['appendAudit']>[0]): Promise<AuditHead> {
    return this.#locked(AUDIT, (sql) => appendAudit(sql, entries), { redoable: !lasting });
  }

  cutAudit(order: Parameters<AuditWriter['cutAudit']>[0]): ReturnType<AuditWriter['cutAudit']> {
    return this.#locked(AUDIT, (sql) => cutAudit(sql, order));
  }

  async beginJournal(order: { at: string }): Promise<JournalPosition> {
    return this.#transaction(null, (sql) => beginJournal(sql, order));
  }

  async endJournal(): Promise<void> {
    await this.#transaction(null, (sql) => endJournal(sql));
  }

  async keepSegment(made: JournalSegment): Promise<void> {
    await this.#transaction(null, (sql) => keepSegment(sql, made));
  }

  async project(options: ProjectOptions): Promise<{ projected: number; due: number }> {
    const { projector } = this.#bricks.get(options.brick);
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
    if (!this.#bricks.areSeveral) return { changed: 0, due: 0 };
    return this.#binding((sql) => matchStep(sql, this.#identities, { limit, at: this.#now().toISOString() }));
  }

  async bind(order: BindOrder): Promise<BindOutcome> {
    return this.#binding((sql) => bindByHand(sql, this.#identities, order));
  }

  async unbind(order: Omit<BindOrder, 'hubId'>): Promise<BindOutcome> {
    return this.#binding((sql) => unbindByHand(sql, this.#identities, order));
  }

  async reproject(brick: string | null): Promise<void> {
    const names = brick === null ? this.#bricks.names : [brick];
    for (const name of names) this.#bricks.get(name).projector.clear();
    await this.#transaction(brick, async (sql) => {
      for (const name of names) await dropFacets(sql, this.#tables.values(), name);
      await this.#bricks.everyRoot(sql, names);
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

  sealAgain(step: Parameters<PersonWriter['sealAgain']>[0]): Promise<void> {
    return this.#persons.sealAgain(step);
  }

  destroy(order: Parameters<PersonWriter['destroy']>[0]): Promise<boolean> {
    return this.#persons.destroy(order);
  }

  sealMessages(order: Parameters<PersonWriter['sealMessages']>[0]): Promise<number> {
    return this.#persons.sealMessages(order);
  }

  redactMessages(order: Parameters<PersonWriter['redactMessages']>[0]): Promise<number> {
    return this.#persons.redactMessages(order);
  }

  dropPapers(order: Parameters<PersonWriter['dropPapers']>[0]): Promise<number> {
    return this.#persons.dropPapers(order);
  }

  /** Calls come one after another: those before this one are done. */
  async written(): Promise<void> {}

  createMove(move: Parameters<MoveWriter['createMove']>[0]): Promise<void> {
    return this.#transaction(null, (sql) => createMove(sql, move));
  }

  noteMove(note: Parameters<MoveWriter['noteMove']>[0]): Promise<boolean> {
    return this.#transaction(null, (sql) => noteMove(sql, note));
  }

  noteMoveItems(note: Parameters<MoveWriter['noteMoveItems']>[0]): Promise<void> {
    return this.#transaction(null, (sql) => noteMoveItems(sql, note));
  }

  noteDrill(drill: Parameters<MoveWriter['noteDrill']>[0]): Promise<void> {
    return this.#transaction(null, (sql) => noteDrill(sql, drill));
  }

  adopt(order: Parameters<MoveWriter['adopt']>[0]): Promise<void> {
    return this.#binding((sql) => adopt(sql, this.#identities, order));
  }

  inherit(order: Parameters<MoveWriter['inherit']>[0]): Promise<number> {
    return this.#locked([order.source, order.target], (sql) => inherit(sql, this.#tables, order));
  }

  async cutOver(order: CutOver): Promise<CutOverOutcome> {
    return this.#binding(async (sql) => {
      const { outcome, touched } = await cutOver(sql, order);
      // At once, so that what waits is shown without a gap; only a mass of it is shown when it is projected.
      const { source = [], others = [] } = Object.groupBy(touched, ({ brick }) =>
        brick === order.source ? 'source' : 'others',
      );
      await this.#ground.show(sql, others, { atOnce: MOVED_AT_ONCE });
      // What the old brick shows stays until queries have gone over to the new one.
      await this.#ground.show(sql, source, { atOnce: 0 });
      return outcome;
    });
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  /** All that is due of a brick, within a transaction that is about something else. */
  async #projectAll(sql: Sql, brick: string): Promise<(() => void)[]> {
    const { projector } = this.#bricks.get(brick);
    const kept: (() => void)[] = [];
    for (let due = 1; due > 0;) {
      const step = await projector.project(sql, { brick, limit: ROOTS_AT_ONCE }, this.#now().toISOString());
      due = step.due;
      kept.push(step.committed);
    }
    return kept;
  }

  /** Bindings touch all bricks: nobody may project meanwhile. The locks are taken in one order. */
  #binding<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#locked(['', ...this.#bricks.names], work);
  }

  async #locked<T>(
    locks: readonly string[],
    work: (sql: Sql) => Promise<T>,
    options?: { redoable: boolean },
  ): Promise<T> {
    try {
      return await this.#database.transaction(async (sql) => {
        for (const name of [...new Set(locks)].sort()) await lock(sql, name);
        await this.#bodies.keys.refresh(sql);
        return work(sql);
      }, options);
    } catch (error) {
      // Keys that were made in a transaction that was rolled back were never there.
      this.#bodies.keys.forget();
      throw error;
    }
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
