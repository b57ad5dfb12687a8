import type { RawRecord, Related } from '#sdk';
import { text } from '../record.ts';

const OFFSET = /(Z|[+-]\d\d:?\d\d)$/i;
const SHAPE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?)?$/;

/** What the records do not say of themselves: see `conventionsStream`. */
export interface Conventions {
  timezone: string;
  currency: string;
  /** Null: the settings name none. */
  shop: string | null;
}

export const CONVENTIONS = { kind: 'conventions', as: 'all' } as const;

export function conventions(related: Related): Conventions {
  const [record]: readonly (RawRecord | undefined)[] = related.all(CONVENTIONS.kind);
  return {
    timezone: (record && text(record.body, 'timezone')) ?? 'UTC',
    currency: (record && text(record.body, 'currency')) ?? 'EUR',
    shop: record ? text(record.body, 'shop') : null,
  };
}

/** RFC 3339 UTC of a time with an offset, or of a wall-clock time in a zone; null where there is none. */
export function toUtc(time: string | null, timezone: string): string | null {
  if (time === null || time.startsWith('0000')) return null;
  if (OFFSET.test(time) && time.length > 11) return rfc3339(Date.parse(time.replace(' ', 'T')));
  const parts = SHAPE.exec(time);
  if (!parts) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map((part) => Number(part || 0));
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  // Around a change of clocks two offsets are possible: the one that leads back to the same wall clock is right.
  const candidates = [offsetAt(wall - 86_400_000, timezone), offsetAt(wall + 86_400_000, timezone)];
  const fitting = candidates.filter((offset) => offsetAt(wall - offset, timezone) === offset);
  return rfc3339(wall - Math.max(...(fitting.length > 0 ? fitting : candidates.slice(0, 1))));
}

function rfc3339(instant: number): string | null {
  return Number.isNaN(instant) ? null : `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the zone's wall clock is ahead of UTC at an instant. */
function offsetAt(instant: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format)
    formats.set(
      timeZone,
      (format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })),
    );
  return Date.parse(`${format.format(instant).replace(' ', 'T')}Z`) - Math.floor(instant / 1000) * 1000;
}
