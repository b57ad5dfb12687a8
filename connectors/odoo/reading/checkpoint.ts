import type { JsonValue } from '#sdk';

/** How far changes were read. */
export interface DateCursor {
  /** The greatest `write_date` seen. */
  seen: string;
  /** When it was first seen, by the hub's clock. */
  at: number;
  /** A later pass has looked behind it once more: nothing can have come there late. */
  settled: boolean;
}

/** A pass that is under way. */
export type Pass =
  | { by: 'id'; after: number; newest: string | null; began: number }
  | { by: 'date'; from: string; max: string | null; began: number; after: number | null };

export interface CursorCheckpoint {
  since: DateCursor | null;
  pass: Pass | null;
  /** When everything was last read from the beginning. */
  wholeAt: number;
  /** Of the model that is followed. */
  followed: { since: DateCursor; pass: Pass | null } | null;
}

export function cursorFrom(checkpoint: JsonValue): CursorCheckpoint {
  const empty: CursorCheckpoint = { since: null, pass: null, wholeAt: 0, followed: null };
  return checkpoint === null ? empty : { ...empty, ...(copied(checkpoint) as unknown as Partial<CursorCheckpoint>) };
}

export function copyOf(state: CursorCheckpoint): JsonValue {
  return copied(state as unknown as JsonValue);
}

/** What is stored must not move when the pass goes on. */
function copied(value: JsonValue): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}
