import type { RawRecord } from '#sdk';
import { earlier, shopText } from '../shop-time.ts';
import type { DateCursor } from './checkpoint.ts';

export interface DateReading {
  timezone: string;
  overlapMs: number;
}

/** Two seconds: the dates have a precision of one, and a row may be written in the second in which it is read. */
const PRECISION_MS = 2_000;
const HOUR = 3_600_000;

/**
 * The filter for what changed since. It reaches back behind the last date seen, for rows whose transaction was
 * committed late; once a later pass has looked there again, it need not, else a shop whose rows all carry the date
 * of one import would be read whole for ever.
 */
export function changedSince(cursor: DateCursor, { timezone, overlapMs }: DateReading): string {
  const back = cursor.settled ? 0 : overlapMs + PRECISION_MS;
  return `>[${earlier(cursor.seen, back, timezone)}]`;
}

/**
 * The cursor after a finished pass that began at `began` and saw nothing later than `max`.
 * Where no usable date was seen, the first cursor stands a day and the widest offset back.
 */
export function advanced(
  cursor: DateCursor | null,
  max: string | null,
  began: number,
  reading: DateReading,
): DateCursor {
  if (max !== null && (cursor === null || max > cursor.seen)) return { seen: max, at: began, settled: false };
  if (cursor === null) return firstCursor(began, reading);
  const settled = cursor.settled || began - cursor.at > reading.overlapMs + PRECISION_MS;
  return { ...cursor, settled };
}

export function firstCursor(began: number, { timezone }: DateReading): DateCursor {
  return { seen: earlier(shopText(new Date(began), timezone), 26 * HOUR, timezone), at: began, settled: false };
}

/**
 * The greatest date of some records, or the one known before. Dates after the pass began do not count: what is
 * changed while the pass goes on is then read again by the next, and a row dated 2099 cannot blind us.
 */
export function greatest(
  known: string | null,
  records: readonly RawRecord[],
  began: number,
  timezone: string,
): string | null {
  const limit = shopText(new Date(began), timezone);
  let max = known;
  for (const { body } of records) {
    const date = body['date_upd'];
    if (typeof date === 'string' && date <= limit && (max === null || date > max)) max = date;
  }
  return max;
}
