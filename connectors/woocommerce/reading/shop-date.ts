/** Dates as the REST API takes and gives them in GMT: `2026-11-23T05:01:02`, no zone. */

export function shopDate(time: Date): string {
  return time.toISOString().slice(0, 19);
}

export function shifted(date: string, seconds: number): string {
  return shopDate(new Date(Date.parse(`${date}Z`) + seconds * 1000));
}
