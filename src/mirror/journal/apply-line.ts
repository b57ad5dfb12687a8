import { z } from 'zod';
import { invalid } from '../mirror-error.ts';
import type { Param, Sql } from '../sql.ts';
import { BIND } from './position.ts';

/** What is replaced as a whole, by the columns that tell one row from another; and what goes with it. */
const REPLACED: Readonly<Record<string, { by: readonly string[]; parts: readonly (readonly [string, string])[] }>> = {
  messages: {
    by: ['id'],
    parts: [
      ['message_steps', 'message'],
      ['overlays', 'message'],
      ['reservations', 'message'],
    ],
  },
  edits: { by: ['id'], parts: [['edit_records', 'edit']] },
  command_keys: { by: ['principal', 'key'], parts: [] },
  access_tokens: { by: ['id'], parts: [] },
  holds: { by: ['id'], parts: [['decided_words', 'hold_id']] },
  outgoing: { by: ['message', 'about'], parts: [] },
  decided_words: { by: ['brick', 'kind', 'external_id', 'hash'], parts: [] },
};

/** What follows the row that it belongs to. */
const PARTS = ['message_steps', 'overlays', 'reservations', 'edit_records', 'person_keys'];

const column = z.string().regex(/^[a-z][a-z0-9_]*$/);
const value = z.union([z.string(), z.number(), z.null(), z.strictObject({ base64: z.base64() })]);
const row = z.record(column, value);
const lineSchema = z.union([
  z.strictObject({ table: z.enum([...Object.keys(REPLACED), ...PARTS]), row, isShown: z.literal(true).optional() }),
  z.strictObject({ table: z.literal('messages'), gone: z.string() }),
  z.strictObject({ table: z.literal('created'), row: z.record(z.string(), z.string()) }),
]);

type Row = z.output<typeof row>;

/** Puts what one line of a segment says into the database. Resolves with the table that it is about. */
export async function applyLine(sql: Sql, line: string): Promise<string> {
  const said = lineSchema.safeParse(jsonOf(line));
  if (!said.success)
    throw invalid(
      'JOURNAL_UNREADABLE',
      'A line of the journal is none that this release knows.',
      'Restore with the release that wrote it, or a later one.',
    );
  const { table } = said.data;
  if ('gone' in said.data) await remove(sql, table, { id: said.data.gone });
  else if (table === 'created')
    await sql.run('insert into journal (kind, key) values (?, ?)', [BIND, JSON.stringify(said.data.row)]);
  else await put(sql, table, said.data);
  return table;
}

async function put(
  sql: Sql,
  table: string,
  { row: values, isShown = false }: { row: Row; isShown?: boolean | undefined },
): Promise<void> {
  await remove(sql, table, values, isShown ? 'overlays' : null);
  // It may have come before, under another id of its entity.
  if (table === 'overlays')
    await sql.run('delete from overlays where message = ? and n = ?', [
      paramOf(values['message']),
      paramOf(values['n']),
    ]);
  const columns = Object.keys(values);
  const overriding = sql.dialect === 'postgres' && columns.includes('seq') ? 'overriding system value' : '';
  await sql.run(
    `insert into ${table} (${columns.join(', ')}) ${overriding} values (${columns.map(() => '?').join(', ')})
      ${table === 'person_keys' ? 'on conflict do nothing' : ''}`,
    columns.map((name) => paramOf(values[name])),
  );
  if (table === 'holds') await waitAgain(sql, values);
  if (table === 'decided_words') await decideAgain(sql, values);
}

/** What was decided since the backup and is open again: as far as the next lines do not say otherwise. */
async function waitAgain(sql: Sql, { id = null, state }: Row): Promise<void> {
  if (state === 'open')
    await sql.run(`update revisions set state = 'held' where hold_id = ? and state = 'rejected'`, [paramOf(id)]);
}

/**
 * A word that the backup has as undecided. What was accepted is published by the next run: nobody has to be asked, and
 * what it changes is projected then.
 */
async function decideAgain(sql: Sql, values: Row): Promise<void> {
  const state = values['decision'] === 'rejected' ? 'rejected' : 'read';
  await sql.run(
    `update revisions set state = '${state}', hold_id = ? where brick = ? and kind = ? and external_id = ? and hash = ?
      and state in ('read', 'held')`,
    ['hold_id', 'brick', 'kind', 'external_id', 'hash'].map((name) => paramOf(values[name])),
  );
}

async function remove(sql: Sql, table: string, values: Row, except: string | null = null): Promise<void> {
  const replaced = REPLACED[table];
  if (!replaced) return;
  const keys = replaced.by.map((name) => paramOf(values[name]));
  for (const [part, by] of replaced.parts)
    if (part !== except) await sql.run(`delete from ${part} where ${by} = ?`, keys);
  await sql.run(`delete from ${table} where ${replaced.by.map((name) => `${name} = ?`).join(' and ')}`, keys);
}

function paramOf(value: Row[string] | undefined): Param {
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? Buffer.from(value.base64, 'base64') : value;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
