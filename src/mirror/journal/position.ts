import { randomUUID } from 'node:crypto';
import { inParts } from '../bulk.ts';
import type { JournalPosition, JournalSegment } from '../journal.ts';
import { anyOf, list, type Sql } from '../sql.ts';

const JOURNAL = 'journal';

/** A name that no other life of the hub has. */
export function newLine(): string {
  return randomUUID();
}

export async function journalPosition(sql: Sql): Promise<JournalPosition | null> {
  const [row] = await sql.all<{ value: string }>('select value from meta where name = ?', [JOURNAL]);
  return row ? (JSON.parse(row.value) as JournalPosition) : null;
}

export async function setPosition(sql: Sql, position: JournalPosition): Promise<void> {
  await sql.run(
    'insert into meta (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
    [JOURNAL, JSON.stringify(position)],
  );
}

export async function beginJournal(sql: Sql, { at }: { at: string }): Promise<JournalPosition> {
  const known = await journalPosition(sql);
  if (known) return known;
  const line = newLine();
  const position = { line, after: line, sequence: 0, sha256: null, at };
  await setPosition(sql, position);
  return position;
}

export async function endJournal(sql: Sql): Promise<void> {
  await sql.run('delete from meta where name = ?', [JOURNAL]);
  await sql.run('delete from journal where kind <> ?', [BIND]);
}

export async function keepSegment(sql: Sql, { entries, position }: JournalSegment): Promise<void> {
  for (const part of inParts(entries))
    await sql.run(`delete from journal where ${anyOf(sql.dialect, 'seq', 'integer')}`, [list(part)]);
  await setPosition(sql, position);
}

/** Entries that only a restored hub has: what a brick has made is bound when its tables are known. */
export const BIND = 'bind';

/** What a brick made for a message, under which id. */
export interface CreatedEntry {
  brick: string;
  message: string;
  at: string;
  type: string;
  hubId: string;
  externalId: string;
}

/** A command has tied a record to an entity, which no sync can find out again. */
export async function noteCreated(sql: Sql, created: readonly CreatedEntry[]): Promise<void> {
  for (const one of created)
    await sql.run(`insert into journal (kind, key) select 'created', ${typed(sql)} from meta where name = ?`, [
      JSON.stringify(one),
      JOURNAL,
    ]);
}

function typed({ dialect }: Sql): string {
  return dialect === 'sqlite' ? '?' : '?::text';
}
