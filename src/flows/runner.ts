import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { JsonObject } from '#sdk';
import type { ChangeRow, MessageReceipt, MirrorReader, MirrorWriter, NewMessage } from '../mirror/index.ts';
import type { Intent } from './flow.ts';
import type { FlowLane } from './matrix.ts';

/** Changes that are looked at in one transaction. */
const BATCH = 200;
/** Entities that are walked through in one step. */
const PAGE = 200;

export interface FlowRunnerOptions {
  lanes: readonly FlowLane[];
  reader: MirrorReader;
  writer: Pick<MirrorWriter, 'enqueue'>;
  /** There are messages to be brought. */
  wake(): void;
  log: Logger;
  now(): Date;
}

export interface FlowRunner {
  /** Something may have changed. Runs do not overlap; one that is asked for meanwhile follows. */
  follow(): Promise<void>;
  /** What would be written now, by walking through all that the source has; at most `first`, none taken. */
  differences(lane: FlowLane, first: number): Promise<Intent[]>;
  /** Takes all differences of now: for a flow that was turned on late. Resolves with how many. */
  reconcile(lane: FlowLane, by: string): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Follows the log of changes for every flow that is on. A flow that is turned on begins with what changes from then on;
 * what differed before is shown, and taken when a person says so.
 */
export function createFlowRunner(options: FlowRunnerOptions): FlowRunner {
  const { lanes, reader, log } = options;
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  // Asked as functions: both may have changed while this one waited.
  const isStopped = (): boolean => stopped;
  const isAskedAgain = (): boolean => again;

  const followAll = async (): Promise<void> => {
    do {
      again = false;
      for (const lane of lanes) {
        if (lane.state !== 'on') continue;
        try {
          for (let more = true; more && !isStopped();) more = await followOnce(options, lane);
        } catch (error) {
          log.error(
            { err: error, flow: lane.flow.name, from: lane.pair.from, to: lane.pair.to },
            'a flow could not follow',
          );
        }
      }
    } while (isAskedAgain() && !isStopped());
  };

  return {
    follow() {
      if (stopped) return Promise.resolve();
      again = true;
      running ??= followAll().finally(() => {
        running = null;
      });
      return running;
    },
    async differences(lane, first) {
      const found: Intent[] = [];
      for await (const intents of walk(reader, lane)) {
        found.push(...intents);
        if (found.length >= first) break;
      }
      return found.slice(0, first);
    },
    async reconcile(lane, by) {
      let taken = 0;
      for await (const intents of walk(reader, lane)) {
        if (intents.length === 0) continue;
        await options.writer.enqueue(orderOf(lane, intents, { at: options.now(), by }));
        taken += intents.length;
      }
      if (taken > 0) options.wake();
      return taken;
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}

const cursorOf = ({ flow, pair }: FlowLane): string => `flow:${flow.name}:${pair.from}:${pair.to}`;

/** One batch. Resolves with whether there may be more. */
async function followOnce({ reader, writer, wake, now, log }: FlowRunnerOptions, lane: FlowLane): Promise<boolean> {
  // Half of what is true must not be compared: what is missing only now would be written again.
  if (await isUnsettled(reader, lane)) return false;
  const name = cursorOf(lane);
  const after = await reader.cursor(name);
  if (after === null) {
    const seq = await reader.lastChange();
    await writer.enqueue({ ...orderOf(lane, [], { at: now(), by: name }), cursor: { name, seq } });
    return false;
  }
  const filter = { types: lane.flow.watches, brick: lane.pair.from, first: BATCH };
  const changes = await reader.changes({ ...filter, after }).catch((error: unknown) => {
    // It was off for longer than changes are kept: what differs is shown, and nothing is written by guess.
    if (!isExpired(error)) throw error;
    log.warn({ flow: lane.flow.name, ...lane.pair }, 'the flow was away for too long; see its differences');
    return null;
  });
  if (changes === null) {
    const seq = await reader.lastChange();
    await writer.enqueue({ ...orderOf(lane, [], { at: now(), by: name }), cursor: { name, seq } });
    return false;
  }
  const last = changes.at(-1);
  if (!last) return false;
  const intents = await lane.flow.plan(changes, lane.pair, reader);
  const order = orderOf(lane, intents, { at: now(), by: name });
  const receipt: MessageReceipt = await writer.enqueue({ ...order, cursor: { name, seq: last.seq } });
  if (receipt.outcome === 'queued' && intents.length > 0) wake();
  return changes.length === BATCH;
}

async function isUnsettled(reader: MirrorReader, { pair }: FlowLane): Promise<boolean> {
  return (await reader.due(pair.from)) > 0 || (await reader.due(pair.to)) > 0;
}

function isExpired(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'CHANGES_EXPIRED';
}

function orderOf({ flow, pair }: FlowLane, intents: readonly Intent[], { at, by }: { at: Date; by: string }) {
  return {
    at: at.toISOString(),
    by,
    name: flow.name,
    key: null,
    answer: null,
    messages: intents.map((intent) => toMessage(intent, flow.name, pair.to)),
    reservations: [],
    oversell: 'accept' as const,
  };
}

function toMessage(intent: Intent, flow: string, brick: string): NewMessage {
  const { command, lane, payload, overlays, replaces, creates } = intent;
  return {
    id: `msg_${randomUUID()}`,
    brick,
    command,
    lane,
    payload: payload as unknown as JsonObject,
    overlays,
    replaces: replaces ?? null,
    creates: creates ?? false,
    origin: `flow:${flow}`,
  };
}

/** All that the source has, as if it had just changed. */
async function* walk(reader: MirrorReader, { flow, pair }: FlowLane): AsyncGenerator<Intent[]> {
  const type = flow.walks;
  if (type === null) return;
  for (let after: string | undefined, more = true; more;) {
    const page = await reader.facets.page({
      type,
      brick: pair.from,
      first: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    const changes = page.rows.map(({ row }): ChangeRow => ({
      ...{ seq: 0, at: row.seenAt, brick: pair.from, type, entity: type, hubId: row.id, change: 'updated' },
    }));
    yield await flow.plan(changes, pair, reader);
    after = page.rows.at(-1)?.cursor;
    more = page.hasNext;
  }
}
