import { bulkInsert } from '../bulk.ts';
import type { Database } from '../database.ts';
import type { Param, Sql } from '../sql.ts';

const PAGE = 2_000;

/** A table that the past has beside what bricks said. */
interface Taken {
  table: string;
  columns: readonly string[];
  /** What stands in place of a column of the present. */
  instead?: Readonly<Record<string, string>>;
  /** Columns by which its rows are told apart. */
  order: readonly string[];
  /** Condition with one `?`, the time, for each of `times`. */
  where?: string;
  times?: number;
}

const MESSAGE = [
  ...['seq', 'id', 'brick', 'command', 'lane', 'replaces', 'creates', 'origin', 'state', 'turn', 'attempts', 'next_at'],
  ...['created_at', 'created_by', 'delivered_at', 'confirmed_at', 'payload'],
];

const TAKEN: readonly Taken[] = [
  // Today's: the same entity has the same hub id in every past.
  {
    table: 'bindings',
    columns: ['brick', 'type', 'external_id', 'hub_id'],
    order: ['brick', 'type', 'external_id'],
  },
  {
    table: 'merges',
    columns: ['brick', 'type', 'external_id', 'hub_id', 'method', 'bound_by', 'since'],
    order: ['brick', 'type', 'external_id'],
  },
  {
    table: 'edits',
    columns: ['seq', 'id', 'at', 'made_by', 'key', 'brick', 'name', 'source', 'reverts', 'total', 'conflicts', 'input'],
    instead: { key: 'null' },
    order: ['seq'],
    where: 'at <= ?',
    times: 1,
  },
  {
    table: 'edit_records',
    columns: ['edit', 'conflict', 'n', 'product', 'variant', 'message', 'changes'],
    order: ['edit', 'conflict', 'n'],
    where: 'edit in (select id from edits where at <= ?)',
    times: 1,
  },
  // Of an edit's messages only how far they were: nothing is in its turn, nothing lies over a facet, nothing is sent.
  {
    table: 'messages',
    columns: MESSAGE,
    instead: {
      replaces: 'null',
      turn: 'null',
      next_at: 'null',
      confirmed_at: 'created_at',
      payload: `'{}'`,
      state: `case when state = 'delivered' and delivered_at > ? then 'queued' else state end`,
    },
    order: ['seq'],
    where: `origin in (select 'edit:' || id from edits where at <= ?)`,
    times: 2,
  },
];

/** Copies today's bindings, and the mass edits that there were until then. */
export async function copyTables(from: Sql, to: Database, until: string): Promise<void> {
  for (const taken of TAKEN) await copyTable(from, to, taken, until);
}

async function copyTable(from: Sql, to: Database, taken: Taken, until: string): Promise<void> {
  const { table, columns, order, instead = {}, where = 'true', times = 0 } = taken;
  const selected = columns.map((column) => (instead[column] ? `${instead[column]} as ${column}` : column));
  let last: Param[] = [];
  for (let more = true; more;) {
    const after = last.length === 0 ? '' : `and (${order.join(', ')}) > (${order.map(() => '?').join(', ')})`;
    const rows: Record<string, Param>[] = await from.all<Record<string, Param>>(
      `select ${selected.join(', ')} from ${table} where ${where} ${after} order by ${order.join(', ')} limit ?`,
      [...Array.from({ length: times }, () => until), ...last, PAGE],
    );
    const values = rows.map((row) => columns.map((column) => row[column] ?? null));
    if (rows.length > 0) await to.transaction((sql) => bulkInsert(sql, { table, columns }, values), { redoable: true });
    const end: Record<string, Param> | undefined = rows.at(-1);
    if (end) last = order.map((column) => end[column] ?? null);
    more = rows.length === PAGE;
  }
}
