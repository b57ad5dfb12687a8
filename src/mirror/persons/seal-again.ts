import type { PersonReader, PersonWriter, Unsealed } from '../person.ts';
import type { Sql } from '../sql.ts';
import type { Bodies } from './bodies.ts';
import { personKeyId } from './person-id.ts';
import type { PersonKeys } from './person-keys.ts';
import { hashOf, sealBody } from './sealed-body.ts';

type Step = Parameters<PersonWriter['sealAgain']>[0];
type Sealing = NonNullable<Awaited<ReturnType<PersonReader['sealing']>>>;

const nameOf = (brick: string, kind: string): string => `sealed:${brick}:${kind}`;

/** How far a stream's revisions are kept as it is declared now. */
export async function sealingOf(sql: Sql, brick: string, kind: string): Promise<Sealing | null> {
  const [row] = await sql.all<{ value: string }>('select value from meta where name = ?', [nameOf(brick, kind)]);
  return row ? (JSON.parse(row.value) as Sealing) : null;
}

/** Stores revisions as they are to be kept: what they say stays the same. One transaction. */
export async function sealAgain(sql: Sql, keys: PersonKeys, step: Step): Promise<void> {
  const { brick, kind, at, declaration, after } = step;
  const persons = new Set<string>();
  for (const { personal } of step.revisions) if (personal) persons.add(personKeyId(brick, personal.person));
  const known = persons.size > 0 ? await keys.ensure(sql, persons, at) : new Map<string, Buffer | null>();
  for (const { id, seq, hash: plain, personal } of step.revisions) {
    if (!personal) continue;
    const person = personKeyId(brick, personal.person);
    const key = known.get(person) ?? null;
    // Of an erased person there is nothing left to seal.
    if (key === null && personal.values === null) continue;
    const hash = hashOf({ ...personal, hash: plain }, key);
    const body = sealBody({ brick, kind, id }, person, personal, key);
    const place = [brick, kind, id, seq];
    const where = 'brick = ? and kind = ? and external_id = ?';
    await sql.run(`update revisions set body = ?, hash = ?, person = ? where ${where} and seq = ?`, [
      body,
      hash,
      person,
      ...place,
    ]);
    await sql.run(`update records set head_hash = ? where ${where} and head_seq = ?`, [hash, ...place]);
    await sql.run(`update records set published_hash = ? where ${where} and published_seq = ?`, [hash, ...place]);
  }
  await sql.run(
    'insert into meta (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
    [nameOf(brick, kind), JSON.stringify({ declaration, after } satisfies Sealing)],
  );
}

/** Revisions of a stream, by id and number, tombstones left out. */
export async function revisionsOf(
  { sql, bodies }: { sql: Sql; bodies: Bodies },
  { brick, kind }: { brick: string; kind: string },
  after: { id: string; seq: number } | null,
  limit: number,
): Promise<Unsealed[]> {
  const rows = await sql.all<{ external_id: string; seq: number; body: Uint8Array }>(
    `select external_id, seq, body from revisions where brick = ? and kind = ? and body is not null
      ${after === null ? '' : 'and (external_id, seq) > (?, ?)'} order by external_id, seq limit ?`,
    after === null ? [brick, kind, limit] : [brick, kind, after.id, after.seq, limit],
  );
  await bodies.keys.refresh(sql);
  const opened = await bodies.open(
    sql,
    rows.map(({ external_id: id, body }) => ({ brick, kind, id, body })),
  );
  return rows.map(({ external_id: id, seq }, index) => ({ id, seq, body: opened[index] ?? {} }));
}
