import type { Connector, OpenBrick, Stream } from '#sdk';
import { isCoded } from '#sdk';
import type { MirrorReader, MirrorWriter, RunFailure, RunState } from '../mirror/index.ts';
import type { Listener, RunSummary } from './events.ts';
import type { Threshold } from './hold-rules.ts';
import { createPump } from './projection-pump.ts';
import { syncStream } from './stream-sync.ts';

/** From which sizes on a brick's changes wait for a person. */
export interface HoldSettings extends Threshold {
  windowHours: number;
  streams: Record<string, Threshold>;
}

export interface BrickRun {
  id: string;
  brick: string;
  connector: Connector;
  open: OpenBrick;
  full: boolean;
  trigger: string;
  holds: HoldSettings;
  /** Streams read at the same time; the connector's own request limit is the real bound. */
  parallel: number;
  reader: MirrorReader;
  writer: MirrorWriter;
  signal: AbortSignal;
  now(): Date;
  waitingMs(): number;
  emit: Listener;
}

/** Failures of a single resource; every other failure that repeats means that the whole brick is unwell. */
const OF_ONE_STREAM = new Set(['BRICK_RIGHT_MISSING', 'BRICK_RESOURCE_ABSENT', 'BRICK_INCONSISTENT']);

/** One run over all streams of a brick: read, judge, publish, project. Never throws for what a brick did. */
export async function syncBrick(run: BrickRun): Promise<RunSummary> {
  const startedAt = run.now();
  const { brick, writer, emit } = run;
  await writer.startRun({ id: run.id, brick, full: run.full, trigger: run.trigger, at: startedAt.toISOString() });
  const streams = run.open.streams;
  emit({ event: 'run-started', brick, run: run.id, full: run.full, streams: streams.map(({ kind }) => kind) });
  const pump = createPump({ brick, writer, streams, aggregates: run.connector.aggregates, signal: run.signal });
  const totals = { read: 0, revisions: 0, tombstones: 0, held: 0 };
  const failures: RunFailure[] = [];
  await eachStream(run, failures, pump.ended, async (stream) => {
    emit({ event: 'stream-started', brick, kind: stream.kind });
    const result = await syncStream({
      ...run,
      run: run.id,
      stream,
      threshold: run.holds.streams[stream.kind] ?? run.holds,
      windowHours: run.holds.windowHours,
    });
    for (const key of ['read', 'revisions', 'tombstones', 'held'] as const) totals[key] += result[key];
    const { read, revisions, tombstones } = result;
    emit({ event: 'stream-done', brick, kind: stream.kind, read, revisions, tombstones });
  });
  await pump.drain((due) => {
    emit({ event: 'projecting', brick, due });
  });
  const ended = run.now();
  const state = run.signal.aborted ? 'interrupted' : stateOf(failures, streams.length);
  const outcome = {
    ...totals,
    state,
    failures,
    waitingMs: Math.round(run.waitingMs()),
    ms: ended.getTime() - startedAt.getTime(),
  };
  await writer.endRun({ id: run.id, endedAt: ended.toISOString(), ...outcome });
  const summary: RunSummary = { brick, run: run.id, ...outcome };
  emit({ event: 'run-done', ...summary });
  return summary;
}

function stateOf(failures: readonly RunFailure[], streams: number): RunState {
  if (failures.length === 0) return 'done';
  return failures.length >= streams || failures.some(({ kind }) => kind === null) ? 'failed' : 'partial';
}

/** Runs streams in their order, a few at a time; stops when the brick as a whole is unwell. */
async function eachStream(
  run: BrickRun,
  failures: RunFailure[],
  ended: (kind: string) => void,
  sync: (stream: Stream) => Promise<void>,
): Promise<void> {
  const waiting = [...run.open.streams];
  const unfinished = new Set(waiting.map(({ kind }) => kind));
  let lastCode = '';
  let stopped = false;
  const fail = (stream: Stream, error: unknown): void => {
    // Told to stop: no fault of the stream.
    if (run.signal.aborted) return;
    const failure = toFailure(stream.kind, error);
    failures.push(failure);
    run.emit({ event: 'stream-failed', brick: run.brick, kind: stream.kind, failure });
    if (OF_ONE_STREAM.has(failure.code)) return;
    if (failure.code === lastCode && !stopped) {
      stopped = true;
      failures.push({ ...failure, kind: null });
    }
    lastCode = failure.code;
  };
  const active = new Set<Promise<void>>();
  while (!stopped && !run.signal.aborted && unfinished.size > 0) {
    const index = waiting.findIndex(({ after = [] }) => !after.some((kind) => unfinished.has(kind)));
    // Nothing can start yet: a stream that others come after is still being read.
    if (index < 0 || active.size >= run.parallel) {
      if (active.size === 0) break;
      await Promise.race(active);
      continue;
    }
    const [stream] = waiting.splice(index, 1);
    if (!stream) break;
    const reading = sync(stream)
      .catch((error: unknown) => {
        fail(stream, error);
      })
      .finally(() => {
        unfinished.delete(stream.kind);
        ended(stream.kind);
        active.delete(reading);
      });
    active.add(reading);
  }
  await Promise.all(active);
  if (run.signal.aborted) failures.push(toFailure(null, run.signal.reason));
}

function toFailure(kind: string | null, error: unknown): RunFailure {
  if (isCoded(error)) return { kind, code: error.code, message: error.message, remedy: error.remedy };
  const message = error instanceof Error ? error.message : String(error);
  return {
    kind,
    code: 'SYNC_FAILED',
    message,
    remedy: 'See the log of this run; the next run tries again from the checkpoint.',
  };
}
