import { randomUUID } from 'node:crypto';
import { PermanentError, type OpenBrick, type ReadContext, type Stream } from '#sdk';
import { READ_BACK, type MirrorReader, type MirrorWriter } from '../mirror/index.ts';
import { toIncoming } from './canonical.ts';
import { mirrorView } from './mirror-view.ts';
import { settleBindings } from './settling.ts';

const CHUNK = 200;
const ROOTS = 300;

export interface Refetch {
  brick: string;
  open: Pick<OpenBrick, 'streams'>;
  touched: readonly { kind: string; ids: readonly string[] }[];
  reader: MirrorReader;
  writer: MirrorWriter;
  signal: AbortSignal;
  now(): Date;
  /** Kinds whose records the brick does not show, and why. */
  refused(kind: string, error: PermanentError): void;
}

/**
 * Reads records again that were just written, publishes them at once (the echo of our own write is no surprise that
 * could be held). Only while no run of the brick is under way. What follows from it is due to be projected. Resolves with
 * the kinds that could not be read so: the next complete run reads them.
 */
export async function refetch(order: Refetch): Promise<{ unread: string[] }> {
  const run = `${READ_BACK}${randomUUID()}`;
  const unread: string[] = [];
  for (const { kind, ids } of order.touched) {
    const stream = order.open.streams.find((one) => one.kind === kind);
    try {
      if (!stream?.byIds) unread.push(kind);
      else for (let i = 0; i < ids.length; i += CHUNK) await readChunk(order, run, stream, ids.slice(i, i + CHUNK));
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      order.refused(kind, error);
      unread.push(kind);
    }
  }
  return { unread };
}

async function readChunk(order: Refetch, run: string, stream: Stream, ids: string[]): Promise<void> {
  const { brick, reader, writer, signal, now } = order;
  const mirror = mirrorView(reader, brick);
  const context: ReadContext = { checkpoint: null, full: false, now: now(), mirror, signal };
  // What has vanished meanwhile is left out: that it is gone is for a complete read to say.
  const records = (await stream.byIds?.(ids, context)) ?? [];
  signal.throwIfAborted();
  if (records.length === 0) return;
  await writer.commitPage({
    ...{ brick, kind: stream.kind, run, publish: true, at: now().toISOString() },
    records: records.map((record) => toIncoming(stream, record)),
    ...(stream.appendOnly ? { appendOnly: true } : {}),
  });
}

/** Shows in queries what is due, and recognises what came to be. What a stop leaves is on the mirror's lists. */
export async function projectDue(
  { brick, bricks, writer }: Pick<Refetch, 'brick' | 'writer'> & { bricks: readonly string[] },
  signal: AbortSignal,
): Promise<void> {
  for (let due = 1; due > 0 && !signal.aborted;) ({ due } = await writer.project({ brick, limit: ROOTS }));
  await settleBindings({ writer, bricks, isStopped: () => signal.aborted });
}
