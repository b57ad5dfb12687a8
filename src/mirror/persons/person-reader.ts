import type { JsonObject } from '#sdk';
import { inParts } from '../bulk.ts';
import type { FacetTable } from '../facets/facet-table.ts';
import type { PersonMessage, PersonReader, PersonRevision } from '../person.ts';
import { anyOf, list, type Sql } from '../sql.ts';
import type { Bodies } from './bodies.ts';
import { messagesAbout } from './erase.ts';
import { erasureOf, erasures, papersOf } from './erasure-rows.ts';
import { openMessages } from './message-seal.ts';
import { erasedAmong, overdue } from './overdue.ts';
import { revisionsOf, sealingOf } from './seal-again.ts';
import { whoseOf } from './whose.ts';

interface Reading {
  sql: Sql;
  bodies: Bodies;
  tables: ReadonlyMap<string, FacetTable>;
}

interface StoredRevision {
  brick: string;
  kind: string;
  id: string;
  seq: number;
  seen_at: string;
  published_at: string | null;
  body: Uint8Array | null;
}

/** All that is read of persons. */
export function personReader(reading: Reading): PersonReader {
  const { sql, tables } = reading;
  return {
    sealing: (brick, kind) => sealingOf(sql, brick, kind),
    revisions: (brick, kind, after, limit) => revisionsOf(reading, { brick, kind }, after, limit),
    async personRevisions(customer, follows) {
      const { persons, roots } = await whoseOf(sql, tables, customer, follows);
      const found = new Map<string, StoredRevision>();
      const keep = (rows: readonly StoredRevision[]): void => {
        for (const row of rows) found.set(JSON.stringify([row.brick, row.kind, row.id, row.seq]), row);
      };
      const select = 'select brick, kind, external_id as id, seq, seen_at, published_at, body from revisions';
      for (const part of inParts(persons))
        keep(await sql.all(`${select} where ${anyOf(sql.dialect, 'person')}`, [list(part)]));
      for (const { brick, kind, id } of roots)
        keep(await sql.all(`${select} where brick = ? and kind = ? and external_id = ?`, [brick, kind, id]));
      return openAll(reading, [...found.values()].sort(byPlace));
    },
    async personMessages(customer) {
      const ids = await messagesAbout(sql, await whoseOf(sql, tables, customer, []));
      return messagesOf(reading, ids);
    },
    async erasure(customer) {
      const { customers, orders } = await whoseOf(sql, tables, customer, []);
      return erasureOf(sql, customers.length > 0 ? customers : orders);
    },
    erasures: ({ state }) => erasures(sql, state),
    papers: (erasure) => papersOf(sql, erasure),
    overdue: (asked) => overdue(sql, asked),
    erasedAmong: (subjects) => erasedAmong(sql, subjects),
  };
}

async function openAll({ sql, bodies }: Reading, rows: readonly StoredRevision[]): Promise<PersonRevision[]> {
  await bodies.keys.refresh(sql);
  const stored = rows.flatMap(({ brick, kind, id, body }) => (body === null ? [] : [{ brick, kind, id, body }]));
  const opened = (await bodies.open(sql, stored)).values();
  return rows.map(({ body, seen_at, published_at, ...row }) => ({
    ...row,
    seenAt: seen_at,
    publishedAt: published_at,
    body: body === null ? null : (opened.next().value ?? null),
  }));
}

async function messagesOf({ sql, bodies }: Reading, ids: readonly string[]): Promise<PersonMessage[]> {
  const found: PersonMessage[] = [];
  await bodies.keys.refresh(sql);
  for (const part of inParts(ids)) {
    const rows = await sql.all<Omit<PersonMessage, 'createdAt' | 'payload'> & { created_at: string; payload: string }>(
      `select id, brick, command, state, created_at, payload from messages where ${anyOf(sql.dialect, 'id')} order by seq`,
      [list(part)],
    );
    const texts = await openMessages(
      sql,
      bodies.keys,
      rows.map(({ id, payload }) => ({ message: id, text: payload })),
    );
    found.push(
      ...rows.map(({ created_at: createdAt, ...row }, index) => ({
        ...row,
        createdAt,
        payload: JSON.parse(texts[index] ?? '{}') as JsonObject,
      })),
    );
  }
  return found;
}

function byPlace(a: StoredRevision, b: StoredRevision): number {
  for (const name of ['brick', 'kind', 'id'] as const) if (a[name] !== b[name]) return a[name] < b[name] ? -1 : 1;
  return a.seq - b.seq;
}
