import type { FieldSource, JsonValue, RawRecord } from '#sdk';
import type { ChangeReader } from './change.ts';
import type { EditReader } from './edit.ts';
import type { HistoryReader } from './history.ts';
import type { HoldOrder, HoldOutcome, HoldRow, NewHold } from './hold.ts';
import type { MessageReader, MessageWriter } from './message.ts';
import type { MoveWriter } from './move.ts';
import type { OutgoingReader } from './outgoing.ts';
import type { PendingChange, StreamCounts, Surprises } from './pending.ts';

export type * from './hold.ts';
export type * from './outgoing.ts';
export type * from './pending.ts';

/** `published`: believed. `read`: seen, not yet judged. `held`: set aside for a person. `rejected`: refused by one. */
export type RevisionState = 'read' | 'published' | 'held' | 'rejected';

/** What a revision does to what is published: `revert` says again what is published already. */
export type Change = 'create' | 'update' | 'delete' | 'revert';

/** One record as it reaches the mirror. */
export interface IncomingRecord {
  id: string;
  /** Canonical JSON of the body; null is a tombstone. */
  json: string | null;
  /** Hash of the canonical JSON; `TOMBSTONE` for a tombstone. */
  hash: string;
  parent: string | null;
  key: string | null;
  /** Absent: it says nothing of any person. */
  personal?: PersonalRecord;
}

/** What of a record is sealed for a person. */
export interface PersonalRecord {
  /** Whose it is: one reference for each person of the brick. */
  person: string;
  /** Canonical JSON of the body with empty texts where personal values were. */
  open: string;
  /** JSON of what was taken out; null: nothing was there. */
  values: string | null;
}

/**
 * How the `run` of a page begins that was read back after the hub itself had written it: no surprise, and never counted
 * as one.
 */
export const READ_BACK = 'readback_';

/** One page of a sync: stored whole, with its checkpoint, in one transaction, or not at all. */
export interface PageCommit {
  brick: string;
  kind: string;
  run: string;
  records: IncomingRecord[];
  /** Left as it is when undefined (tombstones, ids). */
  checkpoint?: JsonValue;
  /** A first read publishes page by page; later reads wait for `publish` or `hold`. */
  publish: boolean;
  /**
   * What was read once stays as it was: another body or a tombstone is a change even before anything is published, and
   * `publish` is only for what is new.
   */
  appendOnly?: boolean;
  at: string;
}

export interface PageResult {
  /** Revisions written; unchanged records write none. */
  revisions: number;
  tombstones: number;
  created: number;
}

export interface PassEnd {
  brick: string;
  kind: string;
  at: string;
  complete: boolean;
  idsCompared: boolean;
  /** Left as it is when undefined. */
  checkpoint?: JsonValue;
}

export interface ProjectOptions {
  brick: string;
  limit: number;
  /** Only roots of these kinds. */
  roots?: readonly string[];
}

export interface StreamState {
  brick: string;
  kind: string;
  checkpoint: JsonValue;
  /** When the first complete read ended; null: never. */
  firstReadAt: string | null;
  /** When the id set was last compared. */
  idsAt: string | null;
  /** When a complete read last ended. */
  readAt: string | null;
}

export type RunState = 'running' | 'done' | 'partial' | 'failed' | 'interrupted';

export interface RunRow {
  id: string;
  brick: string;
  state: RunState;
  full: boolean;
  trigger: string;
  startedAt: string;
  endedAt: string | null;
  read: number;
  revisions: number;
  tombstones: number;
  held: number;
  waitingMs: number;
  ms: number;
  /** `{kind, code, message, remedy}` of what failed. */
  failures: RunFailure[];
}

export interface RunFailure {
  kind: string | null;
  code: string;
  message: string;
  remedy: string;
}

/** Published records of one kind that a mapper could not understand: they show as they were before, or not at all. */
export interface UnreadableRecords {
  kind: string;
  count: number;
  /** A few of them, by id: what the mapper said, and when it last tried. */
  sample: { id: string; message: string; at: string }[];
}

/** A decision of a person about one entity of one brick. */
export interface BindOrder {
  /** The hub entity's type: `Variant`. */
  type: string;
  brick: string;
  externalId: string;
  /** The entity that it is: an id or an alias of it. */
  hubId: string;
  by: string;
  at: string;
}

export type BindOutcome =
  | { outcome: 'done'; hubId: string }
  /** `unknown-record`: the brick has no such entity. `unknown-entity`: no such hub id. `taken`: another record of the same brick is bound to it. */
  | { outcome: 'unknown-record' | 'unknown-entity' }
  | { outcome: 'taken'; externalId: string };

/** Why entities that could be one were not made one. */
export interface BindingConflict {
  /** Stable while the conflict lasts. */
  id: string;
  type: string;
  brick: string;
  externalId: string;
  /** Hub id that it has meanwhile. */
  hubId: string;
  scheme: string;
  value: string;
  /** `ambiguous`: several entities of another brick have the value. `duplicate`: several of this brick have it. `taken`: the entity is bound to another of this brick. */
  reason: 'ambiguous' | 'duplicate' | 'taken';
  /** Hub ids that it could be. */
  candidates: string[];
  since: string;
}

/** One brick's record behind a hub entity. */
export interface BindingRow {
  type: string;
  brick: string;
  externalId: string;
  hubId: string;
  /** The id that it was born with; answers for ever. */
  bornAs: string;
  /** How it came to be that entity: `own` (it is the only one, or the first), a scheme (`sku`), `hand`, or `command` (the hub had it made). */
  method: string;
}

/**
 * The one writer. Every method is one transaction; when it resolves, it is on disk. In SQLite it lives in a worker
 * thread; nothing else writes.
 */
export interface MirrorWriter extends MessageWriter, MoveWriter {
  /** Marks runs of this brick that a crash left `running` as `interrupted`, and begins a new one. */
  startRun(run: { id: string; brick: string; full: boolean; trigger: string; at: string }): Promise<void>;
  endRun(run: Omit<RunRow, 'brick' | 'full' | 'trigger' | 'startedAt'>): Promise<void>;
  commitPage(page: PageCommit): Promise<PageResult>;
  /**
   * A pass over a stream ended: its times move, and its checkpoint if one is given. Not waited for on disk: what a power
   * cut takes away is read again.
   */
  endPass(pass: PassEnd): Promise<void>;
  /** Publishes all that this stream has read and not yet judged (from this run or an interrupted one), or these changes only. */
  publish(stream: {
    brick: string;
    kind: string;
    at: string;
    changes?: readonly Change[];
    surprises?: Surprises;
  }): Promise<number>;
  /** Sets all that this stream has read and not yet judged aside, in its open hold if it has one; resolves with its id. `changes`: only those. */
  hold(hold: NewHold & { changes?: readonly Change[]; ids?: readonly string[] }): Promise<string>;
  /**
   * A person's decision. What is accepted is published and projected in the same transaction: it is decided and shown,
   * or neither. What is rejected stays unpublished however often the brick says it.
   */
  decideHold(order: HoldOrder): Promise<HoldOutcome>;
  /**
   * Projects at most `limit` roots that are due, of these kinds or of all; resolves with how many of them are still due.
   * Not waited for on disk: what a power cut takes away is due again, and comes out the same.
   */
  project(options: ProjectOptions): Promise<{ projected: number; due: number }>;
  /**
   * Recognises entities of several bricks as one: works off at most `limit` identity values that have moved, and makes
   * due the roots whose hub ids changed by it. Resolves with how many values are left. Waited for on disk.
   */
  match(options: { limit: number }): Promise<{ changed: number; due: number }>;
  /** Binds by hand: from now on this brick's entity is that hub entity, whatever its keys say. */
  bind(order: BindOrder): Promise<BindOutcome>;
  /** Unbinds by hand: this brick's entity is one of its own again, and stays so. */
  unbind(order: Omit<BindOrder, 'hubId'>): Promise<BindOutcome>;
  /** Drops this brick's facets (all bricks': null) and makes every root due. */
  reproject(brick: string | null): Promise<void>;
  /** Resolves when all that was asked of this writer before is done. */
  written(): Promise<void>;
  close(): Promise<void>;
}

/** A facet as it is read: with where it comes from. */
export interface FacetRow<Facet = object> {
  id: string;
  brick: string;
  externalId: string;
  url: string | null;
  seenAt: string;
  facet: Facet;
}

/** One brick that says something of an entity. */
export interface OriginRow extends Omit<FacetRow, 'facet'> {
  /** Where its fields come from; absent: the brick itself says them. */
  provenance?: readonly FieldSource[];
}

export type Where =
  | { column: string; in: readonly (string | number)[] }
  | { column: string; atLeast?: string | number; below?: string | number }
  | { column: string; isNull: boolean }
  | { link: string; to: readonly string[] }
  | { ids: readonly string[] }
  /** At least one of them holds. */
  | { any: readonly (readonly Where[])[] }
  /** Not all of them hold. What is null holds nothing, so that its `not` holds. */
  | { not: readonly Where[] }
  /** Some facet of this type and brick names this entity in its `column`, and fulfils all of `where`. */
  | { some: { type: string; brick: string; column: string; where: readonly Where[] } }
  /** The facet of this type that another brick has of the same entity exists and fulfils all of `where`. */
  | { same: { type: string; brick: string; where: readonly Where[] } }
  /** Something of this type and brick links to this entity, at that time or later. */
  | { linkedFrom: { type: string; brick: string; link: string; from?: string; to?: string } }
  /** The facet that another brick has of the same entity holds another value in its column; nulls never differ. */
  | { differs: { column: string; from: { type: string; brick: string; column: string } } };

export interface PageQuery {
  type: string;
  brick: string;
  where?: readonly Where[];
  /** Words; all must match, by prefix, accents and case folded. */
  search?: string;
  /** The hub id is always the last key, so that the order is total. Default: by hub id. Nulls come last. */
  orderBy?: { column: string; descending: boolean };
  first: number;
  /** A cursor that an earlier page gave. Throws INVALID_CURSOR for anything else. */
  after?: string;
}

export interface FacetPage<Facet = object> {
  rows: { row: FacetRow<Facet>; cursor: string }[];
  hasNext: boolean;
}

/**
 * Facets of a mirror, present or past. Reads only; never waits for the writer. Ids asked for may be aliases: answers are
 * keyed by the id asked for, and their rows carry the entity's present id.
 */
export interface FacetReader {
  byIds<Facet = object>(type: string, brick: string, ids: readonly string[]): Promise<Map<string, FacetRow<Facet>>>;
  /** Facets whose column holds one of the values, by value, each list ordered by hub id. */
  byColumn<Facet = object>(
    type: string,
    brick: string,
    column: string,
    values: readonly string[],
  ): Promise<Map<string, FacetRow<Facet>[]>>;
  /** Hub ids that link to each target. */
  linked(type: string, brick: string, link: string, targets: readonly string[]): Promise<Map<string, string[]>>;
  /** Sums of a link's measure by target, for `from <= at < to`. */
  measured(
    type: string,
    brick: string,
    link: string,
    targets: readonly string[],
    period: { from?: string; to?: string; scope?: string },
  ): Promise<Map<string, { quantity: number; micros: number }>>;
  /** The same for all targets that have any, by target, from the largest quantity down; at most `first`. */
  sums(
    type: string,
    brick: string,
    link: string,
    period: { from?: string; to?: string; scope?: string; first: number },
  ): Promise<Map<string, { quantity: number; micros: number }>>;
  /**
   * Numbers missing from a running number, within each value of `by` or the `only` one: the last one before and the
   * first one after.
   */
  gaps(
    type: string,
    brick: string,
    columns: { by: string; number: string; only?: string; first: number },
  ): Promise<{ by: string; after: number; before: number }[]>;
  page<Facet = object>(query: PageQuery): Promise<FacetPage<Facet>>;
  count(query: Omit<PageQuery, 'first' | 'after' | 'orderBy'>): Promise<number>;
  /** All bricks that say something of this entity. */
  origins(type: string, ids: readonly string[]): Promise<Map<string, OriginRow[]>>;
}

/** All that the hub reads of the mirror. */
export interface MirrorReader extends MessageReader, ChangeReader, EditReader, HistoryReader, OutgoingReader {
  facets: FacetReader;
  /** Latest records of a stream (what the brick last said, held or not), by ascending id as text, tombstones left out. */
  latest(brick: string, kind: string, after: string | null, limit: number): Promise<RawRecord[]>;
  /** Latest ids of a stream, tombstones left out, by ascending id as text. */
  latestIds(brick: string, kind: string, after: string | null, limit: number): Promise<string[]>;
  missing(brick: string, kind: string, ids: readonly string[]): Promise<string[]>;
  stream(brick: string, kind: string): Promise<StreamState | null>;
  streams(brick: string): Promise<StreamState[]>;
  counts(brick: string, kind: string, since: string, longer?: readonly string[]): Promise<StreamCounts>;
  /** Published updates since then, newest first, each with what was published before it. */
  recentUpdates(brick: string, kind: string, since: string, first: number): Promise<PendingChange[]>;
  /** Facets that delivered messages still lie over, of which it was not told which records were written. */
  untoldEchoes(brick: string): Promise<number>;
  /** Changes read and not yet judged, in pages by id. `since`: when the window began for which the baseline is wanted. */
  pending(brick: string, kind: string, after: string | null, limit: number, since?: string): Promise<PendingChange[]>;
  /** How many records of the stream are published and alive, by stream, for `bricks` and for tests. */
  runs(filter: { brick?: string; first: number; after?: string }): Promise<{ rows: RunRow[]; hasNext: boolean }>;
  holds(filter: {
    brick?: string;
    state?: HoldRow['state'];
    direction?: HoldRow['direction'];
    first: number;
    after?: string;
  }): Promise<{
    rows: HoldRow[];
    hasNext: boolean;
  }>;
  due(brick: string): Promise<number>;
  /** What of a brick could not be understood, by kind; nothing, as it should be. */
  unreadable(brick: string): Promise<UnreadableRecords[]>;
  /** Latest records with these ids (what the brick last said), tombstones left out. */
  latestByIds(brick: string, kind: string, ids: readonly string[]): Promise<RawRecord[]>;
  bindingConflicts(filter: { type?: string; brick?: string; first: number; after?: string }): Promise<{
    rows: BindingConflict[];
    hasNext: boolean;
  }>;
  /** All records behind these hub ids; aliases answer, too. */
  bindings(type: string, ids: readonly string[]): Promise<BindingRow[]>;
  close(): Promise<void>;
}

/** The hash that stands for "the brick no longer has it". */
export const TOMBSTONE = '-';
