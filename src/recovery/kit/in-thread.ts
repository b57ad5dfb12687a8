import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PermanentError, type FailureText } from '#sdk';
import type { KitOptions, KitSummary } from './kit.ts';

/** Where a thread of its own finds the mirror. */
export interface KitPlace {
  data: string;
  /** `postgres://…`; absent: SQLite in the data folder. */
  database?: string | undefined;
  personKey?: string | undefined;
  /** Address of the module that exports the facet types. */
  registry: string;
}

/** What is written into which folder. */
export type KitOrder = Omit<KitOptions, 'facets'>;

/** What the thread is given. */
export interface KitWork {
  place: KitPlace;
  order: KitOrder;
}

export type KitReply = { done: KitSummary } | { failed: FailureText };

/** Setting type and compressing is work: in a thread of its own, with a view of its own, no query waits for it. */
export function writeKitInThread(place: KitPlace, order: KitOrder): Promise<KitSummary> {
  const source = extname(import.meta.url);
  const worker = new Worker(new URL(`./kit.worker${source}`, import.meta.url), {
    workerData: { place, order } satisfies KitWork,
    // From sources, Node strips the types itself, and `#sdk` has to lead to the sources, too.
    ...(source === '.ts' ? { execArgv: ['--conditions=mortar-source', '--disable-warning=ExperimentalWarning'] } : {}),
  });
  return new Promise((resolve, reject) => {
    worker.on('message', (reply: KitReply) => {
      if ('done' in reply) resolve(reply.done);
      else reject(new PermanentError(reply.failed));
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(stopped(order.into)));
  });
}

function stopped(into: string): PermanentError {
  return new PermanentError({
    code: 'KIT_STOPPED',
    message: `The kit was not finished; the ones before it in ${into} are untouched.`,
    remedy: 'Write it again: mortar kit. If it ends so again, give the hub more memory.',
  });
}
