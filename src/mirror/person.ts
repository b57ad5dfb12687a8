import type { JsonObject } from '#sdk';
import type { PersonalRecord } from './contract.ts';
import type { MessageState } from './message.ts';

/** `begun`: bricks are being told, keys are still there. `destroyed`: the keys are gone, for ever. */
export type ErasureState = 'begun' | 'destroyed';

/** What becomes of a person in one brick. */
export interface ErasedInBrick {
  brick: string;
  /** `told`: the command is on its way, or was delivered. `by-hand`: the brick cannot be told; a person does it there. */
  outcome: 'told' | 'by-hand';
  /** Of `told`: the message. */
  message: string | null;
}

/** An erasure, kept for ever: it says that somebody was erased, and nothing of them. */
export interface ErasureRow {
  /** `erasure_…` */
  id: string;
  /** Hub id of the Customer; or of the Order, where somebody was named in one that belongs to no customer. */
  customer: string;
  at: string;
  by: string;
  reason: string;
  state: ErasureState;
  destroyedAt: string | null;
  bricks: ErasedInBrick[];
  /** Papers that tax law keeps. */
  retained: number;
}

/** A paper that outlives its person: the hub itself cannot read it. */
export interface RetainedPaper {
  brick: string;
  /** As the paper says it. */
  number: string;
  /** RFC 3339; from then on it may go. */
  keepUntil: string;
  /** age, to the owner's keys. */
  sealed: Uint8Array;
}

/** Committed with the messages that tell the bricks. */
export interface NewErasure extends Omit<ErasureRow, 'state' | 'destroyedAt' | 'retained'> {
  papers: readonly RetainedPaper[];
}

/** Kinds of a brick whose records are told to be somebody's by records of another kind. */
export interface FollowedKind {
  brick: string;
  kind: string;
  of: { kind: string; by: 'id' | 'key' };
}

/** One version of a record, as it is kept. */
export interface PersonRevision {
  brick: string;
  kind: string;
  id: string;
  seq: number;
  seenAt: string;
  publishedAt: string | null;
  body: JsonObject | null;
}

/** A revision of an earlier release, or of another declaration, as it is to be kept. */
export interface SealedAgain {
  id: string;
  seq: number;
  hash: string;
  personal: PersonalRecord | null;
}

/** A revision that may have to be sealed. */
export interface Unsealed {
  id: string;
  seq: number;
  body: JsonObject;
}

export interface PersonMessage {
  id: string;
  brick: string;
  command: string;
  state: MessageState;
  createdAt: string;
  payload: JsonObject;
}

/** The part of the writer that keeps and erases persons. */
export interface PersonWriter {
  /** Seals revisions of one stream. `done`: the declaration under which all of it is sealed now. */
  sealAgain(step: {
    brick: string;
    kind: string;
    revisions: readonly SealedAgain[];
    /** Where to go on; null with `declaration`: it is done. */
    after: { id: string; seq: number } | null;
    declaration: string;
    at: string;
  }): Promise<void>;
  /** Destroys the keys of an erasure that was begun; what queries show follows. False: it is not, or it is done. */
  destroy(order: { id: string; follows: readonly FollowedKind[]; at: string }): Promise<boolean>;
  /** Seals messages that an earlier release took in the clear; resolves with how many, 0: all are sealed. */
  sealMessages(order: { limit: number; at: string }): Promise<number>;
  /** Takes out what delivered and discarded messages said, older than that; resolves with how many. */
  redactMessages(order: { before: string; limit: number; at: string }): Promise<number>;
  /** Lets go of papers that need not be kept any longer. */
  dropPapers(order: { at: string }): Promise<number>;
}

export interface PersonReader {
  /** How far a stream is sealed: under this declaration wholly (`done`), or up to a revision. */
  sealing(
    brick: string,
    kind: string,
  ): Promise<{ declaration: string; after: { id: string; seq: number } | null } | null>;
  /** Revisions of a stream by id and number, with what they say. */
  revisions(brick: string, kind: string, after: { id: string; seq: number } | null, limit: number): Promise<Unsealed[]>;
  /** Everything of which a Customer is the person: all versions of all records, by brick, kind, id and number. */
  personRevisions(customer: string, follows: readonly FollowedKind[]): Promise<PersonRevision[]>;
  /** What bricks were told of them. */
  personMessages(customer: string): Promise<PersonMessage[]>;
  erasure(customer: string): Promise<ErasureRow | null>;
  erasures(filter: { state?: ErasureState }): Promise<ErasureRow[]>;
  papers(erasure: string): Promise<RetainedPaper[]>;
  /** How many messages (`null`: none are asked for) and papers are over their time. */
  overdue(asked: {
    messagesBefore: string | null;
    papersBefore: string;
  }): Promise<{ messages: number; papers: number }>;
  /** Which of these customers and orders were erased, or are being erased. */
  erasedAmong(subjects: readonly string[]): Promise<string[]>;
}
