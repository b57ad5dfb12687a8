import type { UnreadableRecords } from '../contract.ts';
import type { Sql } from '../sql.ts';

/** Of each kind, so many are told one by one. */
const SAMPLE = 5;

/** What mappers could not understand of a brick, by kind. */
export async function unreadable(sql: Sql, brick: string): Promise<UnreadableRecords[]> {
  const kinds = await sql.all<{ kind: string; count: number }>(
    `select root_kind as kind, cast(count(*) as integer) as count from projection_failures
      where brick = ? group by root_kind order by root_kind`,
    [brick],
  );
  const found: UnreadableRecords[] = [];
  for (const { kind, count } of kinds) {
    const sample = await sql.all<UnreadableRecords['sample'][number]>(
      `select root_id as id, message, at from projection_failures
        where brick = ? and root_kind = ? order by root_id limit ${SAMPLE}`,
      [brick, kind],
    );
    found.push({ kind, count, sample });
  }
  return found;
}
