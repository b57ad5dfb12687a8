import { randomUUID } from 'node:crypto';
import type { OpenBrick, ReadContext, Stream } from '#sdk';
import type { MirrorReader, MirrorWriter } from '../mirror/index.ts';
import { thresholdOf, type HoldSettings } from './brick-sync.ts';
import { toIncoming } from './canonical.ts';
import type { Listener } from './events.ts';
import { mirrorView } from './mirror-view.ts';
import { settle } from './stream-sync.ts';

const CHUNK = 100;

/** Records to be read again, by kind. */
export type Hints = readonly { kind: string; ids: readonly string[] }[];

export interface HintReading {
  brick: string;
  open: Pick<OpenBrick, 'streams'>;
  holds: HoldSettings;
  hints: Hints;
  reader: MirrorReader;
  writer: MirrorWriter;
  signal: AbortSignal;
  now(): Date;
  emit: Listener;
}

/**
 * Asks the brick for records of which it said that they changed, and judges what came by the rules of a run: a vendor
 * that is told to change a thousand prices tells of each one, and a person must see it. What has vanished is left out:
 * that it is gone is for a complete read to say. Resolves with the kinds for which only a run can tell.
 */
export async function readHints(reading: HintReading): Promise<{ unread: string[] }> {
  const run = `webhook_${randomUUID()}`;
  const unread: string[] = [];
  for (const { kind, ids } of reading.hints) {
    const stream = reading.open.streams.find((one) => one.kind === kind);
    const state = await reading.reader.stream(reading.brick, kind);
    // Before the first read has ended, it will see them.
    if (!stream?.byIds || stream.appendOnly || !state?.firstReadAt) unread.push(kind);
    else await readKind(reading, { run, stream, ids });
  }
  return { unread };
}

async function readKind(
  { brick, holds, reader, writer, signal, now, emit }: HintReading,
  { run, stream, ids }: { run: string; stream: Stream; ids: readonly string[] },
): Promise<void> {
  const context: ReadContext = { checkpoint: null, full: false, now: now(), mirror: mirrorView(reader, brick), signal };
  for (let from = 0; from < ids.length; from += CHUNK) {
    const records = (await stream.byIds?.([...ids.slice(from, from + CHUNK)], context)) ?? [];
    signal.throwIfAborted();
    if (records.length === 0) continue;
    await writer.commitPage({
      ...{ brick, kind: stream.kind, run, publish: false, at: now().toISOString() },
      records: records.map((record) => toIncoming(stream, record)),
    });
  }
  const { windowHours, ...threshold } = thresholdOf(holds, stream.kind);
  await settle({ brick, run, stream, reader, writer, threshold, windowHours, now, emit });
}
