import type { JsonObject, RawRecord } from '#sdk';
import type { ListAnswer } from '../api.ts';
import { inconsistentAnswer, movedList, pagingIgnored, shortList } from '../errors.ts';

/** One list, as a walk through it sees it. */
export interface Listed {
  subject: string;
  /** Rows a page. */
  limit: number;
  /** A row as a record; `seen` are the ids of this walk so far. */
  toRecord(row: JsonObject, seen: ReadonlySet<string>): RawRecord;
  ask(page: { offset: number; limit: number }, signal: AbortSignal): Promise<ListAnswer>;
}

/** Some rows that had not been read before in this walk. */
export interface WalkPage {
  records: RawRecord[];
  /** Position of the first of them. */
  offset: number;
  /** Rows in all, as the brick said last. */
  total: number;
}

/** The list changed under the reader: what it read is true, but it may have missed rows. */
export class Moved extends Error {}

/**
 * From a position to the end, each page beginning with the last row of the page before: where another row stands there,
 * rows were deleted meanwhile and others slipped past. Ends only when as many rows were read as the list says it has.
 */
export async function* walk(listed: Listed, signal: AbortSignal, from = 0): AsyncGenerator<WalkPage> {
  const { subject, limit } = listed;
  const seen = new Set<string>();
  let position = from;
  let first: string | null = null;
  let last: string | null = null;
  for (;;) {
    const overlap = last === null ? 0 : 1;
    const answer = await listed.ask({ offset: position - overlap, limit: limit + overlap }, signal);
    const rows = answer.rows.map((row) => listed.toRecord(row, new Set()));
    if (last !== null && rows[0]?.id !== last) throw astray(listed, rows, first, position, answer.total);
    const records = fresh(listed, answer.rows.slice(overlap), seen);
    const offset = position;
    position += records.length;
    first ??= records[0]?.id ?? null;
    // The stored id may carry a number that tells twins apart; the overlap is compared without it.
    last = rows.at(-1)?.id ?? last;
    const total = totalOf(answer, position, limit);
    if (records.length > 0 || total === position) yield { records, offset, total };
    if (position === total) return;
    if (position > total) throw new Moved();
    if (records.length === 0) throw shortList(subject, position, total);
  }
}

/** An answer that names no total ends with the first page that is not full. */
function totalOf({ rows, total, whole }: ListAnswer, position: number, limit: number): number {
  if (total !== null) return total;
  return whole || rows.length < limit ? position : position + 1;
}

/** Why a page does not begin where the one before ended. */
function astray(
  { subject }: Listed,
  rows: readonly RawRecord[],
  first: string | null,
  position: number,
  total: number | null,
): Error {
  const head = rows[0]?.id;
  if (head !== undefined && head === first) return pagingIgnored(subject);
  if (head === undefined && total !== null && total >= position) return shortList(subject, position, total);
  return new Moved();
}

function fresh(listed: Listed, rows: readonly JsonObject[], seen: Set<string>): RawRecord[] {
  return rows.map((row) => {
    const record = listed.toRecord(row, seen);
    if (seen.has(record.id)) throw inconsistentAnswer(listed.subject, `"${record.id}" came twice`);
    seen.add(record.id);
    return record;
  });
}

const ATTEMPTS = 4;

/** The whole list. One that moves is read anew; one that keeps moving is an error. */
export async function* whole(listed: Listed, signal: AbortSignal): AsyncGenerator<WalkPage> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      yield* walk(listed, signal);
      return;
    } catch (error) {
      if (!(error instanceof Moved)) throw error;
      if (attempt === ATTEMPTS) throw movedList(listed.subject);
    }
  }
}
