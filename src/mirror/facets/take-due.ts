import type { ProjectOptions } from '../contract.ts';
import { anyOf, list, type Sql } from '../sql.ts';
import { MESSAGE_ROOT } from './affected-roots.ts';

/** Takes roots off the list before anything else is read, so that a change that comes meanwhile puts them back. */
export async function takeDue(sql: Sql, options: ProjectOptions): Promise<Map<string, string[]>> {
  const { from, params } = dueRoots(sql, options);
  const first = await sql.all<{ root_kind: string; root_id: string }>(
    `select root_kind, root_id ${from} and root_kind <> ? order by root_kind, root_id limit ?`,
    [...params, MESSAGE_ROOT, options.limit],
  );
  // What messages create comes last: it must not go before the record that stands for it is there.
  const last =
    first.length < options.limit
      ? await sql.all<{ root_kind: string; root_id: string }>(
          `select root_kind, root_id ${from} and root_kind = ? order by root_id limit ?`,
          [...params, MESSAGE_ROOT, options.limit - first.length],
        )
      : [];
  const grouped = Map.groupBy([...first, ...last], ({ root_kind }) => root_kind);
  const due = new Map([...grouped].map(([kind, roots]) => [kind, roots.map(({ root_id }) => root_id)]));
  for (const [kind, ids] of due) await forgetDue(sql, options.brick, kind, ids);
  return due;
}

export async function forgetDue(sql: Sql, brick: string, kind: string, ids: readonly string[]): Promise<void> {
  const text = `delete from due where brick = ? and root_kind = ? and ${anyOf(sql.dialect, 'root_id')}`;
  await sql.run(text, [brick, kind, list(ids)]);
}

export async function countDue(sql: Sql, options: ProjectOptions): Promise<number> {
  const { from, params } = dueRoots(sql, options);
  const [row] = await sql.all<{ due: number }>(`select cast(count(*) as integer) as due ${from}`, params);
  return row?.due ?? 0;
}

function dueRoots(sql: Sql, { brick, roots }: ProjectOptions): { from: string; params: string[] } {
  const from = 'from due where brick = ?';
  if (!roots) return { from, params: [brick] };
  return { from: `${from} and ${anyOf(sql.dialect, 'root_kind')}`, params: [brick, list(roots)] };
}
