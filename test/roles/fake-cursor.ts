import { PermanentError } from '#sdk';

type Value = string | number | null;

export function toCursor(key: Value, id: string): string {
  return Buffer.from(JSON.stringify([key, id])).toString('base64url');
}

export function parseCursor(cursor: string): [Value, string] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parsed) && typeof parsed[1] === 'string') return [parsed[0] as Value, parsed[1]];
  } catch {
    // Not one of ours.
  }
  throw new PermanentError({
    code: 'INVALID_CURSOR',
    message: 'This cursor is not one of this list.',
    remedy: 'Start without it.',
  });
}
