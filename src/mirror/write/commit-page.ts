import { packBody } from '../body.ts';
import type { BodyCache } from '../body-cache.ts';
import { bulkInsert, type BulkInsert } from '../bulk.ts';
import type { Change, IncomingRecord, PageCommit, PageResult } from '../contract.ts';
import { anyOf, list, type Param, type Sql } from '../sql.ts';
import type { Dependency } from './dependencies.ts';
import { markDue } from './due-roots.ts';
import { bumpVersion, storeCheckpoint } from './streams.ts';

/** Where a record stood before this page. */
interface Head {
  external_id: string;
  head_seq: number;
  head_hash: string;
  published_seq: number | null;
  published_hash: string | null;
  published_alive: number;
  parent: string | null;
  key: string | null;
}

interface Step {
  record: IncomingRecord;
  head: Head | undefined;
  seq: number;
  change: Change;
}

const revisions: BulkInsert = {
  table: 'revisions',
  columns: [
    ...['brick', 'kind', 'external_id', 'seq', 'hash', 'body', 'state', 'change', 'run', 'seen_at', 'published_at'],
    ...['parent', 'key'],
  ],
};

const records: BulkInsert = {
  table: 'records',
  columns: [
    ...['brick', 'kind', 'external_id', 'head_seq', 'head_hash', 'head_deleted'],
    ...['published_seq', 'published_hash', 'published_alive', 'parent', 'key'],
  ],
  tail: `on conflict (brick, kind, external_id) do update set head_seq = excluded.head_seq,
    head_hash = excluded.head_hash, head_deleted = excluded.head_deleted, published_seq = excluded.published_seq,
    published_hash = excluded.published_hash, published_alive = excluded.published_alive,
    parent = excluded.parent, key = excluded.key`,
};

/** Stores one page: its revisions, its checkpoint, and which roots are due. Runs inside one transaction. */
export async function commitPage(
  sql: Sql,
  page: PageCommit,
  { dependencies, bodies }: { dependencies: readonly Dependency[]; bodies: BodyCache },
): Promise<PageResult> {
  const result: PageResult = { revisions: 0, tombstones: 0, created: 0 };
  for (const records of page.appendOnly ? byOccurrence(page.records) : [page.records]) {
    const steps = await commitRecords(sql, { ...page, records }, dependencies);
    for (const { record } of steps) if (record.json !== null) bodies.add(record.hash, record.json);
    result.revisions += steps.length;
    result.tombstones += steps.filter(({ record }) => record.json === null).length;
    result.created += steps.filter(({ change }) => change === 'create').length;
  }
  if (page.checkpoint !== undefined) await storeCheckpoint(sql, page, page.checkpoint);
  return result;
}

/** Records that one page names again are told apart: what an append-only stream says twice must be the same. */
function byOccurrence(records: readonly IncomingRecord[]): IncomingRecord[][] {
  const rounds: IncomingRecord[][] = [];
  const times = new Map<string, number>();
  for (const record of records) {
    const round = times.get(record.id) ?? 0;
    times.set(record.id, round + 1);
    (rounds[round] ??= []).push(record);
  }
  return rounds;
}

async function commitRecords(sql: Sql, page: PageCommit, dependencies: readonly Dependency[]): Promise<Step[]> {
  const steps = await changedRecords(sql, page);
  const published = steps.filter((step) => isPublished(page, step));
  if (steps.length > 0) {
    await bulkInsert(
      sql,
      revisions,
      steps.map((step) => revisionRow(page, step)),
    );
    if (published.length > 0) await publishEarlier(sql, page, published);
    await bulkInsert(
      sql,
      records,
      steps.map((step) => recordRow(page, step)),
    );
    if (published.length > 0) await markPublished(sql, page, published, dependencies);
  }
  return steps;
}

/** An append-only stream publishes only what is new without being judged. */
function isPublished({ publish, appendOnly }: PageCommit, { change }: Step): boolean {
  return publish && (!appendOnly || change === 'create');
}
/** The records of a page that say something new; the last word on each id counts. */
async function changedRecords(sql: Sql, page: PageCommit): Promise<Step[]> {
  const latest = new Map(page.records.map((record) => [record.id, record]));
  const heads = await loadHeads(sql, page, [...latest.keys()]);
  const steps: Step[] = [];
  for (const record of latest.values()) {
    const head = heads.get(record.id);
    if (!isKnown(page, record, head))
      steps.push({ record, head, seq: (head?.head_seq ?? 0) + 1, change: changeOf(page, record, head) });
  }
  return steps;
}

/** What is to be published at once says something new as long as it only waits to be judged, or is held. */
function isKnown({ publish, appendOnly }: PageCommit, record: IncomingRecord, head: Head | undefined): boolean {
  if (!head) return record.json === null;
  return head.head_hash === record.hash && (!publish || appendOnly === true || head.published_hash === record.hash);
}

async function loadHeads(sql: Sql, page: PageCommit, ids: readonly string[]): Promise<Map<string, Head>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.all<Head>(
    `select external_id, head_seq, head_hash, published_seq, published_hash, published_alive, parent, key
      from records where brick = ? and kind = ? and ${anyOf(sql.dialect, 'external_id')}`,
    [page.brick, page.kind, list(ids)],
  );
  return new Map(rows.map((row) => [row.external_id, row]));
}

function changeOf({ appendOnly }: PageCommit, record: IncomingRecord, head: Head | undefined): Change {
  const alive = head?.published_alive === 1;
  if (appendOnly && head && !alive) return record.json === null ? 'delete' : 'update';
  if (record.json === null) return alive ? 'delete' : 'revert';
  if (!alive) return 'create';
  return head.published_hash === record.hash ? 'revert' : 'update';
}

function revisionRow(page: PageCommit, step: Step): Param[] {
  const { brick, kind, run, at } = page;
  const { record, seq, change } = step;
  const publish = isPublished(page, step);
  const body = record.json === null ? null : packBody(record.json);
  const state = publish ? 'published' : 'read';
  return [
    ...[brick, kind, record.id, seq, record.hash, body, state, change, run, at, publish ? at : null],
    ...[record.parent, record.key],
  ];
}

function recordRow(page: PageCommit, step: Step): Param[] {
  const { record, head, seq } = step;
  const deleted = record.json === null;
  const heads = [page.brick, page.kind, record.id, seq, record.hash, deleted ? 1 : 0];
  if (isPublished(page, step)) return [...heads, seq, record.hash, deleted ? 0 : 1, record.parent, record.key];
  if (!head) return [...heads, null, null, 0, null, null];
  return [...heads, head.published_seq, head.published_hash, head.published_alive, head.parent, head.key];
}

/** What was read before and not judged yet must not be published over this page later. */
async function publishEarlier(sql: Sql, page: PageCommit, steps: readonly Step[]): Promise<void> {
  const ids = steps.filter(({ head }) => head).map(({ record }) => record.id);
  if (ids.length === 0) return;
  await sql.run(
    `update revisions set state = 'published', published_at = ?
      where brick = ? and kind = ? and state = 'read' and ${anyOf(sql.dialect, 'external_id')}`,
    [page.at, page.brick, page.kind, list(ids)],
  );
}

async function markPublished(
  sql: Sql,
  page: PageCommit,
  steps: readonly Step[],
  dependencies: readonly Dependency[],
): Promise<void> {
  const ids: string[] = [];
  const parents = new Set<string>();
  for (const { record, head, change } of steps) {
    if (change === 'revert') continue;
    ids.push(record.id);
    if (record.parent !== null) parents.add(record.parent);
    if (typeof head?.parent === 'string') parents.add(head.parent);
  }
  if (ids.length === 0) return;
  await bumpVersion(sql, page);
  await markDue(sql, dependencies, { brick: page.brick, ids, parents: [...parents] });
}
