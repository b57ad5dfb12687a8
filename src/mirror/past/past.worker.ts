/** Builds one past beside the thread that serves, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { sendFailure, type SentFailure } from '../write/writer-messages.ts';
import { loadWritten } from '../write/written-bricks.ts';
import { buildPast, type PastOrder } from './build-past.ts';
import type { PastStart } from './in-thread.ts';

export type PastReply = { progress: number } | { done: true } | { failure: SentFailure };

const { order, written } = workerData as { order: PastOrder; written: PastStart };
const reply = (message: PastReply): void => parentPort?.postMessage(message);

/** Progress is told in steps that somebody can see. */
const STEP = 0.005;
let told = 0;

try {
  const { facetTypes, bricks } = await loadWritten(written);
  await buildPast(order, {
    facetTypes,
    bricks,
    keyIn: written,
    progress(done) {
      if (done - told < STEP) return;
      told = done;
      reply({ progress: done });
    },
  });
  reply({ done: true });
} catch (error) {
  reply({ failure: sendFailure(error) });
}
