import { refuse } from '../graph/index.ts';

const FORM = /^change-(0|[1-9]\d{0,15})$/;

/** Where a client is in the log of changes, as text that it keeps and does not read. */
export function toChangeCursor(seq: number): string {
  return Buffer.from(`change-${seq}`).toString('base64url');
}

/** Refuses what was never given. `newest`: a log that ends before the cursor is not the one that gave it. */
export function fromChangeCursor(cursor: string, newest: number): number {
  const seq = Number(FORM.exec(Buffer.from(cursor.slice(0, 100), 'base64url').toString())?.[1] ?? NaN);
  if (Number.isSafeInteger(seq) && seq <= newest && toChangeCursor(seq) === cursor) return seq;
  throw refuse(
    'INVALID_CURSOR',
    'This cursor was not given by this hub. Ask for the present state with a query, and go on from "changeCursor".',
  );
}
