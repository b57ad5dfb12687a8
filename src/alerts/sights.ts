/** What is looked at, in the few words that alerts need of it. */
export interface BrickSight {
  name: string;
  state: 'NEW' | 'HEALTHY' | 'INCOMPLETE' | 'LATE' | 'FAILING';
  /** End of the last good run; null: never. */
  lastGoodAt: string | null;
  /** Start of the last run; null: none yet. */
  lastRunAt: string | null;
  /** Code of the last run's failure; null: it did not fail. */
  failure: string | null;
}

export interface HoldSight {
  id: string;
  brick: string;
  kind: string;
  openedAt: string;
  /** A flow or an edit would write it; otherwise it was read. Default: false. */
  isOutgoing?: boolean;
  /** How many changes wait. */
  changes: number;
  rules: readonly string[];
}

export interface DeadLetterSight {
  brick: string;
  count: number;
  oldest: string;
}

export interface DiskSight {
  folder: string;
  freeBytes: number;
  sizeBytes: number;
}

/** One backup at one site. */
export interface BackupSight {
  site: string;
  takenAt: string;
  /** When it was last restored and compared; null: never. */
  verifiedAt: string | null;
}

/** How far the journal of backups has come at one target. */
export interface JournalSight {
  target: string;
  /** All that was acknowledged up to then lies there; null: nothing yet. */
  at: string | null;
  /** Why it does not go on; null: it does. */
  code: string | null;
}

/** How the drills of one brick are that are promised. */
export interface DrillSight {
  brick: string;
  /** The last good one may be so old. */
  days: number;
  /** `code`: why it could not be done; null: something was refused or differs. Null: there was none yet. */
  last: { outcome: 'passed' | 'failed'; endedAt: string; code: string | null } | null;
  /** End of the last good one; null: there was none. */
  passedAt: string | null;
}

/** What a flow that is on has not brought over. */
export interface FlowSight {
  flow: string;
  from: string;
  to: string;
  /** Values that differ, counted up to a bound. */
  count: number;
}

/** A token that has read about as many people as it may without anybody being told. */
export interface ReaderSight {
  token: string;
  span: 'hour' | 'day';
  /** People of this hour, or day. */
  count: number;
  /** It may read no more of them. */
  isStopped: boolean;
}

/** What was seen in one round. Undefined: it was not looked at, or could not be; what is open of it stays open. */
export interface Sights {
  bricks?: readonly BrickSight[] | undefined;
  holds?: readonly HoldSight[] | undefined;
  deadLetters?: readonly DeadLetterSight[] | undefined;
  /** Variants of which shop and owner of stock differ, in this look and in the one before. */
  drift?: { now: number; before: number } | undefined;
  /** The same of what flows keep equal between two bricks. */
  flows?: { now: readonly FlowSight[]; before: readonly FlowSight[] } | undefined;
  disk?: DiskSight | undefined;
  /** Empty: backups are configured, and there is none. */
  backups?: readonly BackupSight[] | undefined;
  /** One of each target. */
  journal?: readonly JournalSight[] | undefined;
  /** One of each brick whose drills are promised. */
  drills?: readonly DrillSight[] | undefined;
  /** Empty: no token is at a limit. */
  readers?: readonly ReaderSight[] | undefined;
  /** When something was last new, by `brick` and by `brick.stream`. */
  moved?: Readonly<Record<string, string>> | undefined;
}
