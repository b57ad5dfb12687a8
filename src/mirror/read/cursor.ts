import { invalid } from '../mirror-error.ts';

/** Where a page ended: the value that it was ordered by, and the hub id. */
export interface Position {
  value: string | number | null;
  hubId: string;
}

const LONGEST = 2_000;

export function writeCursor({ value, hubId }: Position): string {
  return Buffer.from(JSON.stringify([value, hubId])).toString('base64url');
}

/** Refuses what no page of this order can have given. */
export function readCursor(cursor: string, type: 'text' | 'integer' | 'none'): Position {
  const parts = parse(cursor);
  if (!Array.isArray(parts) || parts.length !== 2) throw refusal();
  const [value, hubId] = parts as [unknown, unknown];
  if (typeof hubId !== 'string' || hubId === '') throw refusal();
  if (value === null) return { value, hubId };
  if (type === 'text' && typeof value === 'string') return { value, hubId };
  if (type === 'integer' && Number.isSafeInteger(value)) return { value: value as number, hubId };
  throw refusal();
}

function parse(cursor: string): unknown {
  if (cursor.length > LONGEST || !/^[A-Za-z0-9_-]+$/.test(cursor)) throw refusal();
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw refusal();
  }
}

function refusal(): Error {
  return invalid(
    'INVALID_CURSOR',
    'The cursor was not given by an earlier page of this list.',
    'Pass `endCursor` of the page before, with the same order; or start again without a cursor.',
  );
}
