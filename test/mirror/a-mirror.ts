import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash } from 'node:crypto';
import type { JsonObject } from '#sdk';
import { openDatabase } from '../../src/mirror/database.ts';
import {
  TOMBSTONE,
  type FacetType,
  type IncomingRecord,
  type JournalWriter,
  type Mirror,
  type PageCommit,
} from '../../src/mirror/index.ts';
import { createReader } from '../../src/mirror/read/reader.ts';
import { moveReader } from '../../src/mirror/moves/index.ts';
import { DatabaseWriter } from '../../src/mirror/write/writer.ts';
import { testVault } from './a-vault.ts';
import { connectors, facetTypes } from './registry.ts';
import type { TestDialect } from './dialects.ts';

export const registry = new URL('./registry.ts', import.meta.url).href;
export const AT = '2026-03-01T10:00:00.000Z';
export const LATER = '2026-03-02T10:00:00.000Z';

type OpenMirror = Omit<Mirror, 'lockBrick'>;
type JournaledMirror = OpenMirror & { journal: JournalWriter };

/** A mirror in a throw-away folder or database, written without a thread: the thread has a test of its own. */
export interface TestMirror extends JournaledMirror {
  data: string;
  database: string | undefined;
  /** Closes and opens it again, with other facet types if some are given, or at another time. */
  reopen(types?: readonly FacetType[], release?: string, now?: Date): Promise<void>;
  /** Closes it and removes everything. */
  remove(): Promise<void>;
}

export const bricks = [
  { name: 'one', connector: 'vendor' },
  { name: 'two', connector: 'vendor' },
];

export async function aMirror(dialect: TestDialect): Promise<TestMirror> {
  const data = await mkdtemp(join(tmpdir(), 'mortar-mirror-'));
  const database = await dialect.create();
  const mirror: TestMirror = {
    ...(await open(data, database, facetTypes)),
    data,
    database,
    async reopen(types = facetTypes, release = 'first', now = new Date(AT)) {
      await mirror.close();
      Object.assign(mirror, await open(data, database, types, release, now));
    },
    async remove() {
      await mirror.close();
      await dialect.drop(database);
      await rm(data, { recursive: true });
    },
  };
  return mirror;
}

/** A mirror in a folder that somebody else looks after. */
export function aMirrorIn(data: string): Promise<JournaledMirror> {
  return open(data, undefined, facetTypes);
}

async function open(
  data: string,
  database: string | undefined,
  types: readonly FacetType[],
  release = 'first',
  now = new Date(AT),
): Promise<JournaledMirror> {
  const written = await openDatabase({ data, database }, { readOnly: false });
  const aggregates = connectors[0]?.aggregates ?? [];
  const writer = new DatabaseWriter(written, {
    facetTypes: types,
    vault: testVault,
    release,
    bricks: bricks.map(({ name }) => ({ name, aggregates })),
    now: () => now,
  });
  await writer.prepare();
  const read = await openDatabase({ data, database }, { readOnly: true });
  const reader = createReader(read, types, testVault);
  const close = async (): Promise<void> => {
    await reader.close();
    await writer.close();
  };
  return { writer, journal: writer, reader, moves: moveReader(read.sql, testVault), close };
}

/** A record as sync hands it over. `parent` and `key` are fields of the body here. */
export function incoming(id: string, body: JsonObject | null): IncomingRecord {
  if (body === null) return { id, json: null, hash: TOMBSTONE, parent: null, key: null };
  const json = JSON.stringify(body);
  const field = (name: string): string | null => (typeof body[name] === 'string' ? body[name] : null);
  return { id, json, hash: hash('sha256', json, 'base64url'), parent: field('parent'), key: field('key') };
}

/** One page of brick `one`, published at once unless said otherwise. */
export function aPage(
  kind: string,
  bodies: Record<string, JsonObject | null>,
  more: Partial<PageCommit> = {},
): PageCommit {
  const records = Object.entries(bodies).map(([id, body]) => incoming(id, body));
  return { brick: 'one', kind, run: 'run-1', records, publish: true, at: AT, ...more };
}

/** Projects until nothing is due; resolves with how many roots that took. */
export async function projectAll(mirror: OpenMirror, brick = 'one', limit = 50): Promise<number> {
  let total = 0;
  for (let due = 1; due > 0;) {
    const step = await mirror.writer.project({ brick, limit });
    due = step.due;
    total += step.projected;
  }
  return total;
}

/** All facets of a type, by external id. */
export async function facetsOf(mirror: OpenMirror, type: string, brick = 'one'): Promise<Record<string, unknown>> {
  const { rows } = await mirror.reader.facets.page({ type, brick, first: 1_000 });
  return Object.fromEntries(rows.map(({ row }) => [row.externalId, row.facet]));
}
