import type { FacetTable } from '../facets/facet-table.ts';
import type { HoldOrder, HoldOutcome } from '../hold.ts';
import type { LeasedMessage, MessageOrder, MessageReceipt, MessageWriter } from '../message.ts';
import type { PersonKeys } from '../persons/index.ts';
import type { Sql } from '../sql.ts';
import { toHold } from '../read/history-reader.ts';
import { bricksOf, confirm } from './confirm.ts';
import { decideOutgoing } from './decide-outgoing.ts';
import { enqueue } from './enqueue.ts';
import { extend, keepStep, lease } from './lease.ts';
import { layOverlays, type Touched } from './overlay-rows.ts';
import { discard, redrive, settle, type Settled } from './settle.ts';
import { noteStock } from './stock-facets.ts';

type Argument<Method extends keyof MessageWriter> = Parameters<MessageWriter[Method]>[0];
type Created = Extract<Argument<'settle'>, { outcome: 'delivered' }>['created'];

/** What the writer lends to its part that keeps messages. */
export interface MessageGround {
  /** Outside of any transaction. */
  readonly sql: Sql;
  readonly tables: ReadonlyMap<string, FacetTable>;
  readonly keys: PersonKeys;
  /** Where one machine has all of it, nobody who had a lease survives the power cut that takes the lease away. */
  readonly alone: boolean;
  /** Locks what is named before it works; `''` is all that belongs to no brick. */
  transaction<T>(locks: readonly string[], work: (sql: Sql) => Promise<T>, options?: { redoable: boolean }): Promise<T>;
  /** Every brick: what is locked before anything is bound. */
  bricks(): readonly string[];
  /** Makes an order say what the mirror can find: ids that answer today, types that are declared. */
  present(sql: Sql, order: MessageOrder): Promise<MessageOrder>;
  /** Ties what a brick made to the hub ids that it was made for. Resolves with what was seen under another id before. */
  bind(sql: Sql, made: { brick: string; message: string; created: Created; at: string }): Promise<Touched[]>;
  /**
   * Shows in facets what has changed: at once if it is no more than that, else it is due. `read`: what a message created
   * goes, because a record stands for it; not before that record is shown.
   */
  show(sql: Sql, touched: readonly Touched[], options: { atOnce: number; read?: boolean }): Promise<void>;
}

/** What a person waits for, and what a relay has read back at once. */
const HANDFUL = 50;
const BATCH = 1_000;

/** The part of the writer that keeps messages. */
export class MessageStore implements MessageWriter {
  readonly #ground: MessageGround;

  constructor(ground: MessageGround) {
    this.#ground = ground;
  }

  enqueue(order: MessageOrder): Promise<MessageReceipt> {
    const bricks = new Set(order.messages.map(({ brick }) => brick));
    // One order after another: keys, reservations and the order of lanes hold across all hubs.
    return this.#ground.transaction(['', ...bricks], async (sql) => {
      const { tables, keys } = this.#ground;
      const { receipt, touched, stock } = await enqueue(sql, { tables, keys }, await this.#ground.present(sql, order));
      await this.#ground.show(sql, touched, { atOnce: HANDFUL });
      await noteStock(sql, tables, stock, order.at);
      return receipt;
    });
  }

  lease(wish: Argument<'lease'>): Promise<LeasedMessage[]> {
    const locks = wish.bricks.map((brick) => `lease:${brick}`);
    return this.#ground.transaction(locks, (sql) => lease(sql, this.#ground.keys, wish), {
      redoable: this.#ground.alone,
    });
  }

  extend(held: Argument<'extend'>): Promise<string[]> {
    return this.#ground.transaction([], (sql) => extend(sql, held), { redoable: this.#ground.alone });
  }

  keepStep(step: Argument<'keepStep'>): Promise<boolean> {
    return this.#ground.transaction([], (sql) => keepStep(sql, step));
  }

  settle(end: Argument<'settle'>): Promise<boolean> {
    const created = end.outcome === 'delivered' ? end.created : [];
    return this.#decide(
      end,
      async (sql, brick) => {
        const settled = await settle(sql, end);
        if (!settled.done || created.length === 0) return settled;
        const seen = await this.#ground.bind(sql, { brick, message: end.id, created, at: end.at });
        return seen.length > 0
          ? { done: true, touched: [...seen, ...(await layOverlays(sql, end.id, true))] }
          : settled;
      },
      created.length > 0 ? ['', ...this.#ground.bricks()] : [],
    );
  }

  async confirm(what: Argument<'confirm'>): Promise<number> {
    const work = async (sql: Sql): Promise<number> => {
      const { tables } = this.#ground;
      const { confirmed, touched, released } = await confirm(sql, tables, what);
      await this.#ground.show(sql, touched, { atOnce: BATCH, read: true });
      await noteStock(sql, tables, released, what.at);
      return confirmed;
    };
    // What a power cut takes away is confirmed by the next complete run.
    if ('brick' in what) return this.#ground.transaction([what.brick], work, { redoable: true });
    const bricks = await bricksOf(this.#ground.sql, what.ids);
    return this.#ground.transaction(bricks, work, { redoable: true });
  }

  redrive(order: Argument<'redrive'>): Promise<boolean> {
    return this.#decide(order, (sql) => redrive(sql, order));
  }

  discard(order: Argument<'discard'>): Promise<boolean> {
    return this.#decide(order, (sql) => discard(sql, order));
  }

  /** A person's decision about an outgoing hold of the brick: all of its messages in one step. */
  async decide(order: HoldOrder, brick: string): Promise<HoldOutcome> {
    return this.#ground.transaction(['', brick], async (sql) => {
      const row = await sql.kysely.selectFrom('holds').selectAll().where('id', '=', order.id).executeTakeFirst();
      if (!row) return { outcome: 'unknown' };
      const { outcome, touched } = await decideOutgoing(sql, toHold(row), order);
      await this.#ground.show(sql, touched, { atOnce: HANDFUL });
      return outcome;
    });
  }

  /** One decision about one message; who projects its brick waits meanwhile. */
  async #decide(
    { id, at }: { id: string; at: string },
    work: (sql: Sql, brick: string) => Promise<Settled>,
    locks: readonly string[] = [],
  ): Promise<boolean> {
    // A message never changes its brick, which has to be locked before it is looked at.
    const [brick] = await bricksOf(this.#ground.sql, [id]);
    if (brick === undefined) return false;
    return this.#ground.transaction([...locks, brick], async (sql) => {
      const { done, touched, released = [] } = await work(sql, brick);
      await this.#ground.show(sql, touched, { atOnce: HANDFUL });
      await noteStock(sql, this.#ground.tables, released, at);
      return done;
    });
  }
}
