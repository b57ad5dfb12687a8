import type { JsonValue } from '#sdk';
import { originOfEdit, type EditChange, type EditFilter, type EditReader, type EditRow } from '../edit.ts';
import type { MessageState } from '../message.ts';
import { invalid } from '../mirror-error.ts';
import { anyOf, list, type Param, type Sql } from '../sql.ts';

interface StoredEdit {
  seq: number;
  id: string;
  at: string;
  made_by: string;
  brick: string;
  name: string;
  source: string | null;
  reverts: string | null;
  total: number;
  conflicts: number;
}

type Progress = Pick<EditRow, 'delivered' | 'refused' | 'waiting' | 'superseded' | 'held'>;

const COUNTED_AS: Record<MessageState, keyof Progress> = {
  queued: 'waiting',
  delivered: 'delivered',
  dead: 'refused',
  discarded: 'refused',
  superseded: 'superseded',
  held: 'held',
};

export function editReader(sql: Sql): EditReader {
  return {
    async edits({ first, after, ...filter }) {
      const { conditions, params } = whereOf(sql, filter);
      if (after !== undefined) {
        conditions.push('seq < ?');
        params.push(await seqOf(sql, after));
      }
      const rows = await sql.all<StoredEdit>(
        `select seq, id, at, made_by, brick, name, source, reverts, total, conflicts from edits ${joined(conditions)}
          order by seq desc limit ?`,
        [...params, first + 1],
      );
      return { rows: await withProgress(sql, rows.slice(0, first)), hasNext: rows.length > first };
    },
    async editCount(filter) {
      const { conditions, params } = whereOf(sql, filter);
      const text = `select cast(count(*) as integer) as count from edits ${joined(conditions)}`;
      return (await sql.all<{ count: number }>(text, params))[0]?.count ?? 0;
    },
    async editInput(id) {
      const [row] = await sql.all<{ input: string }>('select input from edits where id = ?', [id]);
      return row ? (JSON.parse(row.input) as JsonValue) : null;
    },
    async editRecords(id, { left, first, skip }) {
      const rows = await sql.all<{ product: string; variant: string | null; message: string | null; changes: string }>(
        `select product, variant, message, changes from edit_records where edit = ? and conflict = ? and n >= ?
          order by n limit ?`,
        [id, left ? 1 : 0, skip, first],
      );
      return rows.map(({ changes, ...row }) => ({ ...row, changes: JSON.parse(changes) as EditChange[] }));
    },
  };
}

function whereOf(sql: Sql, { ids, sources, key, from, to }: EditFilter): { conditions: string[]; params: Param[] } {
  const conditions: string[] = [];
  const params: Param[] = [];
  const add = (text: string, ...values: Param[]): void => {
    conditions.push(text);
    params.push(...values);
  };
  if (ids) add(anyOf(sql.dialect, 'id'), list(ids));
  if (sources) add(`source is not null and ${anyOf(sql.dialect, 'source')}`, list(sources));
  if (key) add('made_by = ? and key = ?', key.by, key.value);
  if (from !== undefined) add('at >= ?', from);
  if (to !== undefined) add('at < ?', to);
  return { conditions, params };
}

function joined(conditions: readonly string[]): string {
  return conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
}

async function seqOf(sql: Sql, id: string): Promise<number> {
  const [row] = await sql.all<{ seq: number }>('select seq from edits where id = ?', [id]);
  if (row) return row.seq;
  throw invalid('INVALID_CURSOR', 'There is no such edit to go on after.', 'Start again without a cursor.');
}

async function withProgress(sql: Sql, rows: readonly StoredEdit[]): Promise<EditRow[]> {
  if (rows.length === 0) return [];
  const counts = await sql.all<{ origin: string; state: MessageState; count: number }>(
    `select origin, state, cast(count(*) as integer) as count from messages
      where ${anyOf(sql.dialect, 'origin')} group by origin, state`,
    [list(rows.map(({ id }) => originOfEdit(id)))],
  );
  const reverting = await sql.all<{ id: string; reverts: string }>(
    `select id, reverts from edits where reverts is not null and ${anyOf(sql.dialect, 'reverts')} and total > 0
      order by seq`,
    [list(rows.map(({ id }) => id))],
  );
  const revertedBy = new Map(reverting.map(({ id, reverts }) => [reverts, id]));
  const byOrigin = Map.groupBy(counts, ({ origin }) => origin);
  return rows.map(({ id, at, made_by, brick, name, source, reverts, total, conflicts }) => {
    const progress: Progress = { delivered: 0, refused: 0, waiting: 0, superseded: 0, held: 0 };
    for (const { state, count } of byOrigin.get(originOfEdit(id)) ?? []) progress[COUNTED_AS[state]] += count;
    const row = { id, at, by: made_by, brick, name, source, reverts, total, conflicts };
    return { ...row, ...progress, revertedBy: revertedBy.get(id) ?? null };
  });
}
