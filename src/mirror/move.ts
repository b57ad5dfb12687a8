import type { JsonObject, RawRecord } from '#sdk';
import type { MessageFailure } from './message.ts';

/**
 * A *move* fills an empty brick from what the mirror holds of another: a `rebuild` from its records, a `swap` from its
 * facets. `planned`: nothing was written. `applying`: it was begun, and is under way or was cut off. `partial`: it ended,
 * and some items were refused. `cut-over`: the target has taken the source's place.
 */
export type MoveState = 'planned' | 'applying' | 'paused' | 'partial' | 'applied' | 'cut-over';

export interface NewMove {
  /** `plan_…` */
  id: string;
  way: 'rebuild' | 'swap';
  source: string;
  target: string;
  /** Hash of the plan, over its canonical JSON. */
  hash: string;
  plan: JsonObject;
  at: string;
  by: string;
}

export interface MoveRow extends Omit<NewMove, 'at' | 'by'> {
  state: MoveState;
  createdAt: string;
  createdBy: string;
  startedAt: string | null;
  endedAt: string | null;
  /** How far it is, as whoever applies it last said. */
  progress: JsonObject | null;
  /** What the last verification found, without its findings. */
  verified: JsonObject | null;
  /** What its last rehearsal has shown; null: there was none. */
  rehearsed: JsonObject | null;
  /** Who plays what since it was cut over; null: it was not. */
  stand: JsonObject | null;
  cutOverAt: string | null;
}

/** `begun`: it may have been written or not: it is looked for before it is written again. */
export type MoveItemState = 'begun' | 'done' | 'failed' | 'left-out';

/** How far one thing is that a move brings. */
export interface MoveItem {
  /** Record kind (rebuild) or facet type (swap). */
  kind: string;
  /** Record id (rebuild) or hub id (swap). */
  id: string;
  state: MoveItemState;
  targetId: string | null;
  attempts: number;
  failure: MessageFailure | null;
  /** When this was noted. */
  at: string;
}

/** A brick was rebuilt into a throw-away one, for proof. */
export interface DrillRow {
  /** `drill_…` */
  id: string;
  brick: string;
  startedAt: string;
  endedAt: string;
  /** `failed`: it could not be done, something was refused, or something differs. */
  outcome: 'passed' | 'failed';
  /** Recovery time: seconds from its beginning until all was there and compared. */
  rto: number;
  /** Recovery point: seconds between the last good reading of the brick and the drill; null: it was never read. */
  rpo: number | null;
  /** What was brought, refused and found, and why it could not be done. */
  report: JsonObject;
}

/** Who is which hub entity in a brick. */
export interface AdoptedBinding {
  /** The hub entity's type: `Variant`. */
  type: string;
  externalId: string;
  hubId: string;
}

/** One brick takes the place of another. */
export interface CutOver {
  move: string;
  source: string;
  target: string;
  /** Commands that the target knows. */
  commands: readonly string[];
  /** What is kept of it for the next start of the hub. */
  stand: JsonObject;
  /** Names under which the target's changes are followed: they begin now, since nothing of its first read happened in it. */
  cursors: readonly string[];
  by: string;
  at: string;
}

export type CutOverOutcome =
  | { outcome: 'done'; messages: number; refused: number }
  /** A relay has messages of the source in its hands: ask again when they are settled. */
  | { outcome: 'busy'; messages: number }
  /** It is not applied, or was cut over before. */
  | { outcome: 'not-applied' };

/** The part of the writer that keeps moves. Every method is one transaction; when it resolves, it is on disk. */
export interface MoveWriter {
  createMove(move: NewMove): Promise<void>;
  /** Moves it on, unless it is in none of the states `from`. Resolves with whether it did. */
  noteMove(note: {
    id: string;
    from?: readonly MoveState[];
    state?: MoveState;
    startedAt?: string;
    endedAt?: string | null;
    progress?: JsonObject;
    verified?: JsonObject;
    rehearsed?: JsonObject;
  }): Promise<boolean>;
  noteDrill(drill: DrillRow): Promise<void>;
  noteMoveItems(note: { move: string; items: readonly MoveItem[] }): Promise<void>;
  /**
   * Says who the entities of a brick are before it is read: each becomes the hub entity named. `born`: the hub ids are
   * the records' own, as in a mirror that was made for a comparison. Else entities that other bricks have, too; what the
   * brick has already for one of them gives way.
   */
  adopt(order: { brick: string; born: boolean; bindings: readonly AdoptedBinding[]; at: string }): Promise<void>;
  /**
   * What the source says of these is shown as the target's own, unless the target says it itself; it follows what the
   * source says as long as the hub knows the source. Safe to repeat. Resolves with how many are shown so.
   */
  inherit(order: { source: string; target: string; type: string; hubIds: readonly string[] }): Promise<number>;
  cutOver(order: CutOver): Promise<CutOverOutcome>;
}

export interface MoveReader {
  /** Newest first. */
  moves(filter: { first: number; id?: string }): Promise<MoveRow[]>;
  /** By kind and id. */
  moveItems(filter: {
    move: string;
    after?: { kind: string; id: string };
    states?: readonly MoveItemState[];
    first: number;
  }): Promise<MoveItem[]>;
  /** How many are how far, by kind. */
  moveCounts(move: string): Promise<{ kind: string; state: MoveItemState; count: number }[]>;
  /** Newest first. */
  drills(filter: { brick?: string; first: number }): Promise<DrillRow[]>;
  /** Moves whenever anything of the brick is published; null: nothing ever was. */
  position(brick: string): Promise<{ token: string; first: string; last: string } | null>;
  /** Records as they were published at a time, by ascending id as text. */
  recordsAt(
    stream: { brick: string; kind: string; at: string },
    which: { after: string | null; limit: number } | { ids: readonly string[] },
  ): Promise<RawRecord[]>;
  /** Ids and parents of all records of a kind that were there at a time. */
  parentsAt(stream: { brick: string; kind: string; at: string }): Promise<{ id: string; parent: string | null }[]>;
  /** All entities of a brick and the hub ids that they have, by type and external id. */
  bindingsOf(
    brick: string,
    after: { type: string; externalId: string } | null,
    first: number,
  ): Promise<AdoptedBinding[]>;
}
