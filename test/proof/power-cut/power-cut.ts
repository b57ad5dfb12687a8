/**
 * "Answered is on disk": a child commits to a mirror and says what was acknowledged, while every system call is
 * recorded. From the record, disks are made as a power cut may leave them: what was synced is there, of the rest any
 * part. On each of them all that was acknowledged must be there.
 */
import { hash } from 'node:crypto';
import { mkdtempSync, type Dirent, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openDatabase } from '../../../src/mirror/database.ts';
import { blobsIn } from '../mirror/blobs.ts';
import { violationsAtRest } from '../mirror/truth.ts';
import { built } from '../project-root.ts';
import { seededRandom, type Random } from '../random.ts';
import { CARELESS, RECORDS, type Acknowledgement } from './agreed.ts';
import { Disk, type NamesModel } from './disk.ts';
import type { Operation } from './operation.ts';
import { operationsIn, recorded } from './strace.ts';

export interface PowerCutOptions {
  pages: number;
  cuts: number;
  seed: number;
  names: NamesModel;
  /** Counter-proof: what does not wait for the disk. */
  careless?: 'database' | 'blobs';
}

export interface PowerCutResult {
  cuts: number;
  /** Acknowledgements given before the cuts, summed up. */
  acknowledged: number;
  /** Checkpoints of the write-ahead log that the record holds. */
  checkpoints: number;
  /** What was lost or broken. */
  losses: string[];
}

/** Of what was not synced, the share that reaches the disk: nothing, all, or something between. */
const KEPT = [0, 0.3, 0.7, 1];

export async function cutPower(options: PowerCutOptions): Promise<PowerCutResult> {
  const scratch = mkdtempSync(join(tmpdir(), 'mortar-power-cut-'));
  try {
    const operations = await record(scratch, options);
    const disk = new Disk(operations, options.names);
    const random = seededRandom(options.seed);
    // Without a cut the model must give the very folder that the program left, else it proves nothing.
    disk.leave(Infinity, join(scratch, 'whole'), random, 1);
    if (fingerprint(join(scratch, 'whole')) !== fingerprint(join(scratch, 'data')))
      throw new Error('The record does not give the folder that was written.');
    const result: PowerCutResult = { cuts: 0, acknowledged: 0, checkpoints: checkpointsIn(operations), losses: [] };
    for (const line of cutLines(operations, options.cuts, random)) {
      const promised = promisedBefore(operations, line);
      const data = join(scratch, `cut-${result.cuts}`);
      disk.leave(line, data, random, random.pick(KEPT));
      result.losses.push(...(await lossesIn(data, promised)).map((loss) => `cut at ${line}: ${loss}`));
      result.cuts += 1;
      result.acknowledged += promised.length;
      rmSync(data, { recursive: true });
    }
    return result;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

async function record(scratch: string, { pages, careless }: PowerCutOptions): Promise<Operation[]> {
  const trace = join(scratch, 'trace');
  const data = join(scratch, 'data');
  const preload = ['--import', pathToFileURL(built('test/proof/power-cut/disk-habits.entry.js')).href];
  const args = [...preload, built('test/proof/power-cut/commits.entry.js'), data, '0', String(pages)];
  const env = { PATH: process.env['PATH'], ...(careless ? { [CARELESS]: careless } : {}) };
  const { code, output } = await recorded(args, env, trace);
  if (code !== 0) throw new Error(`The recorded program failed (${String(code)}).\n${output.slice(-3_000)}`);
  return operationsIn(trace, data);
}

/** Names and bytes of all files below a folder. */
function fingerprint(folder: string): string {
  const isKept = (entry: Dirent): boolean => entry.isFile() && !entry.name.endsWith('-shm');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(isKept);
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return paths.map((path) => `${relative(folder, path)} ${hash('sha256', readFileSync(path))}`).join('\n');
}

/** Half of the cuts fall right behind an acknowledgement: the worst instants. The others anywhere. */
function cutLines(operations: readonly Operation[], cuts: number, random: Random): number[] {
  const said = operations.filter(({ kind }) => kind === 'said');
  return Array.from({ length: cuts }, (_, i) => random.pick(i % 2 === 0 ? said : operations).began + 1);
}

function promisedBefore(operations: readonly Operation[], line: number): Acknowledgement[] {
  return operations
    .filter((operation) => operation.kind === 'said' && operation.began < line)
    .flatMap((operation) => (operation.kind === 'said' ? operation.text.trimEnd().split('\n') : []))
    .map((text) => JSON.parse(text) as Acknowledgement);
}

/** Writes to the database itself are checkpoints; each ends with a sync of it. */
function checkpointsIn(operations: readonly Operation[]): number {
  return operations.filter((operation) => operation.kind === 'sync' && operation.path === 'mortar.db').length;
}

/** What was promised and is not there, or is not sound. */
async function lossesIn(data: string, promised: readonly Acknowledgement[]): Promise<string[]> {
  const blobs = blobsIn(data);
  const lost = promised.flatMap(({ blob }) => (blob !== undefined && !blobs.get(blob) ? [`blob ${blob}`] : []));
  try {
    // For writing, as the hub opens it: recovery is part of it.
    const database = await openDatabase({ data }, { readOnly: false });
    try {
      if (promised.some(({ run }) => run !== undefined)) lost.push(...(await lostRows(database.sql, promised)));
    } finally {
      await database.close();
    }
    return [...lost, ...(await violationsAtRest({ data }))];
  } catch (error) {
    return [...lost, `the mirror cannot be read: ${error instanceof Error ? error.message : String(error)}`];
  }
}

type Rows = Awaited<ReturnType<typeof openDatabase>>['sql'];

async function lostRows(sql: Rows, promised: readonly Acknowledgement[]): Promise<string[]> {
  const rows = await sql.all<{ external_id: string; hash: string; state: string }>(
    'select external_id, hash, state from revisions',
    [],
  );
  const stored = new Map(rows.map((row) => [row.external_id, row]));
  const runs = await sql.all<{ id: string; state: string }>('select id, state from runs', []);
  const [stream] = await sql.all<{ checkpoint: string }>('select checkpoint from streams', []);
  const reached = stream ? (JSON.parse(stream.checkpoint) as { page: number }).page : -1;
  // A projection may be lost with the power, for it can be made again: its root must be due then.
  const facets = new Set(
    (await sql.all<{ root_id: string }>('select root_id from facet_proof union select root_id from due', [])).map(
      (row) => row.root_id,
    ),
  );
  const lost: string[] = [];
  for (const { run, ended, records = [], checkpoint = -1, published = -1, projected = -1 } of promised) {
    if (run !== undefined && !runs.some(({ id }) => id === run)) lost.push(`run ${run}`);
    if (ended !== undefined && runs.some(({ id, state }) => id === ended && state !== 'done'))
      lost.push(`end of ${ended}`);
    for (const [id, hash] of records) if (stored.get(id)?.hash !== hash) lost.push(`record ${id}`);
    if (reached < checkpoint) lost.push(`checkpoint ${checkpoint}`);
    const upTo = (page: number): typeof rows => rows.filter((row) => Number(row.external_id) < (page + 1) * RECORDS);
    const unpublished = upTo(published).filter(({ state }) => state === 'read');
    if (unpublished.length > 0) lost.push(`publication of ${unpublished.length} records`);
    const unprojected = upTo(projected).filter((row) => !facets.has(row.external_id));
    if (unprojected.length > 0) lost.push(`facets of ${unprojected.length} records`);
  }
  return lost;
}
