/**
 * The mirror: what every brick said, in a database that the retailer owns.
 *
 * *Revisions* are what was said, never overwritten; *records* point at the newest and at the *published* one;
 * *bindings* tie external ids to hub ids; *facets* are projected from what is published and can be made again.
 * One writer, in a thread of its own; readers never wait for it. It knows no vendor, no role and no GraphQL: connectors
 * and facet types come from a registry module. Nothing but sync may write what a brick said.
 */
import { mkdirSync } from 'node:fs';
import type { AuditReader, AuditStore } from './audit-entry.ts';
import { auditReader } from './audit/index.ts';
import type { MirrorReader, MirrorWriter } from './contract.ts';
import { brickLocks } from './brick-lock.ts';
import { openDatabase, type Database } from './database.ts';
import type { FacetType } from './facet-type.ts';
import { asMirrorError } from './mirror-error.ts';
import {
  carryPersonKeys,
  lookAtMasterKey,
  masterKeyFile,
  personKeyLines,
  readVault,
  type MasterKeyPlace,
  type Vault,
} from './persons/index.ts';
import { buildInThread, PastStore, type PastLimits, type Pasts } from './past/index.ts';
import { createReader } from './read/reader.ts';
import type { PersonReader, PersonWriter } from './person.ts';
import type { MoveReader } from './move.ts';
import { moveReader } from './moves/index.ts';
import { openJournal, openReplay } from './journal/index.ts';
import type { HintStore } from './hint.ts';
import { listHints } from './hints/index.ts';
import type { JournalWriter } from './journal.ts';
import type { TokenStore } from './token.ts';
import { listTokens } from './tokens/index.ts';
import { WriterClient } from './write/writer-client.ts';

export type * from './audit-entry.ts';
export { auditHash, NOTHING_BEFORE } from './audit/index.ts';
export { appendOnlyReason } from './append-only-reason.ts';
export * from './blobs.ts';
export * from './contract.ts';
export * from './facet-type.ts';
export type * from './change.ts';
export { originOfEdit } from './edit.ts';
export type * from './edit.ts';
export type * from './hint.ts';
export type * from './history.ts';
export { recordChange } from './history/index.ts';
export type * from './message.ts';
export type * from './person.ts';
export type * from './move.ts';
export type * from './journal.ts';
export { openJournal, openReplay };
export { carryPersonKeys, lookAtMasterKey, masterKeyFile, personKeyLines };
export type { DatabasePlace } from './database.ts';
export type { TokenRow, TokenStore } from './token.ts';
export { fold } from './fold.ts';
export { newHubId } from './hub-id.ts';
export { ThrowAwayFolder } from './throw-away-folder.ts';
export { part } from './personal-values.ts';
export type { OpenedPast, PastAnswer, PastLimits, Pasts } from './past/index.ts';
export { lookAtDatabase, type DatabaseState } from './look-at-database.ts';

export interface MirrorOptions {
  /** The data folder: the SQLite database, blobs and locks. Made if it is absent. */
  data: string;
  /** `postgres://…`; absent: SQLite in the data folder. */
  database?: string;
  /** The master key of personal data: base64 of 32 bytes; absent: `person-master.key` in the data folder. */
  personKey?: string;
  /** File address of a module that exports `connectors` and `facetTypes`; the writer's thread loads it, too. */
  registry: string;
  /** File addresses of connectors from outside. */
  extensions?: readonly string[];
  /** In order of precedence: where entities of two bricks are one, the id of the earlier brick's answers for both. */
  bricks: readonly { name: string; connector: string }[];
  /** How much of the past is kept. Default: 4 times, 20 GB. */
  past?: PastLimits;
  now?(): Date;
}

export interface Mirror {
  reader: MirrorReader;
  writer: MirrorWriter;
  /** Bricks that are filled from what is held of others. */
  moves: MoveReader;
  /**
   * Makes this the only process that runs a brick; null while another one does. Resolves with how to let go. On
   * SQLite there is one process anyway.
   */
  lockBrick(brick: string): Promise<(() => Promise<void>) | null>;
  close(): Promise<void>;
}

/** A mirror with what its hub keeps beside it. */
export interface OpenedMirror extends Mirror {
  tokens: TokenStore;
  persons: PersonDesk;
  audit: AuditStore;
  journal: JournalWriter;
  /** What vendors said has changed, until it is read again. */
  hints: HintStore;
  pasts: Pasts;
}

/** What is kept of persons, read and written: for who exports and erases, and nobody else. */
export type PersonDesk = PersonReader & PersonWriter;
const PAST_LIMITS: PastLimits = { count: 4, bytes: 20_000_000_000 };

/** Opens the mirror for writing, with a reader beside it. One process at a time may have a SQLite mirror open so. */
export async function openMirror(options: MirrorOptions): Promise<OpenedMirror> {
  const { data, database, personKey, registry, extensions = [], bricks } = options;
  makeFolder(data);
  const writer = await WriterClient.start({ data, database, personKey, registry, extensions, bricks });
  try {
    const opened = await openForReading(options);
    const pasts = pastsOf(options, opened.database, writer);
    const close = async (): Promise<void> => {
      await pasts.close();
      await opened.reader.close();
      await writer.close();
    };
    const tokens: TokenStore = {
      list: () => listTokens(opened.database.sql),
      create: (token) => writer.createToken(token),
      revoke: (order) => writer.revokeToken(order),
      use: (use) => writer.useToken(use),
    };
    const persons: PersonDesk = {
      ...opened.reader.persons,
      sealAgain: (step) => writer.sealAgain(step),
      destroy: (order) => writer.destroy(order),
      sealMessages: (order) => writer.sealMessages(order),
      redactMessages: (order) => writer.redactMessages(order),
      dropPapers: (order) => writer.dropPapers(order),
    };
    const hints: HintStore = {
      listHints: (limit) => listHints(opened.database.sql, limit),
      addHints: (rows) => writer.addHints(rows),
      dropHints: (rows) => writer.dropHints(rows),
    };
    const { reader, database: read } = opened;
    const audit: AuditStore = {
      ...auditReader(read.sql),
      append: (order) => writer.appendAudit(order),
      cut: (order) => writer.cutAudit(order),
    };
    const lockBrick = brickLocks(read);
    const moves = moveReader(read.sql, opened.vault);
    return { reader, writer, moves, tokens, persons, hints, audit, journal: writer, pasts, lockBrick, close };
  } catch (error) {
    await writer.close();
    throw error;
  }
}

function pastsOf(options: MirrorOptions, { sql }: Database, writer: MirrorWriter): Pasts {
  const { data, database, personKey, registry, extensions = [], bricks } = options;
  const { past = PAST_LIMITS, now = () => new Date() } = options;
  return new PastStore({
    ...{ source: { data, database }, sql, limits: past, now },
    build: buildInThread({ data, personKey, registry, extensions, bricks }),
    openReader: (folder) => openReader({ data: folder, registry, keyIn: { data, personKey } }),
    written: () => writer.written(),
  });
}

type ReadOptions = Pick<MirrorOptions, 'data' | 'database' | 'personKey' | 'registry'> & {
  /** Where the master key is, if it is not the folder's own: a past has none. */
  keyIn?: MasterKeyPlace;
};

/** Opens a mirror for reading only, beside whatever process writes it. */
export async function openReader(options: ReadOptions): Promise<MirrorReader> {
  return (await openForReading(options)).reader;
}

/** What a move reads of a mirror, beside whatever process writes it. */
export async function openMoveReader(
  options: ReadOptions,
): Promise<{ reader: MirrorReader; moves: MoveReader; close(): Promise<void> }> {
  const { reader, database, vault } = await openForReading(options);
  return { reader, moves: moveReader(database.sql, vault), close: () => reader.close() };
}

/** The audit trail beside whatever process writes it, or none; migrates nothing. */
export async function openAudit(
  place: Pick<MirrorOptions, 'data' | 'database'>,
): Promise<AuditReader & { close(): Promise<void> }> {
  const opened = await openDatabase(place, { readOnly: true });
  return { ...auditReader(opened.sql), close: () => opened.close() };
}

async function openForReading({
  data,
  database,
  personKey,
  registry,
  keyIn = { data, personKey },
}: ReadOptions): Promise<{
  reader: ReturnType<typeof createReader>;
  database: Database;
  vault: Vault;
}> {
  const { facetTypes } = (await import(registry)) as { facetTypes: readonly FacetType[] };
  const opened = await openDatabase({ data, database }, { readOnly: true });
  try {
    const vault = await readVault(opened.sql, keyIn);
    return { reader: createReader(opened, facetTypes, vault), database: opened, vault };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

function makeFolder(data: string): void {
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw asMirrorError(error);
  }
}
