import { TOMBSTONE } from '../contract.ts';
import { anyOf, list, type Sql } from '../sql.ts';

interface Said {
  id: string;
  hash: string;
}

const NOBODY = (): null => null;

/**
 * Which of these revisions a person has rejected before, by the hold. Remembered by their hashes, but for tombstones:
 * that a record is gone says the same whenever it is said, and may be true the next time.
 */
export async function rejectedBefore(
  sql: Sql,
  { brick, kind }: { brick: string; kind: string },
  said: readonly Said[],
): Promise<(one: Said) => string | null> {
  if (said.length === 0) return NOBODY;
  const [any] = await sql.all(
    `select 1 as one from holds where brick = ? and kind = ? and decisions like '%"rejected"%' limit 1`,
    [brick, kind],
  );
  if (!any) return NOBODY;
  const ids = list(said.map(({ id }) => id));
  const rows = await sql.all<{ external_id: string; hash: string; hold_id: string }>(
    `select external_id, hash, hold_id from revisions where brick = ? and kind = ? and state = 'rejected'
      and hold_id is not null and ${anyOf(sql.dialect, 'external_id')}
     union select external_id, hash, hold_id from decided_words where brick = ? and kind = ? and decision = 'rejected'
      and ${anyOf(sql.dialect, 'external_id')}`,
    [brick, kind, ids, brick, kind, ids],
  );
  const known = new Map(rows.map(({ external_id, hash, hold_id }) => [`${external_id}\n${hash}`, hold_id]));
  return ({ id, hash }) => (hash === TOMBSTONE ? null : (known.get(`${id}\n${hash}`) ?? null));
}
