import type { JsonObject } from '#sdk';
import type { BadChange, FirstBad, HistoryReader } from '../history.ts';
import { lastPublication } from '../past/index.ts';
import type { Bodies } from '../persons/index.ts';
import { anyOf, list, type Sql } from '../sql.ts';

/** Records whose history is looked at in one step. */
const STEP = 200;
const SAMPLE_SIZE = 10;
const HOUR = 3_600_000;

type Asked = Parameters<HistoryReader['firstBadChange']>[0];

interface Revision {
  external_id: string;
  state: string;
  run: string;
  seen_at: string;
  published_at: string | null;
  body: Uint8Array | null;
}

type Opened = Omit<Revision, 'body'> & { body: JsonObject | null };

interface Reading {
  sql: Sql;
  bodies: Bodies;
}

/** That one record did what is searched for, once. */
interface Event {
  id: string;
  at: string;
  run: string;
}

/** Finds when it began: the first of the records with which, within its time, it was fulfilled. */
export async function firstBadChange(reading: Reading, asked: Asked): Promise<FirstBad | null> {
  const { sql } = reading;
  const events: Event[] = [];
  let after = '';
  for (let more = true; more;) {
    const ids = await touchedIds(sql, asked, after);
    for (const history of await historiesOf(reading, asked, ids)) events.push(...eventsIn(history, asked));
    asked.step?.(ids.length);
    after = ids.at(-1) ?? after;
    more = ids.length === STEP;
  }
  const { least, hours } = await sizeOf(sql, asked);
  const found = onset(events, least, hours * HOUR);
  const [first] = found;
  if (!first) return null;
  const before = new Date(Date.parse(first.at) - 1).toISOString();
  return {
    ...{ at: first.at, run: first.run, count: found.length },
    sample: found.slice(0, SAMPLE_SIZE).map(({ id }) => id),
    lastGood: await lastPublication(sql, before),
  };
}

async function sizeOf(sql: Sql, { brick, kind, bad }: Asked): Promise<{ least: number; hours: number }> {
  if (bad.sense === 'price-fell') return { least: bad.records, hours: bad.hours };
  if (bad.sense === 'deletions') return { least: bad.perHour + 1, hours: 1 };
  const [row] = await sql.all<{ count: number }>(
    'select count(*) as count from records where brick = ? and kind = ? and published_alive = 1',
    [brick, kind],
  );
  return { least: Math.max(1, Math.ceil(Number(row?.count ?? 0) * bad.share)), hours: 1 };
}

/** The first stretch of time in which there are enough of them, from its first one on. */
function onset(events: Event[], least: number, ms: number): Event[] {
  events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
  for (let from = 0, to = 0; from < events.length; from++) {
    const begin = Date.parse(events[from]?.at ?? '');
    while (to < events.length && Date.parse(events[to]?.at ?? '') - begin <= ms) to += 1;
    if (to - from >= least) return events.slice(from, to);
  }
  return [];
}

async function touchedIds(sql: Sql, { brick, kind, since, until }: Asked, after: string): Promise<string[]> {
  const rows = await sql.all<{ external_id: string }>(
    `select distinct external_id from revisions where brick = ? and kind = ? and external_id > ?
      and seen_at > ? and seen_at <= ? order by external_id limit ?`,
    [brick, kind, after, since, until, STEP],
  );
  return rows.map(({ external_id }) => external_id);
}

async function historiesOf(
  { sql, bodies }: Reading,
  { brick, kind, until }: Asked,
  ids: readonly string[],
): Promise<Opened[][]> {
  if (ids.length === 0) return [];
  const rows = await sql.all<Revision>(
    `select external_id, state, run, seen_at, published_at, body from revisions
      where brick = ? and kind = ? and ${anyOf(sql.dialect, 'external_id')} and seen_at <= ? order by external_id, seq`,
    [brick, kind, list(ids), until],
  );
  const opened = await bodies.openNullable(
    sql,
    rows.map(({ external_id: id, body }) => ({ brick, kind, id, body })),
  );
  const whole = rows.map((row, index): Opened => ({ ...row, body: opened[index] ?? null }));
  return [...Map.groupBy(whole, ({ external_id }) => external_id).values()];
}

/** At most one event of a record: the first one counts. */
function eventsIn(history: readonly Opened[], { since, bad }: Asked): Event[] {
  let begin: JsonObject | null = null;
  let believed: JsonObject | null = null;
  for (const revision of history) {
    const { body } = revision;
    if (revision.seen_at > since && isBad(bad, { begin, believed, body }))
      return [{ id: revision.external_id, at: revision.seen_at, run: revision.run }];
    if (revision.state !== 'published') continue;
    believed = body;
    if (revision.seen_at <= since || begin === null) begin = body;
  }
  return [];
}

/** `begin`: what was believed when the search begins, or at first; `believed`: right before. */
function isBad(
  bad: BadChange,
  { begin, believed, body }: Record<'begin' | 'believed' | 'body', JsonObject | null>,
): boolean {
  if (bad.sense === 'deletions') return body === null && believed !== null;
  if (body === null || believed === null) return false;
  const { field } = bad;
  if (bad.sense === 'field-changed') return JSON.stringify(believed[field]) !== JSON.stringify(body[field]);
  const now = Number(body[field]);
  return [begin, believed].some((from) => {
    const was = Number(from?.[field]);
    return was > 0 && !(now > was * (1 - bad.percent / 100));
  });
}
