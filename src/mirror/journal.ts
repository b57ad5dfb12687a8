/** Up to where the journal was cut into segments; kept beside what it is about, so that a backup knows its own place. */
export interface JournalPosition {
  /** One life of a hub: a restored one goes on under another name. */
  line: string;
  /** The line that this one goes on from, as long as it has no segment of its own; else itself. */
  after: string;
  /** Of the last segment; 0: none was made yet. Goes on from line to line. */
  sequence: number;
  /** Of the last segment's head; null: there is none. */
  sha256: string | null;
  at: string;
}

/** The writer's part. */
export interface JournalWriter {
  /** From now on, what is acknowledged is noted. Resolves with the position; of a journal that is under way, with its own. */
  beginJournal(order: { at: string }): Promise<JournalPosition>;
  /** Nobody sends it any more: nothing is noted from now on, and what was noted goes. */
  endJournal(): Promise<void>;
  /** What was noted lies in a segment that is on disk. */
  keepSegment(made: JournalSegment): Promise<void>;
}

export interface JournalSegment {
  /** Entries that it holds. */
  entries: readonly number[];
  position: JournalPosition;
}

/** What was noted and is in no segment yet, as of one instant. */
export interface JournalNews {
  entries: readonly number[];
  /** Null: the journal ended meanwhile. */
  position: JournalPosition | null;
  /** The last migration of the database: what the rows look like. */
  schema: string;
  /** The rows as they are stored, one JSON text to a line, without line ends. To be read before `work` resolves. */
  lines(): AsyncIterable<string>;
}

/** Reads the journal beside whoever writes the database. */
export interface JournalSource {
  /** Null: nothing is new. What `work` gets is of one instant. */
  read<Result>(work: (news: JournalNews) => Promise<Result>): Promise<Result | null>;
  close(): Promise<void>;
}

/** A database that was restored, before any hub has it. */
export interface JournalReplay {
  /** Where the backup stands; null: it knows no journal. */
  readonly position: JournalPosition | null;
  /** Applies one segment, whole or not at all. `schema`: as `JournalNews` says it. Resolves with how many messages it told of. */
  apply(segment: { schema: string; lines: AsyncIterable<string> }): Promise<number>;
  /**
   * Ends it: what is not known to be delivered is tried as something that was tried before, and the journal goes on
   * under a new name. Resolves with how many messages are to be delivered.
   */
  end(last: JournalPosition | null): Promise<number>;
  close(): Promise<void>;
}
