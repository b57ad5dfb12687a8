import type { Connector, OpenBrick, Stream } from '#sdk';
import type { MirrorReader, MirrorWriter, RunFailure, RunState } from '../mirror/index.ts';
import type { Listener, RunSummary } from './events.ts';
import type { Threshold } from './hold-rules.ts';
import { confirmDelivered, isComplete } from './confirming.ts';
import { createPump, type Pump } from './projection-pump.ts';
import { eachStream } from './stream-order.ts';
import { failureLog, toFailure, type FailureLog } from './failure-log.ts';
import { syncStream, type PassResult } from './stream-sync.ts';

/** From which sizes on a brick's changes wait for a person. */
export interface HoldSettings extends Threshold {
  windowHours: number;
  streams: Record<string, Threshold>;
  /** Of single streams; the window is the brick's unless said otherwise. */
  kinds?: Record<string, Threshold & { windowHours?: number | undefined }> | undefined;
}

export interface BrickRun {
  id: string;
  brick: string;
  /** All bricks of the hub; default: this one. */
  bricks?: readonly string[];
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

/** What holds for one kind: a stream, or a command of which the hub itself would write too much. */
export function thresholdOf(holds: HoldSettings, kind: string): Threshold & { windowHours: number } {
  const own = holds.kinds?.[kind];
  const { percent, records } = own ?? holds.streams[kind] ?? holds;
  return { percent, records, windowHours: own?.windowHours ?? holds.windowHours };
}

/** One run over all streams of a brick: read, judge, publish, project. Never throws for what a brick did. */
export async function syncBrick(run: BrickRun): Promise<RunSummary> {
  const startedAt = run.now();
  const { brick, writer, emit } = run;
  await writer.startRun({ id: run.id, brick, full: run.full, trigger: run.trigger, at: startedAt.toISOString() });
  const streams = run.open.streams;
  emit({ event: 'run-started', brick, run: run.id, full: run.full, streams: streams.map(({ kind }) => kind) });
  const { aggregates } = run.connector;
  const bricks = run.bricks ?? [brick];
  const pump = createPump({ brick, writer, streams, aggregates, bricks, signal: run.signal });
  const totals = { read: 0, revisions: 0, tombstones: 0, held: 0 };
  const log = failureLog();
  await readStreams(run, log, pump, totals);
  if (run.signal.aborted) log.failures.push(toFailure(null, run.signal.reason));
  const progress = (due: number): void => emit({ event: 'projecting', brick, due });
  await pump.drain(progress);
  const { failures } = log;
  const state = run.signal.aborted ? 'interrupted' : stateOf(failures, streams.length);
  if (isComplete({ state, failures }) && (await confirmDelivered(run, startedAt)) > 0) await pump.drain(progress);
  const ended = run.now();
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

/** Reads all streams; what fails is noted, and stops the rest only if the brick as a whole is unwell. */
async function readStreams(run: BrickRun, log: FailureLog, pump: Pump, totals: PassResult): Promise<void> {
  const { brick, emit } = run;
  const read = async (stream: Stream, release: () => void): Promise<void> => {
    emit({ event: 'stream-started', brick, kind: stream.kind });
    const { windowHours, ...threshold } = thresholdOf(run.holds, stream.kind);
    const result = await syncStream({ ...run, run: run.id, stream, threshold, windowHours, release });
    for (const key of ['read', 'revisions', 'tombstones', 'held'] as const) totals[key] += result[key];
    const { held: _, ...counts } = result;
    emit({ event: 'stream-done', brick, kind: stream.kind, ...counts });
  };
  await eachStream({
    streams: run.open.streams,
    parallel: run.parallel,
    isStopped: () => log.isHopeless() || run.signal.aborted,
    read: (stream, release) =>
      read(stream, release)
        .catch((error: unknown) => {
          // Told to stop: no fault of the stream.
          if (run.signal.aborted) return;
          emit({ event: 'stream-failed', brick, kind: stream.kind, failure: log.note(stream.kind, error) });
        })
        .finally(() => {
          pump.ended(stream.kind);
        }),
  });
}

function stateOf(failures: readonly RunFailure[], streams: number): RunState {
  if (failures.length === 0) return 'done';
  return failures.length >= streams || failures.some(({ kind }) => kind === null) ? 'failed' : 'partial';
}
