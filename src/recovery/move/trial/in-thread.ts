import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { RoleName } from '#sdk';
import type { BrickSettings } from '../../../sync/index.ts';
import { ThrowAwayFolder } from '../../../mirror/index.ts';
import type { MoveListener, MoveProgress } from '../apply/progress.ts';
import { refuseMove } from '../failures.ts';
import type { TrialOrder } from './in-sandbox.ts';
import type { TrialOutcome } from './outcome.ts';

/** A brick as it can be sent to a thread: functions cannot. */
export type TriedBrick = Pick<BrickSettings, 'name' | 'settings' | 'schedule' | 'holds'> & { connector: string };

/** What the thread is given. */
export interface TrialStart {
  data: string;
  database: string | null;
  personKey: string | null;
  registry: string;
  extensions: readonly string[];
  primaries: Partial<Record<RoleName, string | null>>;
  order: Omit<TrialOrder, 'source' | 'into'> & { source: TriedBrick; into: string };
}

export type TrialReply = { progress: MoveProgress } | { outcome: TrialOutcome };

/**
 * Filling, reading back and comparing is work, and a sandbox is a server: in a thread of its own, no query waits for it.
 * Ends with the signal; what a killed process leaves on disk, the next one throws away.
 */
export async function tryInThread(start: TrialStart, listen: MoveListener, signal: AbortSignal): Promise<TrialOutcome> {
  signal.throwIfAborted();
  const source = extname(import.meta.url);
  const worker = new Worker(new URL(`./trial.worker${source}`, import.meta.url), {
    workerData: start,
    // From sources, Node strips the types itself, and `#sdk` has to lead to the sources, too.
    ...(source === '.ts' ? { execArgv: ['--conditions=mortar-source', '--disable-warning=ExperimentalWarning'] } : {}),
  });
  const stop = (): void => void worker.terminate();
  signal.addEventListener('abort', stop);
  // Set by events, which the compiler does not follow.
  const end: { outcome?: TrialOutcome; failure?: Error } = {};
  worker.on('message', (reply: TrialReply) => {
    if ('progress' in reply) listen(reply.progress);
    else end.outcome = reply.outcome;
  });
  worker.on('error', (error) => {
    end.failure ??= error instanceof Error ? error : new Error(String(error));
  });
  // Only once it has ended has it let go of its files.
  await new Promise((resolve) => worker.once('exit', resolve));
  signal.removeEventListener('abort', stop);
  ThrowAwayFolder.sweep(start.data, 'trials');
  if (end.failure) throw end.failure;
  if (end.outcome) return end.outcome;
  throw refuseMove('TRIAL_STOPPED', 'It was stopped before its end.', 'Begin it again: nothing of it is kept.');
}
