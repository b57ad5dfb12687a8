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

/** What was seen in one round. Undefined: it was not looked at, or could not be; what is open of it stays open. */
export interface Sights {
  bricks?: readonly BrickSight[] | undefined;
  holds?: readonly HoldSight[] | undefined;
  deadLetters?: readonly DeadLetterSight[] | undefined;
  /** Variants of which shop and owner of stock differ, in this look and in the one before. */
  drift?: { now: number; before: number } | undefined;
  disk?: DiskSight | undefined;
  /** Empty: backups are configured, and there is none. */
  backups?: readonly BackupSight[] | undefined;
  /** When something was last new, by `brick` and by `brick.stream`. */
  moved?: Readonly<Record<string, string>> | undefined;
}
