/**
 * The mirror: what every brick said, in a database that the retailer owns.
 *
 * *Revisions* are what was said, never overwritten; *records* point at the newest and at the *published* one;
 * *bindings* tie external ids to hub ids; *facets* are projected from what is published and can be made again.
 * One writer, in a thread of its own; readers never wait for it. It knows no vendor, no role and no GraphQL: connectors
 * and facet types come from a registry module. Nothing but sync may write what a brick said.
 */
import { mkdirSync } from 'node:fs';
import type { MirrorReader, MirrorWriter } from './contract.ts';
import { brickLocks } from './brick-lock.ts';
import { openDatabase, type Database } from './database.ts';
import type { FacetType } from './facet-type.ts';
import { asMirrorError } from './mirror-error.ts';
import { createReader } from './read/reader.ts';
import type { TokenStore } from './token.ts';
import { listTokens } from './tokens/index.ts';
import { WriterClient } from './write/writer-client.ts';

export { appendOnlyReason } from './append-only-reason.ts';
export * from './blobs.ts';
export * from './contract.ts';
export * from './facet-type.ts';
export type * from './change.ts';
export { originOfEdit } from './edit.ts';
export type * from './edit.ts';
export type * from './message.ts';
export type { TokenRow, TokenStore } from './token.ts';
export { fold } from './fold.ts';
export { newHubId } from './hub-id.ts';
export { lookAtDatabase, type DatabaseState } from './look-at-database.ts';

export interface MirrorOptions {
  /** The data folder: the SQLite database, blobs and locks. Made if it is absent. */
  data: string;
  /** `postgres://…`; absent: SQLite in the data folder. */
  database?: string;
  /** File address of a module that exports `connectors` and `facetTypes`; the writer's thread loads it, too. */
  registry: string;
  /** File addresses of connectors from outside. */
  extensions?: readonly string[];
  /** In order of precedence: where entities of two bricks are one, the id of the earlier brick's answers for both. */
  bricks: readonly { name: string; connector: string }[];
}

export interface Mirror {
  reader: MirrorReader;
  writer: MirrorWriter;
  /**
   * Makes this the only process that runs a brick; null while another one does. Resolves with how to let go. On
   * SQLite there is one process anyway.
   */
  lockBrick(brick: string): Promise<(() => Promise<void>) | null>;
  close(): Promise<void>;
}

/** A mirror with the access tokens of its hub beside it. */
export interface OpenedMirror extends Mirror {
  tokens: TokenStore;
}

/** Opens the mirror for writing, with a reader beside it. One process at a time may have a SQLite mirror open so. */
export async function openMirror(options: MirrorOptions): Promise<OpenedMirror> {
  const { data, database, registry, extensions = [], bricks } = options;
  makeFolder(data);
  const writer = await WriterClient.start({ data, database, registry, extensions, bricks });
  try {
    const opened = await openForReading(options);
    const close = async (): Promise<void> => {
      await opened.reader.close();
      await writer.close();
    };
    const tokens: TokenStore = {
      list: () => listTokens(opened.database.sql),
      create: (token) => writer.createToken(token),
      revoke: (order) => writer.revokeToken(order),
      use: (use) => writer.useToken(use),
    };
    return { reader: opened.reader, writer, tokens, lockBrick: brickLocks(opened.database), close };
  } catch (error) {
    await writer.close();
    throw error;
  }
}

/** Opens a mirror for reading only, beside whatever process writes it. */
export async function openReader(
  options: Pick<MirrorOptions, 'data' | 'database' | 'registry'>,
): Promise<MirrorReader> {
  return (await openForReading(options)).reader;
}

async function openForReading({
  data,
  database,
  registry,
}: Pick<MirrorOptions, 'data' | 'database' | 'registry'>): Promise<{ reader: MirrorReader; database: Database }> {
  const { facetTypes } = (await import(registry)) as { facetTypes: readonly FacetType[] };
  const opened = await openDatabase({ data, database }, { readOnly: true });
  return { reader: createReader(opened, facetTypes), database: opened };
}

function makeFolder(data: string): void {
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw asMirrorError(error);
  }
}
