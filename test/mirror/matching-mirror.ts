import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Aggregate, JsonObject } from '#sdk';
import { openDatabase } from '../../src/mirror/database.ts';
import type { FacetType, Mirror } from '../../src/mirror/index.ts';
import { createReader } from '../../src/mirror/read/reader.ts';
import { moveReader } from '../../src/mirror/moves/index.ts';
import { DatabaseWriter } from '../../src/mirror/write/writer.ts';
import { settleBindings } from '../../src/sync/settling.ts';
import { aPage, AT, projectAll } from './a-mirror.ts';
import { testVault } from './a-vault.ts';
import type { TestDialect } from './dialects.ts';
import { connectors, facetTypes } from './registry.ts';

type Bodies = Record<string, JsonObject | null>;

/** What all bricks of a mirror say, and how it is kept. */
interface Vendor {
  aggregates: readonly Aggregate[];
  facetTypes: readonly FacetType[];
}

const VENDOR: Vendor = { aggregates: connectors[0]?.aggregates ?? [], facetTypes };

/** A mirror of as many bricks as a test wants, in their order of precedence. */
export interface MatchingMirror extends Omit<Mirror, 'lockBrick'> {
  /** A brick's parts, all of the thing `T` unless they name another `parent`. Projected, not matched. */
  read(brick: string, parts: Bodies, things?: Bodies): Promise<void>;
  /** Matches and projects until nothing is left. */
  settle(): Promise<void>;
  /** Hub ids by external id, as the facets have them. */
  ids(brick: string, type?: string): Promise<Record<string, string>>;
  /** All that came of it: facets, bindings, conflicts. */
  ends(): Promise<unknown>;
  /** Makes a binding by hand one that was found by a key: as an earlier release may have found it. */
  asIfMatched(brick: string, externalId: string, scheme: string): Promise<void>;
  /** Opens it again with these bricks. */
  reopen(bricks: readonly string[]): Promise<void>;
  remove(): Promise<void>;
}

export async function aMatchingMirror(
  dialect: TestDialect,
  names: readonly string[],
  vendor = VENDOR,
): Promise<MatchingMirror> {
  const data = await mkdtemp(join(tmpdir(), 'mortar-matching-'));
  const database = await dialect.create();
  let bricks = names;
  const mirror: MatchingMirror = {
    ...(await open({ data, database }, bricks, vendor)),
    async read(brick, parts, things = { T: { name: 'a' } }) {
      await mirror.writer.commitPage(aPage('things', things, { brick }));
      const filled = Object.entries(parts).map(([id, body]) => [id, body && { parent: 'T', ...body }] as const);
      await mirror.writer.commitPage(aPage('parts', Object.fromEntries(filled), { brick }));
      await projectAll(mirror, brick);
    },
    settle: () => settled(mirror, bricks),
    async ids(brick, type = 'Part') {
      const { rows } = await mirror.reader.facets.page({ type, brick, first: 100 });
      return Object.fromEntries(rows.map(({ row }) => [row.externalId, row.id]));
    },
    ends: () => endsOf(mirror, bricks),
    async asIfMatched(brick, externalId, scheme) {
      const opened = await openDatabase({ data, database }, { readOnly: false });
      const text = 'update merges set method = ? where brick = ? and external_id = ?';
      await opened.transaction((sql) => sql.run(text, [scheme, brick, externalId]));
      await opened.close();
    },
    async reopen(others) {
      await mirror.close();
      bricks = others;
      Object.assign(mirror, await open({ data, database }, bricks, vendor));
    },
    async remove() {
      await mirror.close();
      await dialect.drop(database);
      await rm(data, { recursive: true });
    },
  };
  return mirror;
}

async function open(
  at: { data: string; database: string | undefined },
  names: readonly string[],
  { aggregates, facetTypes }: Vendor,
): Promise<Omit<Mirror, 'lockBrick'>> {
  const writer = new DatabaseWriter(await openDatabase(at, { readOnly: false }), {
    facetTypes,
    vault: testVault,
    release: 'first',
    bricks: names.map((name) => ({ name, aggregates })),
    now: () => new Date(AT),
  });
  await writer.prepare();
  const read = await openDatabase(at, { readOnly: true });
  const reader = createReader(read, facetTypes, testVault);
  const close = async (): Promise<void> => {
    await reader.close();
    await writer.close();
  };
  return { writer, reader, moves: moveReader(read.sql, testVault), close };
}

/** More steps than any of these tests needs: matching that turns in circles is a failure, not a wait. */
const STEPS = 2_000;

export async function settled({ writer }: Pick<Mirror, 'writer'>, bricks: readonly string[]): Promise<void> {
  let steps = 0;
  await settleBindings({ writer, bricks, isStopped: () => ++steps > STEPS });
  if (steps > STEPS) throw new Error('matching does not come to an end');
}

/** Facets, bindings and conflicts; not since when there is a conflict. */
export async function endsOf({ reader }: Pick<Mirror, 'reader'>, bricks: readonly string[]): Promise<unknown> {
  const ends: unknown[] = [];
  for (const type of ['Part', 'Thing']) {
    for (const brick of bricks) {
      const { rows } = await reader.facets.page({ type, brick, first: 100 });
      const facets = rows.map(({ row }) => ({ type, brick, externalId: row.externalId, id: row.id, facet: row.facet }));
      const bindings = await reader.bindings(
        type,
        facets.map(({ id }) => id),
      );
      ends.push(
        facets.sort((a, b) => (a.externalId < b.externalId ? -1 : 1)),
        bindings.map((row) => JSON.stringify(row)).sort(),
      );
    }
  }
  const { rows } = await reader.bindingConflicts({ first: 200 });
  return [...ends, rows.map(({ since: _, ...row }) => JSON.stringify(row)).sort()];
}
