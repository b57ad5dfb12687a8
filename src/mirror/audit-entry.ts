import type { JsonValue } from '#sdk';

/**
 * `read`: an operation that reads of people. `mutation`: one that changes something. `staff`: a verb of the command line.
 * `refusal`: what was not allowed. `cut`: older entries were let go.
 */
export type AuditKind = 'read' | 'mutation' | 'staff' | 'refusal' | 'cut';

/** `begun`: another entry says how it ended; without one, the hub died on the way. */
export type AuditOutcome = 'begun' | 'ok' | 'refused' | 'failed';

/** What is entered: hub ids and names of tokens, never a value of somebody's. */
export interface NewAuditEntry {
  /** RFC 3339 UTC. */
  at: string;
  kind: AuditKind;
  /** Name of the token; `shopper`, `cli` or `hub`. */
  who: string;
  /** Id of the token; null: it is no token that was made. */
  token: string | null;
  /** Hub id of the shopper's own customer. */
  shopper: string | null;
  /** Id of the request, as in the log. */
  request: string | null;
  /** Name of the operation, or the verb. */
  operation: string | null;
  /** Hex SHA-256 of the normalised document. */
  document: string | null;
  /** Redacted. */
  variables: JsonValue;
  /** Hub ids of the people who were read, each once. */
  people: readonly string[];
  outcome: AuditOutcome;
  /** Of a refusal or failure. */
  code: string | null;
  /** Ids of messages that it gave to the outbox. */
  messages: readonly string[];
  /** What else there is to say: fields of a mutation, arguments of a verb. */
  detail: JsonValue;
  /** Of an end: `seq` of its beginning. */
  begun: number | null;
}

export interface AuditEntry extends NewAuditEntry {
  /** 1, 2, 3 …: without a gap. */
  seq: number;
  /** Hash of the entry before; of the first one: 64 zeros. */
  previous: string;
  /** Hex SHA-256 of all the others, the previous hash among them. */
  hash: string;
}

/** The newest entry. */
export interface AuditHead {
  seq: number;
  hash: string;
}

/** An entry as it lies in the table: what its hash covers. */
export interface StoredAuditEntry {
  seq: number;
  at: string;
  kind: AuditKind;
  who: string;
  token: string | null;
  shopper: string | null;
  request: string | null;
  operation: string | null;
  document: string | null;
  variables: string;
  people: string;
  outcome: AuditOutcome;
  code: string | null;
  messages: string;
  detail: string;
  begun: number | null;
  previous: string;
  hash: string;
}

export interface AuditFilter {
  /** Whose record was read. */
  person?: string | undefined;
  /** Name of a token. */
  token?: string | undefined;
  from?: string | undefined;
  /** Not this instant any more. */
  to?: string | undefined;
}

/** Reads of the trail. */
export interface AuditReader {
  head(): Promise<AuditHead | null>;
  /** Newest first. `after`: a `seq`. */
  page(query: AuditFilter & { first: number; after?: number | undefined }): Promise<AuditEntry[]>;
  count(filter: AuditFilter): Promise<number>;
  /** Oldest first, as stored; those behind `after`, up to and including `through`. */
  stored(query: AuditFilter & { after: number; through: number; limit: number }): Promise<StoredAuditEntry[]>;
  /** What the index by person says of these entries: sorted ids by `seq`. */
  indexed(range: { after: number; through: number }): Promise<Map<number, string[]>>;
}

/** The writer's part. */
export interface AuditWriter {
  /**
   * Appends; resolves with the last of them. `lasting`: on disk when it resolves; else a power cut may take it away
   * unless something that lasts was written afterwards.
   */
  appendAudit(order: { entries: readonly NewAuditEntry[]; lasting: boolean }): Promise<AuditHead>;
  /** Lets go of entries before that time, and enters so; null: there are none. */
  cutAudit(order: { before: string; at: string }): Promise<{ removed: number; head: AuditHead } | null>;
}

/** The trail of this hub's database. */
export interface AuditStore extends AuditReader {
  append: AuditWriter['appendAudit'];
  cut: AuditWriter['cutAudit'];
}
