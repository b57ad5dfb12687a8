import { createHmac } from 'node:crypto';
import type { DatabasePlace } from '../../../src/mirror/database.ts';
import { TOMBSTONE } from '../../../src/mirror/contract.ts';
import type { Sql } from '../../../src/mirror/sql.ts';
import { blobViolations } from './blobs.ts';
import { tablesOf, withMirror } from './opened.ts';
import { openedHash, personKeys, vaultOf, type PersonKeys, type StoredBody } from './sealed.ts';

/** Text of a query that finds nothing in a true mirror, by what it would find. */
type Checks = Readonly<Record<string, string>>;

/** What must hold at any instant, whatever was killed. */
const ALWAYS: Checks = {
  'record without its newest revision': `select external_id from records r where not exists
    (select 1 from revisions v where v.brick = r.brick and v.kind = r.kind and v.external_id = r.external_id
      and v.seq = r.head_seq and v.hash = r.head_hash and r.head_deleted = (case v.hash when '-' then 1 else 0 end))`,
  'revision newer than its record, or without one': `select v.external_id from revisions v left join records r
    on v.brick = r.brick and v.kind = r.kind and v.external_id = r.external_id
    where r.head_seq is null or v.seq > r.head_seq`,
  'gap in the revisions of a record': `select external_id from revisions group by brick, kind, external_id
    having min(seq) <> 1 or max(seq) <> count(*)`,
  'same content twice in a row': `select v.external_id from revisions v join revisions w on v.brick = w.brick
    and v.kind = w.kind and v.external_id = w.external_id and w.seq = v.seq + 1 and w.hash = v.hash`,
  'published record that points to no published revision': `select external_id from records r
    where published_seq is not null and not exists (select 1 from revisions v where v.brick = r.brick
      and v.kind = r.kind and v.external_id = r.external_id and v.seq = r.published_seq
      and v.hash = r.published_hash and v.state = 'published'
      and r.published_alive = (case v.hash when '-' then 0 else 1 end))`,
  'body missing, or there for a tombstone': `select external_id from revisions where (body is null) <> (hash = '-')`,
  'revision of an unknown run': `select external_id from revisions v
    where not exists (select 1 from runs where runs.id = v.run)`,
  'two runs at the same time': `select brick as external_id from runs where state = 'running'
    group by brick having count(*) > 1`,
};

/** What must hold when all work is done and nothing was suspicious. */
const IN_THE_END: Checks = {
  'revision that nobody judged': `select external_id from revisions where state = 'read'`,
  'revision that was held': `select external_id from revisions where state in ('held', 'rejected')`,
  hold: `select kind as external_id from holds`,
  'root still to be projected': `select root_id as external_id from due`,
  'root that could not be projected': `select root_id as external_id from projection_failures`,
  'run that never ended': `select id as external_id from runs where state = 'running'`,
  'record whose newest revision is not published': `select external_id from records
    where published_seq is null or published_seq <> head_seq`,
};

/** Names what is not as it must be at any instant. */
export async function violationsAtRest(place: DatabasePlace): Promise<string[]> {
  return inspected(place, ALWAYS);
}

/** Names what is not as it must be in the end. */
export async function violationsInTheEnd(place: DatabasePlace): Promise<string[]> {
  return inspected(place, { ...ALWAYS, ...IN_THE_END });
}

async function inspected(place: DatabasePlace, checks: Checks): Promise<string[]> {
  const found = await withMirror(place, async (database) => {
    const violations = database.dialect === 'sqlite' ? await integrity(database.sql) : [];
    if (!(await tablesOf(database)).includes('projection_failures')) return violations;
    for (const [name, text] of Object.entries(checks)) {
      const rows = await database.sql.all<{ external_id: string }>(text, []);
      if (rows.length > 0) violations.push(`${name}: ${rows.length}, e.g. ${String(rows[0]?.external_id)}`);
    }
    violations.push(...(await brokenBodies(place, database.sql)), ...(await blobViolations(place.data, database.sql)));
    return violations;
  });
  return found ?? [];
}

async function integrity(sql: Sql): Promise<string[]> {
  const rows = await sql.all<{ integrity_check: string }>('pragma integrity_check', []);
  return rows.map((row) => row.integrity_check).filter((line) => line !== 'ok');
}

async function brokenBodies(place: DatabasePlace, sql: Sql): Promise<string[]> {
  type Row = StoredBody & { seq: number; hash: string };
  const rows = await sql.all<Row>(
    'select brick, kind, external_id as id, seq, hash, body from revisions where hash <> ?',
    [TOMBSTONE],
  );
  const keys = await personKeys(vaultOf(place), sql);
  return rows
    .filter((row) => hashOfBody(row, keys) !== row.hash)
    .map(({ kind, id, seq }) => `body that is not what its hash says: ${kind} ${id} #${seq}`);
}

/** Of a sealed body, the hash is keyed by the person's key. */
function hashOfBody(row: StoredBody, keys: PersonKeys): string {
  const { plain, key } = openedHash(row, keys);
  return key === null ? plain : createHmac('sha256', key).update(plain).digest('base64url');
}
