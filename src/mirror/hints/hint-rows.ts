import type { HintRow } from '../hint.ts';
import type { Sql } from '../sql.ts';

export async function listHints(sql: Sql, limit: number): Promise<HintRow[]> {
  return sql.all<HintRow>('select brick, kind, id, mark, at from webhook_hints order by at, brick, kind, id limit ?', [
    limit,
  ]);
}

export async function addHints(sql: Sql, hints: readonly HintRow[]): Promise<void> {
  for (const { brick, kind, id, mark, at } of hints) {
    await sql.run(
      `insert into webhook_hints (brick, kind, id, mark, at) values (?, ?, ?, ?, ?)
        on conflict (brick, kind, id) do update set mark = excluded.mark`,
      [brick, kind, id, mark, at],
    );
  }
}

export async function dropHints(sql: Sql, hints: readonly HintRow[]): Promise<void> {
  for (const { brick, kind, id, mark } of hints) {
    await sql.run('delete from webhook_hints where brick = ? and kind = ? and id = ? and mark = ?', [
      brick,
      kind,
      id,
      mark,
    ]);
  }
}
