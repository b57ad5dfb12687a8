import type { FacetType } from '../facet-type.ts';
import { openDatabase, type Database, type DatabasePlace } from '../database.ts';
import { readVault, type MasterKeyPlace } from '../persons/index.ts';
import type { Sql } from '../sql.ts';
import type { WrittenBrick } from '../write/known-bricks.ts';
import { DatabaseWriter } from '../write/writer.ts';
import { copyPublished } from './copy-published.ts';
import { copyTables } from './copy-tables.ts';

/** Roots that are projected in one transaction. */
const ROOTS = 500;
/** Copying is quick beside projecting. */
const COPY_SHARE = 0.2;

export interface PastOrder {
  /** The mirror of the present. */
  source: DatabasePlace;
  /** An empty folder; the past's database comes to lie in it. */
  folder: string;
  /** What was published until then, itself included. */
  until: string;
}

export interface PastWork {
  facetTypes: readonly FacetType[];
  bricks: readonly WrittenBrick[];
  /** Where the master key of personal data is. */
  keyIn: MasterKeyPlace;
  /** Called often, with what is done, from 0 to 1. */
  progress(done: number): void;
}

/** Makes a mirror of the past: copies what was published at a time and projects it as the present would. */
export async function buildPast({ source, folder, until }: PastOrder, work: PastWork): Promise<void> {
  const from = await openDatabase(source, { readOnly: true });
  try {
    const to = await openDatabase({ data: folder }, { readOnly: false });
    try {
      await fill(from.sql, to, until, work);
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}

async function fill(from: Sql, to: Database, until: string, work: PastWork): Promise<void> {
  const { facetTypes, bricks, keyIn, progress } = work;
  const vault = await readVault(from, keyIn);
  // One writer for each brick: what it knows of one alone, it compares with no other. Who is one is known already.
  const writers = bricks.map((brick) => ({
    name: brick.name,
    roots: [...new Set(brick.aggregates.map(({ root }) => root))],
    writer: new DatabaseWriter(to, { facetTypes, bricks: [brick], vault, keysFrom: from }),
  }));
  for (const { writer } of writers) await writer.prepare();
  await copyTables(from, to, until);
  const records = await countRecords(from);
  await copyPublished({
    ...{ from, to, bricks: writers, until },
    copied: (done) => progress((Math.min(done, records) / Math.max(records, 1)) * COPY_SHARE),
  });
  const [row] = await to.sql.all<{ due: number }>('select count(*) as due from due', []);
  const all = Math.max(Number(row?.due ?? 0), 1);
  let done = 0;
  for (const { name, writer } of writers) {
    for (let due = 1; due > 0;) {
      const step = await writer.project({ brick: name, limit: ROOTS });
      due = step.due;
      done += step.projected;
      progress(COPY_SHARE + (Math.min(done, all) / all) * (1 - COPY_SHARE));
    }
  }
  await to.sql.all('pragma wal_checkpoint(truncate)', []);
}

/** Those of today: near enough to tell how far the work is. */
async function countRecords(sql: Sql): Promise<number> {
  const [row] = await sql.all<{ count: number }>('select count(*) as count from records', []);
  return Number(row?.count ?? 0);
}
