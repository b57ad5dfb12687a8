import type { Sql } from '../sql.ts';

const CODE = 'projected-by-code-of';

/** Bricks whose connector from outside is another one than at the last start, by its code; noted for the next start. */
export async function otherCode(sql: Sql, bricks: ReadonlyMap<string, { code: string }>): Promise<string[]> {
  const [row] = await sql.all<{ value: string }>('select value from meta where name = ?', [CODE]);
  const known = JSON.parse(row?.value ?? '{}') as Record<string, string>;
  const now = Object.fromEntries([...bricks].flatMap(([name, { code }]) => (code === '' ? [] : [[name, code]])));
  const others = [...bricks.keys()].filter((name) => (known[name] ?? '') !== (now[name] ?? ''));
  if (others.length > 0)
    await sql.run(
      'insert into meta (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
      [CODE, JSON.stringify(now)],
    );
  return others;
}
