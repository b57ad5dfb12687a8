import type { JsonValue } from '#sdk';

/** How far changes were read. */
export interface DateCursor {
  /** The greatest `date_modified_gmt` seen. */
  seen: string;
  /** When it was first seen, by the hub's clock. */
  at: number;
  /** A later pass has looked behind it once more: nothing can have come there late. */
  settled: boolean;
}

/**
 * A pass that is under way. `page`: of all rows by id, the page that is due, read from the last to the first; null: how
 * many there are is not known yet.
 */
export type Pass =
  | { by: 'id'; page: number | null; newest: string | null; began: number }
  | { by: 'date'; after: string; max: string | null; began: number };

export interface Checkpoint {
  since: DateCursor | null;
  pass: Pass | null;
  /** When everything was last read from the beginning. */
  wholeAt: number;
}

export function checkpointFrom(checkpoint: JsonValue): Checkpoint {
  const empty: Checkpoint = { since: null, pass: null, wholeAt: 0 };
  return checkpoint === null ? empty : { ...empty, ...(copied(checkpoint) as unknown as Partial<Checkpoint>) };
}

export function copyOf(state: Checkpoint): JsonValue {
  return copied(state as unknown as JsonValue);
}

/** What is stored must not move when the pass goes on. */
function copied(value: JsonValue): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}
