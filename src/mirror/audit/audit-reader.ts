import type { JsonValue } from '#sdk';
import type { AuditEntry, AuditFilter, AuditReader, StoredAuditEntry } from '../audit-entry.ts';
import { coded } from '../mirror-error.ts';
import type { Param, Sql } from '../sql.ts';
import { headOf } from './append.ts';
import { AUDIT_COLUMNS } from './entry-hash.ts';

const SELECT = `select ${AUDIT_COLUMNS.join(', ')}, hash from audit`;

export function auditReader(sql: Sql): AuditReader {
  return {
    head: () => coded(headOf(sql)),
    async page({ first, after, ...filter }) {
      const { where, params } = whereOf(filter);
      if (after !== undefined) where.push('seq < ?');
      const rows = await sql.all<StoredAuditEntry>(`${SELECT} ${whereText(where)} order by seq desc limit ?`, [
        ...params,
        ...(after === undefined ? [] : [after]),
        first,
      ]);
      return rows.map(toEntry);
    },
    async count(filter) {
      const { where, params } = whereOf(filter);
      const text = `select cast(count(*) as integer) as count from audit ${whereText(where)}`;
      return (await sql.all<{ count: number }>(text, params))[0]?.count ?? 0;
    },
    stored({ after, through, limit, ...filter }) {
      const { where, params } = whereOf(filter);
      const text = `${SELECT} ${whereText(['seq > ?', 'seq <= ?', ...where])} order by seq limit ?`;
      return sql.all<StoredAuditEntry>(text, [after, through, ...params, limit]);
    },
    async indexed({ after, through }) {
      const rows = await sql.all<{ seq: number; person: string }>(
        'select seq, person from audit_people where seq > ? and seq <= ? order by seq, person',
        [after, through],
      );
      const people = new Map<number, string[]>();
      for (const { seq, person } of rows) people.set(seq, [...(people.get(seq) ?? []), person]);
      return people;
    },
  };
}

function whereOf({ person, token, from, to }: AuditFilter): { where: string[]; params: Param[] } {
  const where: string[] = [];
  const params: Param[] = [];
  const add = (text: string, value: string | undefined): void => {
    if (value === undefined) return;
    where.push(text);
    params.push(value);
  };
  add('seq in (select seq from audit_people where person = ?)', person);
  add('who = ?', token);
  add('at >= ?', from);
  add('at < ?', to);
  return { where, params };
}

function whereText(where: readonly string[]): string {
  return where.length === 0 ? '' : `where ${where.join(' and ')}`;
}

export function toEntry({ variables, people, messages, detail, ...row }: StoredAuditEntry): AuditEntry {
  return {
    ...row,
    variables: JSON.parse(variables) as JsonValue,
    people: JSON.parse(people) as string[],
    messages: JSON.parse(messages) as string[],
    detail: JSON.parse(detail) as JsonValue,
  };
}
