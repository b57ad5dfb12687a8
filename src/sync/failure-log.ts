import { isCoded } from '#sdk';
import type { RunFailure } from '../mirror/index.ts';

/** Failures of a single resource; every other failure that repeats means that the whole brick is unwell. */
const OF_ONE_STREAM = new Set(['BRICK_RIGHT_MISSING', 'BRICK_RESOURCE_ABSENT', 'BRICK_INCONSISTENT']);

/** The brick was not even asked: what made it rest is the cause to tell. */
const RESTING = 'BRICK_RESTING';

/** What failed in one run, and whether the brick as a whole is unwell. */
export interface FailureLog {
  readonly failures: RunFailure[];
  note(kind: string, error: unknown): RunFailure;
  /** Two streams in a row failed for the same reason: the others would, too. */
  isHopeless(): boolean;
}

export function failureLog(): FailureLog {
  const failures: RunFailure[] = [];
  let last: RunFailure | null = null;
  let hopeless = false;
  return {
    failures,
    note(kind, error) {
      const failure = toFailure(kind, error);
      failures.push(failure);
      if (OF_ONE_STREAM.has(failure.code)) return failure;
      if (last && !hopeless && (failure.code === last.code || failure.code === RESTING)) {
        hopeless = true;
        failures.push({ ...last, kind: null });
      }
      last = failure;
      return failure;
    },
    isHopeless: () => hopeless,
  };
}

export function toFailure(kind: string | null, error: unknown): RunFailure {
  if (isCoded(error)) return { kind, code: error.code, message: error.message, remedy: error.remedy };
  const message = error instanceof Error ? error.message : String(error);
  return {
    kind,
    code: 'SYNC_FAILED',
    message,
    remedy: 'See the log of this run; the next run tries again from the checkpoint.',
  };
}
