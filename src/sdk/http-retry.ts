import { setTimeout as sleep } from 'node:timers/promises';
import { ExponentialBackoff, type IBackoff } from 'cockatiel';
import { RetryableError } from './errors.ts';
import type { Wait } from './http-pace.ts';

/** However long a brick asks us to wait, it is asked again after this. */
const LONGEST_REST = 60_000;

/** Decorrelated jitter: parallel readers that failed together do not come back together. */
const backoffs = new ExponentialBackoff({ initialDelay: 500, maxDelay: 30_000 });

const rests = new WeakMap<Error, number>();

export const realWait: Wait = async (ms, signal) => {
  try {
    await sleep(ms, undefined, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
};

export interface RetryPlan {
  retries: number;
  wait: Wait;
  signal: AbortSignal | undefined;
  onRetry(error: RetryableError, attempt: number, waitMs: number): void;
}

/**
 * Repeats what failed retryably. An own loop around cockatiel's delays, because its retry policy neither ends a delay on
 * abort nor lets an answer's Retry-After lengthen it.
 */
export async function retrying<Result>(send: () => Promise<Result>, plan: RetryPlan): Promise<Result> {
  let backoff: IBackoff<unknown> | undefined;
  let cause: RetryableError | undefined;
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      // The breaker opened between two attempts: what opened it is the news.
      if (cause && isResting(error)) throw cause;
      if (attempt > plan.retries || !isWorthRepeating(error)) throw error;
      cause = error;
      backoff = backoff ? backoff.next(undefined) : backoffs.next();
      const ms = Math.ceil(Math.max(backoff.duration, rests.get(error) ?? 0));
      plan.onRetry(error, attempt, ms);
      await plan.wait(ms, plan.signal);
    }
  }
}

function isWorthRepeating(error: unknown): error is RetryableError {
  return error instanceof RetryableError && !isResting(error);
}

function isResting(error: unknown): boolean {
  return error instanceof RetryableError && error.code === 'BRICK_RESTING';
}

/** Notes beside an error how long the brick asked to be left alone. */
export function noteRest(error: Error, ms: number): void {
  rests.set(error, ms);
}

/** Milliseconds that a 429 or 503 asks for, at most a minute; `undefined` when it does not say. */
export function restAskedFor(status: number, retryAfter: string | undefined, now: number): number | undefined {
  if ((status !== 429 && status !== 503) || retryAfter === undefined) return undefined;
  const ms = /^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_REST);
}
