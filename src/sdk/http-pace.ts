/** Resolves after so many milliseconds; rejects with the signal's reason as soon as it aborts. */
export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Lets a limited number of requests run at once, and starts them no faster than allowed. */
export interface Pace {
  enter(signal: AbortSignal | undefined): Promise<void>;
  leave(): void;
  /** Starts nothing before this moment: the brick asked for a rest. */
  holdUntil(moment: number): void;
}

export interface PaceOptions {
  concurrency: number;
  perSecond: number | undefined;
  now(): number;
  wait: Wait;
}

/**
 * Own lines rather than cockatiel's bulkhead, whose queue does not notice an abort until its turn comes; and no library
 * for the rate, because evenly spaced starts are one addition.
 */
export function createPace({ concurrency, perSecond, now, wait }: PaceOptions): Pace {
  const interval = perSecond === undefined ? 0 : 1000 / perSecond;
  const turns = createTurns(Math.max(1, concurrency));
  let nextStart = 0;

  async function start(signal: AbortSignal | undefined): Promise<void> {
    const moment = Math.max(now(), nextStart);
    nextStart = moment + interval;
    const ms = moment - now();
    if (ms > 0) await wait(ms, signal);
  }

  return {
    async enter(signal) {
      await turns.take(signal);
      try {
        await start(signal);
      } catch (error) {
        turns.give();
        throw error;
      }
    },
    leave: turns.give,
    holdUntil(moment) {
      nextStart = Math.max(nextStart, moment);
    },
  };
}

interface Turns {
  take(signal: AbortSignal | undefined): Promise<void>;
  give(): void;
}

function createTurns(count: number): Turns {
  let free = count;
  const queue = new Set<() => void>();
  return {
    async take(signal) {
      signal?.throwIfAborted();
      if (free === 0) return queued(queue, signal);
      free -= 1;
    },
    give() {
      const [first] = queue;
      if (first) first();
      else free += 1;
    },
  };
}

function queued(queue: Set<() => void>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const leaveQueue = () => {
      queue.delete(turn);
      signal?.removeEventListener('abort', abandon);
    };
    const turn = () => {
      leaveQueue();
      resolve();
    };
    const abandon = () => {
      leaveQueue();
      reject(signal?.reason as Error);
    };
    queue.add(turn);
    signal?.addEventListener('abort', abandon);
  });
}
