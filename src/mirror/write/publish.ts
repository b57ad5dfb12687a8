import { appendOnlyReason } from '../append-only-reason.ts';
import type { Change, HoldReason, NewHold, Surprises } from '../contract.ts';
import { anyOf, list, type Param, type Sql } from '../sql.ts';
import type { Dependency } from './dependencies.ts';
import { markDue } from './due-roots.ts';
import { notePublication } from './publications.ts';
import { bumpVersion } from './streams.ts';

interface StreamAt {
  brick: string;
  kind: string;
  at: string;
  /** Only those; absent: all. */
  changes?: readonly Change[];
  /** Default: none. */
  surprises?: Surprises;
}

interface Pending {
  external_id: string;
  change: Change;
  old_parent: string | null;
  new_parent: string | null;
}

/** Revisions that were read, each with its record. */
const PENDING = `v.brick = ? and v.kind = ? and v.state = 'read'
  and v.brick = records.brick and v.kind = records.kind and v.external_id = records.external_id`;

interface Part {
  /** Which of the revisions that were read, as a condition on `v` and `records`. */
  last: string;
  /** The same of all of them, not only of the last of each record. */
  every: string;
  params: Param[];
}

/**
 * The last word on each record; or of these changes only, the last one of them: of what was closed for ever and then
 * changed, the first word is published and the other one held.
 */
function partOf(sql: Sql, changes: readonly Change[] | undefined): Part {
  if (!changes) return { last: 'and v.seq = records.head_seq', every: '', params: [] };
  const among = (column: string): string => `and ${anyOf(sql.dialect, column)}`;
  return {
    last: `${among('v.change')} and not exists (select 1 from revisions w where w.brick = v.brick and w.kind = v.kind
      and w.external_id = v.external_id and w.seq > v.seq and w.state = 'read' ${among('w.change')})`,
    every: among('change'),
    params: [list(changes)],
  };
}

/** Publishes what was read and not yet judged; resolves with how many records say something new. */
export async function publish(sql: Sql, stream: StreamAt, dependencies: readonly Dependency[]): Promise<number> {
  const part = partOf(sql, stream.changes);
  const pending = await loadPending(sql, stream, part);
  if (pending.length > 0) await supersedeHolds(sql, stream);
  const changed = pending.filter(({ change }) => change !== 'revert');
  await movePointers(sql, stream, part);
  await sql.run(
    `update revisions set state = 'published', published_at = ?
      where brick = ? and kind = ? and state = 'read' ${part.every}`,
    [stream.at, stream.brick, stream.kind, ...part.params],
  );
  if (changed.length === 0) return 0;
  await bumpVersion(sql, stream);
  await notePublication(
    sql,
    stream,
    changed.map(({ change }) => change),
    // What nobody has judged counts as it is.
    stream.surprises ?? { rewrites: changed.filter(({ change }) => change === 'update').length },
  );
  const parents = new Set<string>();
  for (const { old_parent, new_parent } of changed) {
    if (old_parent !== null) parents.add(old_parent);
    if (new_parent !== null) parents.add(new_parent);
  }
  const ids = changed.map(({ external_id }) => external_id);
  await markDue(sql, dependencies, { brick: stream.brick, ids, parents: [...parents] });
  return changed.length;
}

/** `changes`, `ids`: only those; absent: all. */
type HeldPart = NewHold & { changes?: readonly Change[]; ids?: readonly string[] };

function onlyThese(sql: Sql, ids: readonly string[]): Pick<Part, 'every' | 'params'> {
  return { every: `and ${anyOf(sql.dialect, 'external_id')}`, params: [list(ids)] };
}

/**
 * Sets aside what was read and not yet judged, but for records that say again what is published. One stream has one
 * open hold: what comes later joins it, so that a person decides once. Resolves with its id.
 */
export async function hold(sql: Sql, { changes, ids, ...row }: HeldPart): Promise<string> {
  const stream = { brick: row.brick, kind: row.kind, at: row.openedAt };
  const { every, params } = ids ? onlyThese(sql, ids) : partOf(sql, changes);
  await movePointers(sql, stream, { last: `and v.seq = records.head_seq and v.change = 'revert'`, params: [] });
  await sql.run(
    `update revisions set state = 'published', published_at = ? where brick = ? and kind = ? and state = 'read'
      and exists (select 1 from records r where r.brick = revisions.brick and r.kind = revisions.kind
        and r.external_id = revisions.external_id and r.published_seq = r.head_seq)`,
    [row.openedAt, row.brick, row.kind],
  );
  const [open] = await sql.all<OpenHold>(
    `select id, reasons, sample from holds where brick = ? and kind = ? and state = 'open'`,
    [row.brick, row.kind],
  );
  const id = open?.id ?? row.id;
  await sql.run(
    `update revisions set state = 'held', hold_id = ? where brick = ? and kind = ? and state = 'read' ${every}`,
    [id, row.brick, row.kind, ...params],
  );
  await (open ? join(sql, open, row) : insertHold(sql, row));
  return id;
}

interface OpenHold {
  id: string;
  reasons: string;
  sample: string;
}

async function insertHold(sql: Sql, row: NewHold): Promise<void> {
  await sql.run(
    `insert into holds (id, brick, kind, run, opened_at, state, creates, updates, deletes, reasons, sample)
      values (?, ?, ?, ?, ?, 'open', ?, ?, ?, ?, ?)`,
    [
      ...[row.id, row.brick, row.kind, row.run, row.openedAt, row.creates, row.updates, row.deletes],
      ...[JSON.stringify(row.reasons), JSON.stringify(row.sample)],
    ],
  );
}

const SAMPLE_SIZE = 10;

/** Counts are of records whose newest revision is held: one that was changed twice is decided once. */
async function join(sql: Sql, open: OpenHold, row: NewHold): Promise<void> {
  const count = await countHeld(sql, open.id);
  const reasons = new Map((JSON.parse(open.reasons) as HoldReason[]).map((reason) => [reason.rule, reason]));
  for (const reason of row.reasons) reasons.set(reason.rule, reason);
  const alarms = count('update') + count('delete');
  const sample = [...new Set([...(JSON.parse(open.sample) as string[]), ...row.sample])].slice(0, SAMPLE_SIZE);
  if (reasons.has('append-only')) reasons.set('append-only', appendOnlyReason(row.kind, alarms, sample));
  await sql.run(
    'update holds set run = ?, creates = ?, updates = ?, deletes = ?, reasons = ?, sample = ? where id = ?',
    [
      ...[row.run, count('create'), count('update'), count('delete')],
      ...[JSON.stringify([...reasons.values()]), JSON.stringify(sample), open.id],
    ],
  );
}

/** Records whose newest revision a hold still sets aside, by what it would change. */
export async function countHeld(sql: Sql, id: string): Promise<(change: Change) => number> {
  const counted = await sql.all<{ change: string; count: number }>(
    `select v.change, count(*) as count from revisions v join records r on r.brick = v.brick and r.kind = v.kind
      and r.external_id = v.external_id and r.head_seq = v.seq where v.hold_id = ? and v.state = 'held'
      group by v.change`,
    [id],
  );
  return (change) => Number(counted.find((one) => one.change === change)?.count ?? 0);
}

/** A hold of whose revisions none is its record's newest any more has nothing left to decide: the brick moved on. */
async function supersedeHolds(sql: Sql, { brick, kind }: StreamAt): Promise<void> {
  await sql.run(
    `update holds set state = 'superseded' where brick = ? and kind = ? and state = 'open' and not exists (
      select 1 from revisions v join records r on r.brick = v.brick and r.kind = v.kind
        and r.external_id = v.external_id and r.head_seq = v.seq where v.hold_id = holds.id and v.state = 'held')`,
    [brick, kind],
  );
}

async function loadPending(sql: Sql, { brick, kind }: StreamAt, { last, params }: Part): Promise<Pending[]> {
  return sql.all<Pending>(
    `select v.external_id, v.change, records.parent as old_parent, v.parent as new_parent from revisions v
      cross join records where ${PENDING} ${last}`,
    [brick, kind, ...params, ...params],
  );
}

async function movePointers(
  sql: Sql,
  { brick, kind }: StreamAt,
  { last, params }: Pick<Part, 'last' | 'params'>,
): Promise<void> {
  await sql.run(
    `update records set published_seq = v.seq, published_hash = v.hash,
      published_alive = case when v.body is null then 0 else 1 end, parent = v.parent, key = v.key
      from revisions v where ${PENDING} ${last}`,
    [brick, kind, ...params, ...params],
  );
}
