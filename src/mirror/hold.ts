/** Why a run's stream was held: counts and the rule that fired. */
export interface HoldReason {
  rule:
    | 'deletions'
    | 'rewrites'
    | 'emptied'
    | 'shape'
    | 'prices'
    | 'discounts'
    | 'texts'
    | 'quantities'
    | 'identities'
    | 'append-only'
    | 'outgoing';
  count: number;
  threshold: number;
  /** A sentence for staff, in English; the catalogue translates by `rule`. */
  message: string;
}

export interface HoldRow {
  id: string;
  brick: string;
  kind: string;
  run: string;
  openedAt: string;
  state: 'open' | 'accepted' | 'rejected' | 'superseded';
  /**
   * `outgoing`: a flow or an edit wants to write it to the brick. `kind` is the command then (`setStock`), `run` who wants
   * it (`flow:stock-to-shop`, `edit:<id>`), and records are hub ids.
   */
  direction: 'incoming' | 'outgoing';
  creates: number;
  updates: number;
  deletes: number;
  reasons: HoldReason[];
  /** A few external ids. */
  sample: string[];
  /** What people decided, oldest first: a selection may be accepted before the rest. */
  decisions: HoldDecision[];
}

/** What a person decided about a hold, or a part of it. */
export interface HoldDecision {
  decision: 'accepted' | 'rejected' | 'reopened';
  by: string;
  at: string;
  reason: string | null;
  records: number;
}

/** A hold as it is opened. */
export type NewHold = Omit<HoldRow, 'state' | 'decisions' | 'direction'>;

export interface HoldOrder {
  id: string;
  /** `reopen`: what was rejected is to be decided again, as far as the brick still says it. */
  decide: 'accept' | 'reject' | 'reopen';
  /** Of these records only, to be accepted: the rest waits on. */
  select?: readonly string[];
  by: string;
  at: string;
  reason: string | null;
}

export type HoldOutcome =
  /** `records`: how many records it was about. */
  | { outcome: 'done'; hold: HoldRow; records: number }
  /** Somebody else was first, or the brick has moved on. */
  | { outcome: 'decided'; hold: HoldRow }
  | { outcome: 'unknown' }
  /** Some of the selected records are not held in it, or not any more. */
  | { outcome: 'not-held'; ids: string[] };
