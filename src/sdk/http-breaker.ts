import { BrokenCircuitError, circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen } from 'cockatiel';
import type { IBackoff, IBackoffFactory } from 'cockatiel';
import { RetryableError } from './errors.ts';

const FAILURES_IN_A_ROW = 8;
const REST_MS = 30_000;

export interface Breaker {
  /** Runs it, or throws what `refuse` makes of the last failure while the brick is left alone. */
  execute<Result>(
    run: () => Promise<Result>,
    refuse: (lastFailure: unknown) => Error,
    signal?: AbortSignal,
  ): Promise<Result>;
  state(): 'closed' | 'open' | 'half-open';
}

/** Leaves a failing brick alone, then lets one request try whether it is back. */
export function createBreaker(now: () => number, onChange: (state: 'open' | 'closed') => void): Breaker {
  let openedAt = 0;
  const isRested = () => now() - openedAt >= REST_MS;
  // cockatiel compares a delay with Date.now(); answering "none" or "for ever" makes it follow the injected clock.
  const rest: IBackoff<unknown> = {
    get duration() {
      return isRested() ? 0 : Infinity;
    },
    next: () => beginRest(),
  };
  const beginRest = () => {
    openedAt = now();
    return rest;
  };
  const factory: IBackoffFactory<unknown> = { next: beginRest };
  const isFailure = (error: unknown): boolean =>
    error instanceof RetryableError || (error instanceof Abandoned && policy.state === CircuitState.HalfOpen);
  const policy = circuitBreaker(handleWhen(isFailure), {
    halfOpenAfter: factory,
    breaker: new ConsecutiveBreaker(FAILURES_IN_A_ROW),
  });
  let lastFailure: unknown;
  policy.onBreak((reason) => {
    lastFailure = 'error' in reason ? reason.error : undefined;
    onChange('open');
  });
  policy.onReset(() => onChange('closed'));

  return {
    async execute(run, refuse, signal) {
      // cockatiel lets others wait for the probe, deaf to their abort signals.
      if (policy.state === CircuitState.HalfOpen) throw refuse(lastFailure);
      try {
        return await policy.execute(() => run().catch((error: unknown) => abandonedOr(error, signal)));
      } catch (error) {
        if (error instanceof BrokenCircuitError) throw refuse(lastFailure);
        throw error instanceof Abandoned ? error.cause : error;
      }
    },
    state() {
      if (policy.state === CircuitState.Closed) return 'closed';
      // Open but rested: the next request will be let through, so a scheduler must not skip it.
      return policy.state === CircuitState.HalfOpen || isRested() ? 'half-open' : 'open';
    },
  };
}

/** Marks an abort by the caller: an abandoned probe proves nothing, but cockatiel would take it for a success. */
class Abandoned extends Error {}

function abandonedOr(error: unknown, signal: AbortSignal | undefined): never {
  throw signal?.aborted ? new Abandoned('abandoned', { cause: error }) : error;
}
