import { randomUUID } from 'node:crypto';
import { Cron } from 'croner';
import type { Logger } from 'pino';
import { PermanentError } from '#sdk';
import type { MirrorReader, MirrorWriter, RunRow, UnreadableRecords } from '../mirror/index.ts';
import { syncBrick } from './brick-sync.ts';
import { lockForRun, type BrickLock } from './brick-turns.ts';
import type { Brick } from './bricks.ts';
import { isComplete } from './confirming.ts';
import type { Listener, RunSummary } from './events.ts';
import { projectDue, refetch, type Refetch } from './refetch.ts';
import { isStale } from './staleness.ts';
import { readHints, type Hints } from './hints.ts';
import { watchUnreadable, type UnreadableWatch } from './unreadable.ts';

export interface SyncService {
  /** Begins the schedules. The first run of every brick starts at once; `firstRuns` sees how it goes. */
  start(firstRuns?: Listener): void;
  /** Ends the schedules and waits for runs under way, which stop at the next page. */
  stop(): Promise<void>;
  /** Runs one brick now. Throws SYNC_RUNNING or UNKNOWN_BRICK. */
  sync(name: string, request: RunRequest): Promise<RunSummary>;
  /**
   * Reads records again that were just written, and publishes them. `busy`: a run is under way, which may have read them
   * before they were written and would store them afterwards; ask again later. `unread`: kinds for which only a run can
   * tell. Throws what the brick threw.
   */
  readBack(name: string, touched: Refetch['touched'], signal: AbortSignal): Promise<'busy' | { unread: string[] }>;
  /**
   * Reads records again of which a vendor said that they changed, and judges them as a run does: they are published, or
   * set aside. `busy`: a run is under way. `unread`: the brick was never read in full, or cannot be asked by id.
   */
  readHints(name: string, hints: Hints, signal: AbortSignal): Promise<'busy' | { unread: string[] }>;
  /** Projects what is due of a brick, and what follows from it for others. */
  project(name: string, signal: AbortSignal): Promise<void>;
  /** Those that are served, in the order of precedence. */
  bricks(): BrickView[];
  /** All that are configured, those that stand by, too. */
  every(): Brick[];
  /** Looks again at what could not be understood: after projecting without a run. */
  lookAtUnreadable(): Promise<void>;
  /** Looks again at how many batches of a brick wait for a person: after one has decided. */
  lookAtHolds(brick: string): Promise<void>;
  /** Throws UNKNOWN_BRICK. */
  find(name: string): Brick;
  /** How old answers may be: the oldest good run, and the bricks that are behind their schedule or broken. */
  staleness(): { asOf: string | null; staleBricks: string[] };
  /** Whether every brick has been read once in full. */
  isPublished(): boolean;
}

export interface RunRequest {
  full: boolean;
  /** Who asked for it. */
  trigger: string;
  listen?: Listener;
  /** Ends the run at its next page; its state is then `interrupted`. */
  signal?: AbortSignal;
}

export interface BrickView {
  brick: Brick;
  running: boolean;
  lastRun: RunRow | null;
  /** End of the last run that read everything it could. */
  lastGoodAt: string | null;
  stale: boolean;
  /** Batches that wait for a person. */
  openHolds: number;
  /** Records that no mapper understood, by kind. */
  unreadable: readonly UnreadableRecords[];
}

interface Watch {
  brick: Brick;
  running: Promise<RunSummary> | null;
  /** What was just written is being read; it takes a moment, and a run waits for its end. */
  readingBack: Promise<unknown> | null;
  lastRun: RunRow | null;
  lastGoodAt: string | null;
  openHolds: number;
}

/** Which bricks are read on schedule and shown, and in which order; one that stands by is only read when asked for. */
export interface Served {
  isServed(brick: string): boolean;
  inOrder<T>(all: readonly T[], nameOf: (one: T) => string): T[];
}

const ALL: Served = { isServed: () => true, inOrder: (all) => [...all] };

export interface SyncServiceOptions {
  bricks: readonly Brick[];
  reader: MirrorReader;
  writer: MirrorWriter;
  lock: BrickLock;
  log: Logger;
  now(): Date;
  listen?: Listener;
  /** Absent: all, as listed. */
  served?: Served;
}

export async function createSyncService(options: SyncServiceOptions): Promise<SyncService> {
  const { reader, log, now, served = ALL } = options;
  const watches = new Map<string, Watch>();
  for (const brick of options.bricks) watches.set(brick.name, await watchOf(brick, reader));
  const unreadable = await watchUnreadable(options);
  const stopping = new AbortController();
  const crons: Cron[] = [];

  const shown = (): Watch[] =>
    served.inOrder(
      [...watches.values()].filter(({ brick }) => served.isServed(brick.name)),
      ({ brick }) => brick.name,
    );

  function find(name: string): Watch {
    const watch = watches.get(name);
    if (!watch) throw unknownBrick(name, [...watches.keys()]);
    return watch;
  }

  async function sync(name: string, request: RunRequest): Promise<RunSummary> {
    const watch = find(name);
    if (watch.running) throw alreadyRunning(name);
    const signal = request.signal ? AbortSignal.any([stopping.signal, request.signal]) : stopping.signal;
    watch.running = runOnce({ ...options, unreadable }, watch, request, signal).finally(() => {
      watch.running = null;
    });
    return watch.running;
  }

  const until = (signal: AbortSignal): AbortSignal => AbortSignal.any([stopping.signal, signal]);

  return {
    sync,
    async readBack(name, touched, signal) {
      const watch = find(name);
      return whileIdle(watch, () => readBackOnce(options, watch.brick, touched, until(signal)));
    },
    readHints: async (name, hints, signal) => hintsOnce(options, find(name), hints, until(signal)),
    project: (brick, signal) => projectDue({ brick, bricks: [...watches.keys()], writer: options.writer }, signal),
    start(firstRuns) {
      const scheduled = scheduledRuns(sync, log);
      const run: typeof scheduled = (name, listen) => {
        if (served.isServed(name)) scheduled(name, listen);
      };
      for (const { brick } of watches.values()) {
        crons.push(new Cron(brick.schedule, { protect: true }, () => run(brick.name)));
        run(brick.name, firstRuns);
      }
    },
    async stop() {
      for (const cron of crons) cron.stop();
      stopping.abort(stoppingError());
      const turns = [...watches.values()].flatMap(({ running, readingBack }) => [running, readingBack]);
      await Promise.allSettled(turns.filter((turn) => turn !== null));
      await Promise.allSettled([...watches.values()].map((watch) => watch.brick.close()));
    },
    find: (name) => find(name).brick,
    bricks: () =>
      shown().map((watch) => ({
        ...viewOf(watch, now()),
        unreadable: unreadable.of(watch.brick.name),
      })),
    every: () => [...watches.values()].map(({ brick }) => brick),
    lookAtUnreadable: () => unreadable.refresh(),
    async lookAtHolds(name) {
      const watch = watches.get(name);
      if (watch) watch.openHolds = await countOpenHolds(reader, name);
    },
    staleness() {
      const views = shown().map((watch) => viewOf(watch, now()));
      const times = views.map((view) => view.lastGoodAt);
      const asOf = times.some((time) => time === null) ? null : (times.sort()[0] ?? null);
      return { asOf, staleBricks: views.filter((view) => view.stale).map((view) => view.brick.name) };
    },
    isPublished: () => shown().every((watch) => watch.lastGoodAt !== null),
  };
}

/** One that is asked for while another is under way is left out. */
function scheduledRuns(sync: SyncService['sync'], log: Logger): (name: string, listen?: Listener) => void {
  return (name, listen) => {
    sync(name, { full: false, trigger: 'schedule', ...(listen && { listen }) }).catch((error: unknown) => {
      if (!(error instanceof PermanentError && error.code === 'SYNC_RUNNING'))
        log.error({ err: error, brick: name }, 'the scheduled run failed');
    });
  };
}

function stoppingError(): PermanentError {
  return new PermanentError({
    code: 'HUB_STOPPING',
    message: 'The hub is stopping.',
    remedy: 'The next run goes on from here.',
  });
}

async function watchOf(brick: Brick, reader: MirrorReader): Promise<Watch> {
  const { rows } = await reader.runs({ brick: brick.name, first: 50 });
  const good = rows.find((run) => isComplete(run));
  const openHolds = await countOpenHolds(reader, brick.name);
  return {
    brick,
    running: null,
    readingBack: null,
    lastRun: rows[0] ?? null,
    lastGoodAt: good?.endedAt ?? null,
    openHolds,
  };
}

/** One stream has one open hold at most, so this is a short list. */
async function countOpenHolds(reader: MirrorReader, brick: string): Promise<number> {
  return (await reader.holds({ brick, state: 'open', first: 500 })).rows.length;
}

function viewOf(watch: Watch, now: Date): Omit<BrickView, 'unreadable'> {
  const { brick, lastRun, lastGoodAt, openHolds } = watch;
  const stale = isStale({ interval: brick.interval, lastGoodAt, lastState: lastRun?.state ?? null }, now);
  return { brick, running: watch.running !== null, lastRun, lastGoodAt, stale, openHolds };
}

async function runOnce(
  options: SyncServiceOptions & { unreadable: UnreadableWatch },
  watch: Watch,
  request: RunRequest,
  signal: AbortSignal,
): Promise<RunSummary> {
  const { brick } = watch;
  const { log, now, reader, writer } = options;
  await watch.readingBack;
  const release = await lockForRun(options.lock, brick.name, signal);
  if (!release) throw alreadyRunning(brick.name);
  const startedAt = now().toISOString();
  try {
    brick.resetWaiting();
    const summary = await syncBrick({
      id: `run_${randomUUID()}`,
      brick: brick.name,
      bricks: options.bricks.map(({ name }) => name),
      connector: brick.connector,
      open: brick.open,
      full: request.full,
      trigger: request.trigger,
      holds: brick.holds,
      parallel: PARALLEL_STREAMS,
      reader,
      writer,
      signal,
      now,
      waitingMs: () => brick.waitingMs(),
      emit(event) {
        options.listen?.(event);
        request.listen?.(event);
      },
    });
    const endedAt = now().toISOString();
    const { run: id, ...counts } = summary;
    watch.lastRun = { ...counts, id, full: request.full, trigger: request.trigger, startedAt, endedAt };
    if (isComplete(watch.lastRun)) watch.lastGoodAt = endedAt;
    watch.openHolds = await countOpenHolds(reader, brick.name);
    await options.unreadable.refresh();
    log[summary.state === 'done' ? 'info' : 'warn']({ ...summary }, `${brick.name}: run ${summary.state}`);
    return summary;
  } finally {
    await release();
  }
}

/** A run of another process counts as one of this: it holds the lock. */
async function readBackOnce(
  { lock, log, reader, writer, now }: SyncServiceOptions,
  { name: brick, open }: Brick,
  touched: Refetch['touched'],
  signal: AbortSignal,
): Promise<'busy' | { unread: string[] }> {
  const release = await lock(brick);
  if (!release) return 'busy';
  try {
    return await refetch({
      ...{ brick, open, touched, reader, writer, signal, now },
      refused: (kind, error) => log.warn({ err: error, brick, kind }, 'what was written cannot be read back'),
    });
  } finally {
    await release();
  }
}

/** Only while nothing else of the brick is under way; a run waits for its end. */
async function whileIdle<Result>(watch: Watch, work: () => Promise<Result>): Promise<Result | 'busy'> {
  if (watch.running || watch.readingBack) return 'busy';
  const reading = work();
  watch.readingBack = reading.catch(() => undefined);
  try {
    return await reading;
  } finally {
    watch.readingBack = null;
  }
}

async function hintsOnce(
  options: SyncServiceOptions,
  watch: Watch,
  hints: Hints,
  signal: AbortSignal,
): Promise<'busy' | { unread: string[] }> {
  const done = await whileIdle(watch, () => readLocked(options, watch.brick, hints, signal));
  watch.openHolds = await countOpenHolds(options.reader, watch.brick.name);
  return done;
}

async function readLocked(
  { lock, reader, writer, now, listen }: SyncServiceOptions,
  { name: brick, open, holds }: Brick,
  hints: Hints,
  signal: AbortSignal,
): Promise<'busy' | { unread: string[] }> {
  const release = await lock(brick);
  if (!release) return 'busy';
  try {
    const emit: Listener = (event) => listen?.(event);
    return await readHints({ brick, open, holds, hints, reader, writer, signal, now, emit });
  } finally {
    await release();
  }
}

/** One more than most bricks allow requests: while one page is being taken in, another stream's is asked for. */
const PARALLEL_STREAMS = 3;

function unknownBrick(name: string, known: string[]): PermanentError {
  return new PermanentError({
    code: 'UNKNOWN_BRICK',
    message: `There is no brick "${name}".`,
    remedy: known.length > 0 ? `Known bricks: ${known.join(', ')}.` : 'No brick is configured.',
  });
}

function alreadyRunning(name: string): PermanentError {
  return new PermanentError({
    code: 'SYNC_RUNNING',
    message: `A run of "${name}" is under way.`,
    remedy: 'Wait for it to end; runs of one brick never overlap.',
  });
}
