import { packBody } from '../body.ts';
import { bulkInsert, type BulkInsert } from '../bulk.ts';
import type { Change, IncomingRecord, PageCommit, PageResult } from '../contract.ts';
import { hashOf, personKeyId, sealBody, type Bodies } from '../persons/index.ts';
import { anyOf, list, type Param, type Sql } from '../sql.ts';
import type { Dependency } from './dependencies.ts';
import { markDue } from './due-roots.ts';
import { notePublication } from './publications.ts';
import { rejectedBefore } from './rejections.ts';
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

/** A record with what it is stored as. */
type Stored = IncomingRecord & {
  /** By which it is compared: of personal records another one than `hash`, which is not stored. */
  kept: string;
  /** Whose it is, and their key; a null key: they were erased. */
  owner: { person: string; key: Buffer | null } | null;
};

interface Step {
  record: Stored;
  head: Head | undefined;
  seq: number;
  change: Change;
  /** The hold in which a person has rejected this very revision before; null: nobody has. */
  rejected: string | null;
}

const revisions: BulkInsert = {
  table: 'revisions',
  columns: [
    ...['brick', 'kind', 'external_id', 'seq', 'hash', 'body', 'state', 'change', 'run', 'seen_at', 'published_at'],
    ...['parent', 'key', 'person', 'hold_id'],
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
  { dependencies, bodies }: { dependencies: readonly Dependency[]; bodies: Bodies },
): Promise<PageResult> {
  const result: PageResult = { revisions: 0, tombstones: 0, created: 0 };
  const owned = await withOwners(sql, page, bodies);
  for (const records of page.appendOnly ? byOccurrence(owned) : [owned]) {
    const steps = await commitRecords(sql, { ...page, records }, dependencies);
    for (const { record } of steps) remember(bodies, record);
    result.revisions += steps.length;
    result.tombstones += steps.filter(({ record }) => record.json === null).length;
    result.created += steps.filter(({ change }) => change === 'create').length;
  }
  if (page.checkpoint !== undefined) await storeCheckpoint(sql, page, page.checkpoint);
  return result;
}

/** Finds or makes the keys of those whose records they are. */
async function withOwners(sql: Sql, page: PageCommit, { keys }: Bodies): Promise<Stored[]> {
  const persons = new Set<string>();
  const personOf = new Map<string, string>();
  for (const { personal } of page.records) {
    if (!personal || personOf.has(personal.person)) continue;
    const id = personKeyId(page.brick, personal.person);
    personOf.set(personal.person, id);
    persons.add(id);
  }
  const known = persons.size > 0 ? await keys.ensure(sql, persons, page.at) : new Map<string, Buffer | null>();
  return page.records.map((record) => {
    const { personal, hash } = record;
    if (!personal) return { ...record, kept: hash, owner: null };
    const person = personOf.get(personal.person) ?? '';
    const key = known.get(person) ?? null;
    return { ...record, kept: hashOf({ ...personal, hash }, key), owner: { person, key } };
  });
}

function remember({ cache }: Bodies, { json, personal, owner, kept }: Stored): void {
  const shown = owner?.key === null ? (personal?.open ?? null) : json;
  if (shown !== null) cache?.add(kept, shown);
}

/** What was stored by an earlier release is known by its plain hash, until it is sealed. */
function isSame(hash: string | null, { kept, hash: plain }: Stored): boolean {
  return hash === kept || hash === plain;
}

/** Records that one page names again are told apart: what an append-only stream says twice must be the same. */
function byOccurrence(records: readonly Stored[]): Stored[][] {
  const rounds: Stored[][] = [];
  const times = new Map<string, number>();
  for (const record of records) {
    const round = times.get(record.id) ?? 0;
    times.set(record.id, round + 1);
    (rounds[round] ??= []).push(record);
  }
  return rounds;
}

type StoredPage = Omit<PageCommit, 'records'> & { records: readonly Stored[] };

async function commitRecords(sql: Sql, page: StoredPage, dependencies: readonly Dependency[]): Promise<Step[]> {
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
function isPublished({ publish, appendOnly }: StoredPage, { change }: Step): boolean {
  return publish && (!appendOnly || change === 'create');
}
/** The records of a page that say something new; the last word on each id counts. */
async function changedRecords(sql: Sql, page: StoredPage): Promise<Step[]> {
  const latest = new Map(page.records.map((record) => [record.id, record]));
  const heads = await loadHeads(sql, page, [...latest.keys()]);
  const steps: Step[] = [];
  for (const record of latest.values()) {
    const head = heads.get(record.id);
    if (!isKnown(page, record, head))
      steps.push({
        ...{ record, head, seq: (head?.head_seq ?? 0) + 1, change: changeOf(page, record, head) },
        rejected: null,
      });
  }
  return withRejected(sql, page, steps);
}

/** What is to be published at once says something new as long as it only waits to be judged, or is held. */
function isKnown({ publish, appendOnly }: StoredPage, record: Stored, head: Head | undefined): boolean {
  if (!head) return record.json === null;
  return isSame(head.head_hash, record) && (!publish || appendOnly === true || isSame(head.published_hash, record));
}

/** What a person has rejected once is not asked again. */
async function withRejected(sql: Sql, page: StoredPage, steps: Step[]): Promise<Step[]> {
  const judged = steps.filter((step) => step.change !== 'revert' && !isPublished(page, step));
  const rejected = await rejectedBefore(
    sql,
    page,
    judged.map(({ record: { id, kept } }) => ({ id, hash: kept })),
  );
  for (const step of judged) step.rejected = rejected({ id: step.record.id, hash: step.record.kept });
  return steps;
}

async function loadHeads(sql: Sql, page: StoredPage, ids: readonly string[]): Promise<Map<string, Head>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.all<Head>(
    `select external_id, head_seq, head_hash, published_seq, published_hash, published_alive, parent, key
      from records where brick = ? and kind = ? and ${anyOf(sql.dialect, 'external_id')}`,
    [page.brick, page.kind, list(ids)],
  );
  return new Map(rows.map((row) => [row.external_id, row]));
}

function changeOf({ appendOnly }: StoredPage, record: Stored, head: Head | undefined): Change {
  const alive = head?.published_alive === 1;
  if (appendOnly && head && !alive) return record.json === null ? 'delete' : 'update';
  if (record.json === null) return alive ? 'delete' : 'revert';
  if (!alive) return 'create';
  return isSame(head.published_hash, record) ? 'revert' : 'update';
}

function revisionRow(page: StoredPage, step: Step): Param[] {
  const { brick, kind, run, at } = page;
  const { record, seq, change } = step;
  const publish = isPublished(page, step);
  const body = bodyOf(page, record);
  const rejected = publish ? null : step.rejected;
  const state = publish ? 'published' : rejected === null ? 'read' : 'rejected';
  return [
    ...[brick, kind, record.id, seq, record.kept, body, state, change, run, at, publish ? at : null],
    ...[record.parent, record.key, record.owner?.person ?? null, rejected],
  ];
}

function bodyOf({ brick, kind }: StoredPage, { id, json, personal, owner }: Stored): Uint8Array | null {
  if (json === null) return null;
  return personal && owner ? sealBody({ brick, kind, id }, owner.person, personal, owner.key) : packBody(json);
}

function recordRow(page: StoredPage, step: Step): Param[] {
  const { record, head, seq } = step;
  const deleted = record.json === null;
  const heads = [page.brick, page.kind, record.id, seq, record.kept, deleted ? 1 : 0];
  if (isPublished(page, step)) return [...heads, seq, record.kept, deleted ? 0 : 1, record.parent, record.key];
  if (!head) return [...heads, null, null, 0, null, null];
  return [...heads, head.published_seq, head.published_hash, head.published_alive, head.parent, head.key];
}

/** What was read before and not judged yet must not be published over this page later. */
async function publishEarlier(sql: Sql, page: StoredPage, steps: readonly Step[]): Promise<void> {
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
  page: StoredPage,
  steps: readonly Step[],
  dependencies: readonly Dependency[],
): Promise<void> {
  const ids: string[] = [];
  const changes: Change[] = [];
  const parents = new Set<string>();
  for (const { record, head, change } of steps) {
    if (change === 'revert') continue;
    ids.push(record.id);
    changes.push(change);
    if (record.parent !== null) parents.add(record.parent);
    if (typeof head?.parent === 'string') parents.add(head.parent);
  }
  if (ids.length === 0) return;
  await bumpVersion(sql, page);
  await notePublication(sql, page, changes);
  await markDue(sql, dependencies, { brick: page.brick, ids, parents: [...parents] });
}
