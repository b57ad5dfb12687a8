import { CompiledQuery } from 'kysely';
import { inParts } from '../bulk.ts';
import { openDatabase, type Database, type DatabasePlace } from '../database.ts';
import type { JournalNews, JournalSource } from '../journal.ts';
import { coded } from '../mirror-error.ts';
import { messageKeyId } from '../persons/index.ts';
import { anyOf, list, postgresSql, type Sql } from '../sql.ts';
import { journalPosition } from './position.ts';

interface Entry {
  seq: number;
  kind: string;
  key: string;
}

/** Opens the journal for reading, with a connection of its own. */
export async function openJournal(place: DatabasePlace): Promise<JournalSource> {
  const database = await openDatabase(place, { readOnly: true });
  return {
    read: (work) => coded(atOneInstant(database, (sql) => readNews(sql, work))),
    close: () => database.close(),
  };
}

/** Everything that `work` asks is of one instant, and nobody waits for it. */
async function atOneInstant<Result>(
  { sqlite, sql }: Pick<Database, 'sqlite' | 'sql'>,
  work: (sql: Sql) => Promise<Result>,
): Promise<Result> {
  if (sqlite) {
    sqlite.run('begin', []);
    return work(sql).finally(() => sqlite.run('rollback', []));
  }
  return sql.kysely.connection().execute(async (kysely) => {
    await kysely.executeQuery(CompiledQuery.raw('begin isolation level repeatable read read only'));
    return work(postgresSql(kysely)).finally(() => kysely.executeQuery(CompiledQuery.raw('rollback')));
  });
}

async function readNews<Result>(sql: Sql, work: (news: JournalNews) => Promise<Result>): Promise<Result | null> {
  const rows = await sql.all<{ seq: number | string; kind: string; key: string }>(
    'select seq, kind, key from journal order by seq',
    [],
  );
  if (rows.length === 0) return null;
  const entries = rows.map(({ seq, ...row }): Entry => ({ ...row, seq: Number(seq) }));
  const [migration] = await sql.all<{ name: string }>('select name from migrations order by id desc limit 1', []);
  return work({
    entries: entries.map(({ seq }) => seq),
    position: await journalPosition(sql),
    schema: migration?.name ?? '',
    lines: () => linesOf(sql, entries),
  });
}

/** Of each thing once, however often it has changed. */
async function* linesOf(sql: Sql, entries: readonly Entry[]): AsyncGenerator<string> {
  const keysOf = (kind: string): string[] => [
    ...new Set(entries.flatMap((entry) => (entry.kind === kind ? [entry.key] : []))),
  ];
  for (const ids of inBatches(keysOf('message'))) yield* messageLines(sql, ids);
  for (const ids of inBatches(keysOf('edit'))) yield* editLines(sql, ids);
  for (const ids of inBatches(keysOf('outgoing'))) yield* outgoingLines(sql, ids);
  for (const ids of inBatches(keysOf('hold'))) yield* holdLines(sql, ids);
  for (const ids of inBatches(keysOf('token'))) yield* rowLines(sql, 'access_tokens', 'id', ids);
  for (const key of keysOf('key')) {
    const rows = await sql.all<object>('select * from command_keys where principal = ? and key = ?', [
      ...(JSON.parse(key) as [string, string]),
    ]);
    for (const row of rows) yield lineOf('command_keys', row);
  }
  for (const key of keysOf('overlay')) yield lineOf('overlays', JSON.parse(key) as object);
  for (const key of keysOf('created')) yield lineOf('created', JSON.parse(key) as object);
}

/** A message comes first, and what belongs to it after it: all of that takes the place of what was there. */
async function* messageLines(sql: Sql, ids: readonly string[]): AsyncGenerator<string> {
  const messages = await rowsOf(sql, 'messages', 'id', ids);
  const found = new Set(messages.map(({ id }) => id));
  for (const id of ids) if (!found.has(id)) yield oneLine({ table: 'messages', gone: id });
  const overlays = await rowsOf(sql, 'overlays', 'message', ids);
  const laid = new Set(overlays.map(({ message }) => message));
  for (const row of messages)
    yield lineOf('messages', row, { isShown: row['state'] === 'delivered' && !laid.has(row['id']) });
  for (const row of overlays) yield lineOf('overlays', row);
  for (const table of ['message_steps', 'reservations']) yield* rowLines(sql, table, 'message', ids);
  // What a message says of people opens with a key of its own.
  yield* rowLines(sql, 'person_keys', 'id', ids.map(messageKeyId));
}

async function* editLines(sql: Sql, ids: readonly string[]): AsyncGenerator<string> {
  for (const id of ids) {
    yield* rowLines(sql, 'edits', 'id', [id]);
    for (const conflict of [0, 1]) yield* recordLines(sql, id, conflict);
  }
}

/** What was judged of messages, with the holds that they wait in. */
async function* outgoingLines(sql: Sql, messages: readonly string[]): AsyncGenerator<string> {
  const rows = await rowsOf(sql, 'outgoing', 'message', messages);
  const holds = [...new Set(rows.flatMap(({ hold_id }) => (typeof hold_id === 'string' ? hold_id : [])))];
  yield* rowLines(sql, 'holds', 'id', holds);
  for (const row of rows) yield lineOf('outgoing', row);
}

/** What was decided of holds, and the words that it was about: a restored mirror has to read them again. */
async function* holdLines(sql: Sql, ids: readonly string[]): AsyncGenerator<string> {
  yield* rowLines(sql, 'holds', 'id', ids);
  for (const id of ids)
    for (let after = { id: '', seq: 0 }; ;) {
      const rows = await sql.all<Decided>(
        `select brick, kind, external_id, seq, hash, state, hold_id from revisions
          where hold_id = ? and state in ('published', 'rejected') and (external_id, seq) > (?, ?)
          order by external_id, seq limit ?`,
        [id, after.id, after.seq, BATCH],
      );
      for (const { seq: _, state, ...row } of rows)
        yield lineOf('decided_words', { ...row, decision: state === 'rejected' ? 'rejected' : 'accepted' });
      const last = rows.at(-1);
      if (!last) break;
      after = { id: last.external_id, seq: last.seq };
    }
}

interface Decided {
  brick: string;
  kind: string;
  external_id: string;
  seq: number;
  hash: string;
  state: string;
  hold_id: string;
}

async function* recordLines(sql: Sql, edit: string, conflict: number): AsyncGenerator<string> {
  for (let after = -1; ;) {
    const rows = await sql.all<{ n: number }>(
      'select * from edit_records where edit = ? and conflict = ? and n > ? order by n limit ?',
      [edit, conflict, after, BATCH],
    );
    for (const row of rows) yield lineOf('edit_records', row);
    const last = rows.at(-1);
    if (!last) return;
    after = last.n;
  }
}

async function* rowLines(sql: Sql, table: string, column: string, keys: readonly string[]): AsyncGenerator<string> {
  for (const row of await rowsOf(sql, table, column, keys)) yield lineOf(table, row);
}

function rowsOf(sql: Sql, table: string, column: string, keys: readonly string[]): Promise<Record<string, unknown>[]> {
  return sql.all(`select * from ${table} where ${anyOf(sql.dialect, column)}`, [list(keys)]);
}

/** `isShown`: the brick's own word stands for it by now, which a restored mirror has not read. */
function lineOf(table: string, row: object, { isShown = false } = {}): string {
  const values = Object.entries(row).map(([column, value]: [string, unknown]) => [
    column,
    value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
  ]);
  return oneLine({ table, row: Object.fromEntries(values) as object, ...(isShown && { isShown }) });
}

/** Who reads lines takes these two for their ends; within JSON they stand in texts only. */
function oneLine(said: object): string {
  return JSON.stringify(said).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

/** Rows of one batch are in memory at once. */
const BATCH = 500;

function* inBatches(keys: readonly string[]): Iterable<readonly string[]> {
  for (const part of inParts(keys)) for (let at = 0; at < part.length; at += BATCH) yield part.slice(at, at + BATCH);
}
