import { bulkInsert, type BulkInsert } from '../bulk.ts';
import type { Database } from '../database.ts';
import { markEveryRoot } from '../write/due-roots.ts';
import type { Param, Sql } from '../sql.ts';

/** Rows that are read and written at once. */
const PAGE = 2_000;

interface Published {
  external_id: string;
  seq: number;
  hash: string;
  body: Uint8Array;
  run: string;
  seen_at: string;
  published_at: string;
  parent: string | null;
  key: string | null;
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
    ...['brick', 'kind', 'external_id', 'head_seq', 'head_hash', 'head_deleted', 'published_seq', 'published_hash'],
    ...['published_alive', 'parent', 'key'],
  ],
};

/**
 * What is published of a record at a time is its newest revision among those published until then: pointers only ever
 * move forward. Bodies are copied as they are stored, and never opened here.
 */
const PUBLISHED_AT = `select v.external_id, v.seq, v.hash, v.body, v.run, v.seen_at, v.published_at, v.parent, v.key
  from revisions v where v.brick = ? and v.kind = ? and v.external_id > ? and v.published_at <= ?
  and v.state = 'published' and v.body is not null and not exists (
    select 1 from revisions w where w.brick = v.brick and w.kind = v.kind and w.external_id = v.external_id
      and w.seq > v.seq and w.state = 'published' and w.published_at <= ?)
  order by v.external_id limit ?`;

export interface Copying {
  from: Sql;
  to: Database;
  bricks: readonly { name: string; roots: readonly string[] }[];
  /** Publications until then, itself included. */
  until: string;
  /** Called with the number of records copied so far, after every page. */
  copied(records: number): void;
}

/** Copies what was published into an empty mirror, and makes every root of it due. */
export async function copyPublished({ from, to, bricks, until, copied }: Copying): Promise<void> {
  let total = 0;
  for (const { name: brick, roots } of bricks) {
    for (const kind of await kindsOf(from, brick)) {
      for (let after = '', more = true; more;) {
        const rows = await from.all<Published>(PUBLISHED_AT, [brick, kind, after, until, until, PAGE]);
        if (rows.length > 0) await to.transaction((sql) => store(sql, { brick, kind }, rows), { redoable: true });
        total += rows.length;
        copied(total);
        after = rows.at(-1)?.external_id ?? after;
        more = rows.length === PAGE;
      }
      await to.sql.run(
        `insert into streams (brick, kind, checkpoint, version, first_read_at, ids_at, read_at)
          values (?, ?, 'null', 1, ?, null, null)`,
        [brick, kind, until],
      );
    }
    await to.transaction((sql) => markEveryRoot(sql, brick, roots), { redoable: true });
  }
}

async function kindsOf(sql: Sql, brick: string): Promise<string[]> {
  const rows = await sql.all<{ kind: string }>('select kind from streams where brick = ? order by kind', [brick]);
  return rows.map(({ kind }) => kind);
}

async function store(sql: Sql, { brick, kind }: { brick: string; kind: string }, rows: Published[]): Promise<void> {
  await bulkInsert(
    sql,
    revisions,
    rows.map((row): Param[] => [
      ...[brick, kind, row.external_id, row.seq, row.hash, row.body, 'published', 'create', row.run, row.seen_at],
      ...[row.published_at, row.parent, row.key],
    ]),
  );
  await bulkInsert(
    sql,
    records,
    rows.map(({ external_id, seq, hash, parent, key }): Param[] => [
      ...[brick, kind, external_id, seq, hash, 0, seq, hash, 1, parent, key],
    ]),
  );
}
