/**
 * The shop's dates are wall-clock text without an offset (`2026-11-23 05:26:51`); `0000-00-00` stands for none.
 */

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}):(\d{2}))?$/;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** Milliseconds since the epoch as if the text were UTC; null for no date. */
function naive(text: string): number | null {
  const parts = SHAPE.exec(text);
  if (!parts || parts[1] === '0000' || parts[2] === '00' || parts[3] === '00') return null;
  const part = (index: number): number => Number(parts[index] || 0);
  return Date.UTC(part(1), part(2) - 1, part(3), part(4), part(5), part(6));
}

function text(naiveMs: number): string {
  return new Date(naiveMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** Zone to day since the epoch to the offset at its beginning: asking Intl takes longer than all else of a date. */
const known = new Map<string, Map<number, number>>();
const MOST_DAYS = 20_000;

function offsetAtMidnight(day: number, timeZone: string): number {
  let days = known.get(timeZone);
  if (!days || days.size >= MOST_DAYS) {
    days = new Map<number, number>();
    known.set(timeZone, days);
  }
  let offset = days.get(day);
  if (offset === undefined) days.set(day, (offset = askOffset(day * DAY, timeZone)));
  return offset;
}

/** How far the zone's wall clock is ahead of UTC at an instant. No zone changes its clocks and back within a day. */
function offsetAt(instant: number, timeZone: string): number {
  const day = Math.floor(instant / DAY);
  const offset = offsetAtMidnight(day, timeZone);
  return offset === offsetAtMidnight(day + 1, timeZone) ? offset : askOffset(instant, timeZone);
}

function askOffset(instant: number, timeZone: string): number {
  // en-US, zero-padded: 11/23/2026, 05:26:51
  const numbers = (formatOf(timeZone).format(instant).match(/\d+/g) ?? []).map(Number);
  const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, second = 0] = numbers;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  return wall - Math.floor(instant / 1000) * 1000;
}

/** The shop's wall clock at an instant. */
export function shopText(instant: Date, timeZone: string): string {
  return text(instant.getTime() + offsetAt(instant.getTime(), timeZone));
}

/**
 * RFC 3339 UTC of a wall-clock text; null where there is no date.
 * An hour that comes twice (autumn) means its first coming, one that never comes (spring) the hour after.
 */
export function toUtc(wall: string | null | undefined, timeZone: string): string | null {
  const ms = wall ? naive(wall) : null;
  if (ms === null) return null;
  const before = offsetAt(ms - DAY, timeZone);
  const after = offsetAt(ms + DAY, timeZone);
  const offset = [Math.max(before, after), Math.min(before, after)].find(
    (candidate) => offsetAt(ms - candidate, timeZone) === candidate,
  );
  return `${new Date(ms - (offset ?? before)).toISOString().slice(0, 19)}Z`;
}

/**
 * A wall-clock text some time earlier, as a lower bound of a search: where the clocks went back nearby, the hour that
 * came twice is included whole, else what was changed in its second coming would be missed.
 */
export function earlier(wall: string, ms: number, timeZone: string): string {
  const at = naive(wall);
  if (at === null) return wall;
  const instant = at - offsetAt(at, timeZone);
  const back = offsetAt(instant - 4 * HOUR, timeZone) - offsetAt(instant + 4 * HOUR, timeZone);
  return text(at - ms - Math.max(0, back));
}
