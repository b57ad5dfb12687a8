/** Tries a plan or a brick in a sandbox of its own, beside the thread that serves, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { pino } from 'pino';
import type { Connector } from '#sdk';
import { openMoveReader, type FacetType } from '../../../mirror/index.ts';
import { systemTimers } from '../../../outbox/index.ts';
import { loadExternalConnectors } from '../../../sdk/external-connector.ts';
import type { TrialReply, TrialStart, TriedBrick } from './in-thread.ts';
import { tryInSandbox } from './in-sandbox.ts';
import { nothingYet, problemOf } from './outcome.ts';

const start = workerData as TrialStart;
const reply = (message: TrialReply): void => parentPort?.postMessage(message);
const now = (): Date => new Date();

try {
  const { connectors: builtIn, facetTypes } = (await import(start.registry)) as {
    connectors: readonly Connector[];
    facetTypes: readonly FacetType[];
  };
  const connectors = await loadExternalConnectors(start.extensions, builtIn);
  const named = (name: string): Connector => {
    const found = connectors.find((one) => one.name === name);
    if (!found) throw new Error(`No connector is called ${name}.`);
    return found;
  };
  const { data, database, personKey, registry, extensions } = start;
  const view = await openMoveReader({ data, registry, ...(database && { database }), ...(personKey && { personKey }) });
  try {
    const { source, into, ...order } = start.order;
    const outcome = await tryInSandbox(
      {
        ...{ data, view, facetTypes, registry, extensions, now, timers: systemTimers, random: Math.random },
        log: pino({ level: 'silent' }),
        primary: (role) => start.primaries[role] ?? null,
        // It ends with its thread.
        signal: new AbortController().signal,
        listen: seldom((progress) => reply({ progress })),
      },
      { ...order, into: named(into), source: opened(source, named(source.connector)) },
    );
    reply({ outcome });
  } finally {
    await view.close();
  }
} catch (error) {
  reply({ outcome: { ...nothingYet(now().toISOString(), 'sandbox'), problem: problemOf(error) } });
}

function opened({ name, settings, schedule, holds }: TriedBrick, connector: Connector) {
  return { name, connector, settings, schedule, holds };
}

/** Not each of thousands of steps. */
function seldom<T extends { total: number; done: number }>(say: (one: T) => void): (one: T) => void {
  let last = -1;
  return (one) => {
    const part = Math.floor((100 * one.done) / Math.max(1, one.total));
    if (part !== last) say(one);
    last = part;
  };
}
