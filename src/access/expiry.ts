import { invalid } from './presets.ts';

const HOUR = 3_600_000;
const UNITS: Readonly<Record<string, number>> = { h: HOUR, d: 24 * HOUR, w: 7 * 24 * HOUR, y: 365 * 24 * HOUR };
const LONGEST = 10 * 365 * 24 * HOUR;

/** When a token ends that is made now: `90d`, `12h`, `2w`, `1y`; `never`: null. */
export function expiryOf(text: string, now: Date): string | null {
  if (text === 'never') return null;
  const [, count, unit] = /^(\d{1,5})([hdwy])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (ms > 0 && ms <= LONGEST) return new Date(now.getTime() + ms).toISOString();
  throw invalid(`"${text}" is no time to expire after.`, 'Write 12h, 90d, 2w or 1y (10 years at most), or never.');
}
