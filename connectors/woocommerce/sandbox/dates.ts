import type { JsonObject } from '#sdk';

/** `2026-11-23T05:01:02`, in GMT. */
export function gmt(date: Date): string {
  return date.toISOString().slice(0, 19);
}

/** The same instant on the site's own clock. */
export function localTime(gmtDate: string, timezone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' });
  return format.format(new Date(`${gmtDate}Z`)).replace(' ', 'T');
}

/** Each `…_gmt` date with its local twin before it. The answer to a creation tells both in GMT. */
export function withLocalDates(row: JsonObject, timezone: string, isNew: boolean): JsonObject {
  const entries = Object.entries(row).flatMap(([field, value]): [string, JsonObject[string]][] => {
    if (!field.endsWith('_gmt')) return [[field, value]];
    const local = typeof value === 'string' && !isNew ? localTime(value, timezone) : value;
    return [
      [field.slice(0, -'_gmt'.length), local],
      [field, value],
    ];
  });
  return Object.fromEntries(entries);
}
