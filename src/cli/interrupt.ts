import { PermanentError } from '../sdk/errors.ts';
import type { Terminal } from './terminal.ts';
import { exitCodes } from './exit-codes.ts';

/**
 * Runs work that Ctrl-C (or SIGTERM) asks to stop through the signal, in good order. A second Ctrl-C ends the process
 * at once, which the mirror survives as well.
 */
export async function interruptible<T>(terminal: Terminal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const asked = new AbortController();
  const stop = (): void => {
    if (asked.signal.aborted) process.exit(exitCodes.interrupted);
    terminal.talk('Stopping in good order; interrupt again to stop at once.');
    asked.abort(interrupted('The command was interrupted.', 'Run it again; it goes on from what is on disk.'));
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, stop);
  try {
    return await work(asked.signal);
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}

/** The same work, given up when the signal says so: for what cannot be told to stop. */
export function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    }),
  ]);
}

function interrupted(message: string, remedy: string): PermanentError {
  return new PermanentError({ code: 'INTERRUPTED', message, remedy });
}
