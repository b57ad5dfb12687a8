/** Formats instants as the shop stores them: local wall time, no offset, one-second precision. */
export interface ShopClock {
  /** `2026-11-23 05:31:26` */
  dateTime(offsetMinutes?: number): string;
  /** Seconds since 1970, for `Access-Time`. */
  epochSeconds(): number;
}

/** @param timeZone IANA name; the recordings were made in `Europe/Paris`. */
export function shopClock(now: () => Date, timeZone: string): ShopClock {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return {
    dateTime: (offsetMinutes = 0) => format.format(new Date(now().getTime() + offsetMinutes * 60_000)),
    epochSeconds: () => Math.floor(now().getTime() / 1000),
  };
}
