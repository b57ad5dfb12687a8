import { bulkInsert, type BulkInsert } from '../bulk.ts';
import type { MessageOrder } from '../message.ts';
import type { Sql } from '../sql.ts';

const records: BulkInsert = {
  table: 'edit_records',
  columns: ['edit', 'conflict', 'n', 'product', 'variant', 'message', 'changes'],
};

/** Keeps the edit that an order is, if it is one. */
export async function insertEdit(sql: Sql, { edit, at, by, key }: MessageOrder): Promise<void> {
  if (!edit) return;
  const { id, brick, name, input, source, reverts } = edit;
  const [left, changed] = [true, false].map((isLeft) =>
    edit.records.filter(({ message }) => (message === null) === isLeft),
  );
  await sql.run(
    `insert into edits (id, at, made_by, key, brick, name, source, reverts, total, conflicts, input)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[id, at, by, key?.value ?? null, brick, name, source, reverts, changed?.length ?? 0, left?.length ?? 0],
      JSON.stringify(input),
    ],
  );
  for (const [conflict, rows] of [changed ?? [], left ?? []].entries())
    await bulkInsert(
      sql,
      records,
      rows.map(({ product, variant, message, changes }, n) => [
        ...[id, conflict, n, product, variant, message],
        JSON.stringify(changes),
      ]),
    );
}
