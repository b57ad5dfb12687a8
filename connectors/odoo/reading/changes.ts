import { odooText, shifted } from '../odoo-time.ts';
import type { Domain, Row } from '../query.ts';
import type { DateCursor, Pass } from './checkpoint.ts';

const DAY = 86_400;

export interface Source {
  limit: number;
  overlapSeconds: number;
  /** Rows with at least `id` and `write_date`. */
  ask(domain: Domain, order: string, limit: number): Promise<Row[]>;
}

type ByDate = Extract<Pass, { by: 'date' }>;
type ById = Extract<Pass, { by: 'id' }>;

/** A pass over what changed since. */
export function changesSince(cursor: DateCursor, source: Source, began: number): ByDate {
  const from = shifted(cursor.seen, cursor.settled ? 1 : -source.overlapSeconds);
  return { by: 'date', from, max: null, began, after: null };
}

/**
 * Rows by `write_date`. It is stored in microseconds and told in seconds, so a second is never split: of a full page
 * the last second is left to the next one, and a second that fills a page by itself is read by id.
 */
export async function* changedRows(pass: ByDate, source: Source): AsyncGenerator<Row[]> {
  for (;;) {
    const rows = pass.after === null ? await byDate(pass, source) : await withinSecond(pass, pass.after, source);
    pass.max = greatest(pass.max, rows.kept, pass.began);
    yield rows.kept;
    if (rows.isLast) return;
  }
}

interface Step {
  kept: Row[];
  isLast: boolean;
}

async function byDate(pass: ByDate, { ask, limit }: Source): Promise<Step> {
  const rows = await ask([['write_date', '>=', pass.from]], 'write_date asc, id asc', limit);
  const last = dateOf(rows.at(-1));
  if (rows.length < limit || last === null) return { kept: rows, isLast: true };
  pass.from = last;
  if (dateOf(rows[0]) === last) pass.after = 0;
  return { kept: rows.filter((row) => dateOf(row) !== last), isLast: false };
}

async function withinSecond(pass: ByDate, after: number, { ask, limit }: Source): Promise<Step> {
  const next = shifted(pass.from, 1);
  const second: Domain = [
    ['write_date', '>=', pass.from],
    ['write_date', '<', next],
    ['id', '>', after],
  ];
  const rows = await ask(second, 'id asc', limit);
  pass.after = rows.at(-1)?.id ?? null;
  if (rows.length < limit) Object.assign(pass, { from: next, after: null });
  return { kept: rows, isLast: false };
}

/** A pass over everything. What changes meanwhile is newer than `newest` and read by the next. */
export async function wholePass(source: Source, began: number): Promise<ById> {
  const limit: Domain = [['write_date', '<=', odooText(new Date(began))]];
  const [newest] = await source.ask(limit, 'write_date desc, id desc', 1);
  return { by: 'id', after: 0, newest: dateOf(newest), began };
}

export async function* allRows(pass: ById, source: Source): AsyncGenerator<Row[]> {
  for (;;) {
    const rows = await source.ask([['id', '>', pass.after]], 'id asc', source.limit);
    pass.after = rows.at(-1)?.id ?? pass.after;
    // A short page is no end: rows may have been deleted meanwhile.
    if (rows.length === 0) return;
    yield rows;
  }
}

/** The cursor after a finished pass. A row dated 2099 does not count: it cannot blind us. */
export function advanced(cursor: DateCursor | null, pass: Pass, overlapSeconds: number): DateCursor {
  const max = pass.by === 'id' ? pass.newest : pass.max;
  if (cursor === null) return max === null ? firstCursor(pass.began) : { seen: max, at: pass.began, settled: false };
  if (max !== null && max > cursor.seen) return { seen: max, at: pass.began, settled: false };
  return { ...cursor, settled: cursor.settled || pass.began - cursor.at > (overlapSeconds + 2) * 1000 };
}

/** A day back: the hub's clock and the brick's may differ. */
export function firstCursor(began: number): DateCursor {
  return { seen: shifted(odooText(new Date(began)), -DAY), at: began, settled: false };
}

function greatest(known: string | null, rows: readonly Row[], began: number): string | null {
  const limit = odooText(new Date(began));
  let max = known;
  for (const row of rows) {
    const date = dateOf(row);
    if (date !== null && date <= limit && (max === null || date > max)) max = date;
  }
  return max;
}

function dateOf(row: Row | undefined): string | null {
  const date = row?.['write_date'];
  return typeof date === 'string' ? date : null;
}
