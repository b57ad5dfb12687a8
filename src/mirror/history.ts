import type { HoldRow } from './contract.ts';

/** What differs in one place of a record. */
export interface FieldChange {
  /** `price`, `name[id=1].value`, `associations.categories[id=12]` */
  path: string;
  /** JSON of a value, cut where it is long; null: there is nothing. */
  before: string | null;
  after: string | null;
  /** It may say who a person is. */
  personal: boolean;
}

export interface RecordChange {
  /** The brick's own id. */
  id: string;
  change: 'created' | 'updated' | 'deleted';
  /** A bounded number of them. */
  fields: FieldChange[];
  /** How many more differ. */
  more: number;
}

export interface ChangePage {
  rows: RecordChange[];
  hasNext: boolean;
  /** Where to go on; null: at the end. */
  next: string | null;
}

/** When something began. Exactly one of them. */
export type BadChange =
  /** At least so many records within so many hours cost at least so much less than when the search begins. */
  | { sense: 'price-fell'; field: string; percent: number; records: number; hours: number }
  /** At least this share (0 to 1) of what there is changed this field within an hour. */
  | { sense: 'field-changed'; field: string; share: number }
  /** More than so many records vanished within an hour. */
  | { sense: 'deletions'; perHour: number };

export interface FirstBad {
  /** When the first of them was read, published or not. */
  at: string;
  run: string;
  /** How many within the hours that fulfilled it. */
  count: number;
  /** A few external ids, the first ones first. */
  sample: string[];
  /** The last time before it at which anything was published: what to ask the past for. Null: there is none. */
  lastGood: string | null;
}

export interface HistoryReader {
  hold(id: string): Promise<HoldRow | null>;
  /** What a hold would change, by external id as text; of one that is decided, what it did or would have changed. */
  holdChanges(id: string, page: { first: number; after?: string }): Promise<ChangePage>;
  /** What was published otherwise at `to` than at `from`, by external id as text. */
  changesBetween(asked: {
    brick: string;
    kind: string;
    from: string;
    to: string;
    first: number;
    after?: string;
  }): Promise<ChangePage>;
  /** Searches all that was read between two times, whether it was published or not; null: it did not begin there. */
  firstBadChange(asked: {
    brick: string;
    kind: string;
    since: string;
    until: string;
    bad: BadChange;
    /** Called between steps; may throw to end it. */
    step?(records: number): void;
  }): Promise<FirstBad | null>;
}
