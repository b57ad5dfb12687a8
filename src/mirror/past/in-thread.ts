import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { receiveFailure, type WriterStart } from '../write/writer-messages.ts';
import type { PastOrder } from './build-past.ts';
import type { PastReply } from './past.worker.ts';
import { stopped } from './past-errors.ts';

/** What projects: the same as the present's. */
export type PastStart = Pick<WriterStart, 'data' | 'personKey' | 'registry' | 'extensions' | 'bricks'>;

/** Builds a past; ends with the signal. */
export type BuildPast = (order: PastOrder, progress: (done: number) => void, signal: AbortSignal) => Promise<void>;

/** Projecting is work: in a thread of its own, no query waits for it. */
export function buildInThread(written: PastStart): BuildPast {
  return async (order, progress, signal) => {
    const source = extname(import.meta.url);
    const worker = new Worker(new URL(`./past.worker${source}`, import.meta.url), {
      workerData: { order, written },
      // From sources, Node strips the types itself, and `#sdk` has to lead to the sources, too.
      ...(source === '.ts'
        ? { execArgv: ['--conditions=mortar-source', '--disable-warning=ExperimentalWarning'] }
        : {}),
    });
    const stop = (): void => void worker.terminate();
    signal.addEventListener('abort', stop);
    // Set by events, which the compiler does not follow.
    const end: { failure?: Error; isDone?: true } = {};
    worker.on('message', (reply: PastReply) => {
      if ('progress' in reply) progress(reply.progress);
      else if ('failure' in reply) end.failure = receiveFailure(reply.failure);
      else end.isDone = true;
    });
    worker.on('error', (error) => {
      end.failure ??= error instanceof Error ? error : new Error(String(error));
    });
    if (signal.aborted) stop();
    // Only once it has ended has it let go of its files.
    await new Promise((resolve) => worker.once('exit', resolve));
    signal.removeEventListener('abort', stop);
    if (end.failure) throw end.failure;
    if (!end.isDone) throw stopped();
  };
}
