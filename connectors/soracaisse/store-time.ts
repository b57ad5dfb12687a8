/** The till's dates are wall-clock text without an offset: `23/11/2026 14:05`. */

const FRENCH = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:[ T]+(\d{1,2})[:h](\d{2})(?::(\d{2}))?)?$/;
const SHEET = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?Z?)?$/;
const TIME = /^(\d{1,2})[:h](\d{2})(?::(\d{2}))?$/;

/** RFC 3339 UTC of a date, which may hold its time, and of a time beside it; null where there is no such moment. */
export function toUtc(date: string, time: string, timeZone: string): string | null {
  const french = FRENCH.exec(date);
  const parts = french ? [french[3], french[2], french[1], ...french.slice(4)] : SHEET.exec(date)?.slice(1);
  if (!parts) return null;
  const clock = time === '' ? parts.slice(3) : TIME.exec(ofSheet(time))?.slice(1);
  if (!clock) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = [...parts.slice(0, 3), ...clock].map(
    (part) => Number(part ?? 0),
  );
  if (hour > 23 || minute > 59 || second > 59) return null;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  const seen = new Date(wall);
  if (seen.getUTCMonth() !== month - 1 || seen.getUTCDate() !== day || year < 1990) return null;
  return `${new Date(instantOf(wall, timeZone)).toISOString().slice(0, 19)}Z`;
}

/** A spreadsheet's time of day is a share of a day, or a moment of its first day; `14:05:00` of either. */
function ofSheet(time: string): string {
  const moment = /^1899-12-3\d[ T](\d{2}:\d{2}:\d{2})(?:\.\d+)?Z?$/.exec(time)?.[1];
  if (moment !== undefined) return moment;
  if (!/^0?\.\d+$/.test(time)) return time;
  return new Date(Math.round(Number(time) * 86_400) * 1000).toISOString().slice(11, 19);
}

/** An hour that comes twice (autumn) means its first coming, one that never comes (spring) the hour after. */
function instantOf(wall: number, timeZone: string): number {
  const day = 86_400_000;
  const before = offsetAt(wall - day, timeZone);
  const after = offsetAt(wall + day, timeZone);
  const fits = [Math.max(before, after), Math.min(before, after)].find((one) => offsetAt(wall - one, timeZone) === one);
  return wall - (fits ?? before);
}

/** How far the zone's wall clock is ahead of UTC at an instant, by quarter hours: asking Intl is slow. */
const known = new Map<string, number>();

function offsetAt(instant: number, timeZone: string): number {
  const quarter = Math.floor(instant / 900_000);
  const key = `${timeZone}/${quarter}`;
  let offset = known.get(key);
  if (offset === undefined) {
    if (known.size > 50_000) known.clear();
    known.set(key, (offset = wallClock(quarter * 900_000, timeZone) - quarter * 900_000));
  }
  return offset;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The wall clock's time as if it were UTC. */
export function wallClock(instant: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    const two = '2-digit';
    const shape = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const;
    formats.set(timeZone, (format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...shape })));
  }
  const numbers = (format.format(instant).match(/\d+/g) ?? []).map(Number);
  const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, second = 0] = numbers;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
