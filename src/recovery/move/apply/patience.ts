import { waitAfter, type Timers } from '../../../outbox/index.ts';
import type { MessageFailure } from '../../../mirror/index.ts';

/** Nothing is given up while the whole target is away. What fails again and again beside others that succeed is. */
const MOST_TRIES = 8;
const LONGEST_WAIT = 60_000;

/** How long to wait for a target that is busy or down. */
export interface Patience {
  /** Something went well: the target is there. */
  succeeded(): void;
  /** Waits before the next try. Resolves with false when this one thing should be given up. */
  wait(failure: MessageFailure, begun: { tries: number; successes: number }): Promise<boolean>;
  /** How often something went well. */
  successes(): number;
  /** What is waited for, and since when; null: nothing. */
  waitingFor(): { failure: MessageFailure; since: string } | null;
}

export function patience(parts: {
  timers: Timers;
  random(): number;
  now(): Date;
  signal: AbortSignal;
  told(): void;
}): Patience {
  const { timers, random, now, signal, told } = parts;
  let successes = 0;
  let inVain = 0;
  let waiting: ReturnType<Patience['waitingFor']> = null;
  return {
    succeeded() {
      successes += 1;
      inVain = 0;
      if (waiting === null) return;
      waiting = null;
      told();
    },
    async wait(failure, { tries, successes: before }) {
      if (tries >= MOST_TRIES && successes > before) return false;
      inVain += 1;
      waiting = { failure, since: waiting?.since ?? now().toISOString() };
      told();
      await pause(timers, Math.min(LONGEST_WAIT, waitAfter(Math.max(tries, inVain / 4), random)), signal);
      return true;
    },
    successes: () => successes,
    waitingFor: () => waiting,
  };
}

/** Resolves when the time has passed; rejects when the signal ends. */
function pause(timers: Timers, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = (): void => {
      callOff();
      reject(signal.reason as Error);
    };
    const callOff = timers.after(ms, () => {
      signal.removeEventListener('abort', ended);
      resolve();
    });
    if (signal.aborted) return ended();
    signal.addEventListener('abort', ended, { once: true });
  });
}
