export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const NO_DATE = '0000-00-00';
export const NO_TIME = '0000-00-00 00:00:00';

function lastSundayAtOne(year: number, month: number): number {
  const lastDay = new Date(Date.UTC(year, month + 1, 0, 1));
  return lastDay.getTime() - lastDay.getUTCDay() * DAY;
}

/** Paris time by the European rule: Intl gives the same and is a hundred times slower over a large shop. */
function parisOffset(time: number): number {
  const year = new Date(time).getUTCFullYear();
  const isSummer = time >= lastSundayAtOne(year, 2) && time < lastSundayAtOne(year, 9);
  return (isSummer ? 2 : 1) * HOUR;
}

/** The webservice's shop-local date and time, without offset. */
export function stamp(time: number): string {
  return new Date(time + parisOffset(time)).toISOString().slice(0, 19).replace('T', ' ');
}

export const dayOf = (time: number): string => stamp(time).slice(0, 10);
