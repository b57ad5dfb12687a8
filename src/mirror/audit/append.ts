import type { AuditHead, AuditWriter, NewAuditEntry, StoredAuditEntry } from '../audit-entry.ts';
import { bulkInsert } from '../bulk.ts';
import type { Sql } from '../sql.ts';
import { AUDIT_COLUMNS, auditHash, NOTHING_BEFORE } from './entry-hash.ts';

const table = { table: 'audit', columns: [...AUDIT_COLUMNS, 'hash'] };
const index = { table: 'audit_people', columns: ['seq', 'person'] };
/** In `meta`: up to where entries may be deleted. The table itself refuses anything else. */
const CUT = 'audit-cut';

/** Call within the lock of the chain: of several hubs, one appends at a time. */
export async function appendAudit(sql: Sql, entries: readonly NewAuditEntry[]): Promise<AuditHead> {
  let head = (await headOf(sql)) ?? { seq: 0, hash: NOTHING_BEFORE };
  const rows = entries.map((entry) => {
    const { variables, people, messages, detail, ...rest } = entry;
    const texts = { variables: JSON.stringify(variables), detail: JSON.stringify(detail) };
    const lists = { people: JSON.stringify(people), messages: JSON.stringify(messages) };
    const unhashed = { ...rest, ...texts, ...lists, seq: head.seq + 1, previous: head.hash };
    const row: StoredAuditEntry = { ...unhashed, hash: auditHash(unhashed) };
    head = { seq: row.seq, hash: row.hash };
    return { row, people };
  });
  await bulkInsert(
    sql,
    table,
    rows.map(({ row }) => [...AUDIT_COLUMNS.map((column) => row[column]), row.hash]),
  );
  await bulkInsert(
    sql,
    index,
    rows.flatMap(({ row, people }) => people.map((person) => [row.seq, person])),
  );
  return head;
}

export async function headOf(sql: Sql): Promise<AuditHead | null> {
  const [row] = await sql.all<AuditHead>('select seq, hash from audit order by seq desc limit 1', []);
  return row ?? null;
}

/** What is cut off is named by an entry of the same chain, so that the rest goes on being provable. */
export async function cutAudit(
  sql: Sql,
  { before, at }: Parameters<AuditWriter['cutAudit']>[0],
): Promise<Awaited<ReturnType<AuditWriter['cutAudit']>>> {
  // A clock that once was wrong lets nothing go that lies behind something younger.
  const [kept] = await sql.all<{ seq: number | null }>('select min(seq) as seq from audit where at >= ?', [before]);
  const first = kept?.seq ?? ((await headOf(sql))?.seq ?? 0) + 1;
  const through = first - 1;
  const [last] = await sql.all<AuditHead>('select seq, hash from audit where seq = ?', [through]);
  if (!last) return null;
  const head = await appendAudit(sql, [
    {
      ...{ at, kind: 'cut', who: 'hub', token: null, shopper: null, request: null, operation: 'cut', document: null },
      ...{ variables: null, people: [], outcome: 'ok', code: null, messages: [], begun: null },
      detail: { through: last.seq, hash: last.hash, before },
    },
  ]);
  await sql.run(
    'insert into meta (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
    [CUT, String(through)],
  );
  await sql.run('delete from audit_people where seq <= ?', [through]);
  return { removed: await sql.run('delete from audit where seq <= ?', [through]), head };
}
