/** Writes one kit beside the thread that serves, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { isCoded } from '#sdk';
import { openReader } from '../../mirror/index.ts';
import type { KitReply, KitWork } from './in-thread.ts';
import { writeKit } from './kit.ts';

const { place, order } = workerData as KitWork;
const { data, database, personKey, registry } = place;

async function written(): Promise<KitReply> {
  const reader = await openReader({ data, registry, ...(database && { database }), ...(personKey && { personKey }) });
  try {
    return { done: await writeKit({ ...order, facets: reader.facets }) };
  } finally {
    await reader.close();
  }
}

parentPort?.postMessage(
  await written().catch((error: unknown): KitReply => {
    if (isCoded(error)) return { failed: { code: error.code, message: error.message, remedy: error.remedy } };
    return { failed: { code: 'KIT_FAILED', message: String(error), remedy: 'Run `mortar doctor`, and report it.' } };
  }),
);
