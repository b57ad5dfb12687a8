import type { JsonObject } from '#sdk';
import { inconsistentAnswer } from '../errors.ts';
import { text } from '../record.ts';
import type { Query } from '../rest.ts';
import type { DateCursor, Pass } from './checkpoint.ts';
import { allPages, askedPage, type Source } from './pages.ts';
import { shifted, shopDate } from './shop-date.ts';

type ByDate = Extract<Pass, { by: 'date' }>;

const DAY = 86_400;
const GMT = { dates_are_gmt: true } as const;

/** A pass over what changed since. The first second of it is the cursor's own, until it is settled. */
export function changesSince(cursor: DateCursor, overlapSeconds: number, began: number): ByDate {
  const after = cursor.settled ? cursor.seen : shifted(cursor.seen, -overlapSeconds);
  return { by: 'date', after, max: null, began };
}

/**
 * Rows changed after `pass.after`, by their date. The date is in whole seconds and `modified_after` means strictly
 * later: of a full page the last second is left to the next one, and a second that fills a page is read by id.
 */
export async function* changedRows(pass: ByDate, source: Source, query: Query): AsyncGenerator<JsonObject[]> {
  for (;;) {
    const asked = { ...query, ...GMT, modified_after: pass.after, orderby: 'modified', order: 'asc' };
    const { rows, total } = await askedPage(source, { ...asked, per_page: source.rows, page: 1 });
    const isLast = rows.length >= total;
    if (!isLast) assertAscending(rows, source);
    const last = dateOf(rows.at(-1));
    if (isLast || last === null) {
      pass.max = greatest(pass, rows);
      yield rows;
      return;
    }
    if (dateOf(rows[0]) === last) {
      yield* withinSecond(last, source, query);
      Object.assign(pass, { after: last, max: greatest(pass, rows) });
      yield [];
    } else {
      const kept = rows.filter((row) => dateOf(row) !== last);
      Object.assign(pass, { after: shifted(last, -1), max: greatest(pass, kept) });
      yield kept;
    }
  }
}

async function* withinSecond(second: string, source: Source, query: Query): AsyncGenerator<JsonObject[]> {
  const window = { ...query, ...GMT, modified_after: shifted(second, -1), modified_before: shifted(second, 1) };
  for await (const { rows } of allPages(source, window)) yield rows;
}

/** The date of the latest change that is not in the future, before everything is read. */
export async function newestChange(source: Source, query: Query, began: number): Promise<string | null> {
  const modified_before = shifted(shopDate(new Date(began)), 1);
  const asked = { ...query, ...GMT, modified_before, orderby: 'modified', order: 'desc', per_page: 1, page: 1 };
  const { rows } = await askedPage(source, asked);
  return dateOf(rows[0]);
}

/** The cursor after a finished pass. A row dated 2099 does not count: it cannot blind us. */
export function advanced(cursor: DateCursor | null, pass: Pass, overlapSeconds: number): DateCursor {
  const max = pass.by === 'id' ? pass.newest : pass.max;
  if (cursor === null) {
    const dayBack = { seen: shifted(shopDate(new Date(pass.began)), -DAY), at: pass.began, settled: false };
    return max === null ? dayBack : { seen: max, at: pass.began, settled: false };
  }
  if (max !== null && max > cursor.seen) return { seen: max, at: pass.began, settled: false };
  return { ...cursor, settled: cursor.settled || pass.began - cursor.at > (overlapSeconds + 2) * 1000 };
}

function greatest({ max, began }: ByDate, rows: readonly JsonObject[]): string | null {
  const now = shopDate(new Date(began));
  const dates = rows.map(dateOf).filter((date) => date !== null && date <= now);
  return [max, ...dates].reduce((one, other) => ((other ?? '') > (one ?? '') ? other : one), null) ?? null;
}

/** An order that was not followed would leave out what lies between. */
function assertAscending(rows: readonly JsonObject[], { subject }: Source): void {
  const dates = rows.map((row) => dateOf(row) ?? '');
  if (dates.some((date, at) => at > 0 && date < (dates[at - 1] ?? ''))) {
    throw inconsistentAnswer(subject, 'rows do not come by their date of change');
  }
}

function dateOf(row: JsonObject | undefined): string | null {
  return row ? text(row, 'date_modified_gmt') : null;
}
