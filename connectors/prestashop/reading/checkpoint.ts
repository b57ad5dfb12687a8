import { z } from 'zod';
import type { JsonValue } from '#sdk';

const dateCursor = z.object({
  /** The greatest date seen by a finished pass, in the shop's wall clock. */
  seen: z.string(),
  /** When the pass began that first saw it, hub time. */
  at: z.number(),
  /** Whether a later pass has looked behind it again: nothing can still arrive there. */
  settled: z.boolean(),
});

const rotation = z.object({
  /** The last id compared. */
  after: z.number(),
  /** Rows compared since this rotation's start. */
  rows: z.number(),
  /** Rows of the whole, as the last rotation counted them. */
  size: z.number(),
  started: z.number(),
  /** When the last slice was finished, hub time. */
  at: z.number(),
});

const pass = z.object({
  /** The last id read in this pass. */
  after: z.number(),
  /** The greatest date seen in it. */
  max: z.string().nullable(),
  began: z.number(),
});

const cursorCheckpoint = z.object({ since: dateCursor.nullable(), pass: pass.nullable(), sweep: rotation });
const tailCheckpoint = z.object({ last: z.number(), whole: z.boolean(), since: dateCursor, sweep: rotation });
const compareCheckpoint = z.object({ after: z.number() });

/** How far changed-since reading has come. */
export type DateCursor = z.output<typeof dateCursor>;
/** How far the rotating comparison has come. */
export type Rotation = z.output<typeof rotation>;
/** Of a `cursor` stream; `since: null` until all has been read once. */
export type CursorCheckpoint = z.output<typeof cursorCheckpoint>;
/** Of a `tail` stream; `whole` once all has been read. */
export type TailCheckpoint = z.output<typeof tailCheckpoint>;

/** A checkpoint that is not ours (null, or of an older shape) means: start anew. */
export function cursorFrom(value: JsonValue, now: number): CursorCheckpoint {
  const known = cursorCheckpoint.safeParse(value);
  return known.success ? known.data : { since: null, pass: null, sweep: freshRotation(now) };
}

export function tailFrom(value: JsonValue, now: number, since: string): TailCheckpoint {
  const known = tailCheckpoint.safeParse(value);
  if (known.success) return known.data;
  return { last: 0, whole: false, since: { seen: since, at: now, settled: false }, sweep: freshRotation(now) };
}

export function compareFrom(value: JsonValue): number {
  const known = compareCheckpoint.safeParse(value);
  return known.success ? known.data.after : 0;
}

export function freshRotation(now: number): Rotation {
  return { after: 0, rows: 0, size: 0, started: now, at: now };
}

/** A copy for the engine: what follows must not change what was handed out. */
export function copyOf<Checkpoint extends CursorCheckpoint | TailCheckpoint>(checkpoint: Checkpoint): JsonValue {
  return structuredClone(checkpoint);
}
