import type { MirrorWriter } from '../mirror/index.ts';
import type { Timers } from '../outbox/index.ts';
import type { LivePort, RunStep } from '../roles/hub/index.ts';
import type { Listener, SyncEvent } from '../sync/index.ts';

/** Other processes write, too. */
const POLL_MS = 1_000;
/** A sync writes many pages a second: who follows looks once for several. */
const GATHER_MS = 50;

/** Methods of the writer after which queries, runs or messages may look different. */
const MOVING: ReadonlySet<string | symbol> = new Set<keyof MirrorWriter>([
  'startRun',
  'endRun',
  'project',
  'match',
  'bind',
  'unbind',
  'enqueue',
  'settle',
  'confirm',
  'redrive',
  'decideHold',
  'discard',
]);

/** Wakes subscriptions, and remembers how far the runs of this process are. */
export interface LiveFeed extends LivePort {
  /** Something was written. */
  poke(): void;
  listen: Listener;
}

export function createLiveFeed(timers: Timers): LiveFeed {
  const runs = new Map<string, Going>();
  const waiters = new Set<() => void>();
  let written = 0;
  let soon: (() => void) | null = null;
  let later: (() => void) | null = null;

  const callOff = (): void => {
    soon?.();
    later?.();
    soon = null;
    later = null;
  };
  const wake = (): void => {
    callOff();
    for (const resolve of [...waiters]) resolve();
  };
  const poke = (): void => {
    written += 1;
    if (waiters.size > 0) soon ??= timers.after(GATHER_MS, wake);
  };

  return {
    poke,
    mark: () => written,
    moved: (mark, signal) =>
      new Promise((resolve) => {
        const done = (): void => {
          waiters.delete(done);
          signal.removeEventListener('abort', done);
          // Nobody waits: no timer keeps the process.
          if (waiters.size === 0) callOff();
          resolve();
        };
        if (signal.aborted) return resolve();
        waiters.add(done);
        signal.addEventListener('abort', done);
        if (mark < written) soon ??= timers.after(GATHER_MS, wake);
        later ??= timers.after(POLL_MS, wake);
      }),
    run: (brick) => runs.get(brick)?.step ?? null,
    listen(event) {
      const going = after(runs.get(event.brick), event);
      if (going === null) return;
      runs.set(event.brick, going);
      poke();
    },
  };
}

/** The writer, which tells after everything that moves something. */
export function telling(writer: MirrorWriter, poke: () => void): MirrorWriter {
  return new Proxy(writer, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      const call = (...args: unknown[]): unknown => member.apply(target, args);
      if (!MOVING.has(name)) return call;
      return async (...args: unknown[]) => {
        try {
          return await call(...args);
        } finally {
          poke();
        }
      };
    },
  });
}

/** A run while it goes: what each stream has read adds up. */
interface Going {
  step: RunStep;
  streams: Map<string, { read: number; revisions: number; tombstones: number }>;
}

function after(going: Going | undefined, event: SyncEvent): Going | null {
  if (event.event === 'run-started') {
    const { run, brick, full } = event;
    const nothing = { stream: null, read: 0, revisions: 0, tombstones: 0, held: 0, due: 0 };
    return { step: { run, brick, state: 'running', full, ...nothing }, streams: new Map() };
  }
  if (going === undefined) return null;
  const { step, streams } = going;
  if (event.event === 'run-done') {
    const { state, read, revisions, tombstones, held } = event;
    return { step: { ...step, state, read, revisions, tombstones, held, due: 0 }, streams };
  }
  if (event.event === 'projecting') return { step: { ...step, due: event.due }, streams };
  if (event.event === 'page' || event.event === 'stream-done') {
    const { kind, read, revisions } = event;
    streams.set(kind, { read, revisions, tombstones: event.event === 'stream-done' ? event.tombstones : 0 });
  }
  return { step: { ...step, stream: event.kind, ...totals(streams.values()) }, streams };
}

function totals(streams: Iterable<{ read: number; revisions: number; tombstones: number }>) {
  const total = { read: 0, revisions: 0, tombstones: 0 };
  for (const { read, revisions, tombstones } of streams) {
    total.read += read;
    total.revisions += revisions;
    total.tombstones += tombstones;
  }
  return total;
}
