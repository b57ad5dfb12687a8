import type { Logger } from 'pino';
import type { ChangeRow, MessageReceipt, MirrorReader, MirrorWriter } from '../mirror/index.ts';
import type { Judging } from '../roles/graph/index.ts';
import type { Intent } from './flow.ts';
import { judgeIntents, planFlow, walked, type FlowPlan } from './judged.ts';
import type { FlowLane } from './matrix.ts';

/** Changes that are looked at in one transaction. */
const BATCH = 200;
/** Entities that are walked through in one step. */
const PAGE = 200;
/** Changes that are looked at ahead, to see how much all of them together would write. */
const AHEAD = 50_000;

export interface FlowRunnerOptions {
  lanes: readonly FlowLane[];
  reader: MirrorReader;
  writer: Pick<MirrorWriter, 'enqueue'>;
  /** From which size on what is written to a brick waits for a person. */
  limit: Judging['limit'];
  /** Something waits for a person now. */
  held?(brick: string): Promise<void>;
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
  /** Takes all differences of now: for a flow that was turned on late. Resolves with how many messages, and how many wait. */
  reconcile(lane: FlowLane, by: string): Promise<{ taken: number; held: number }>;
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
  // Up to where the log was looked at ahead, by cursor: all of that may be sent.
  const clean = new Map<string, number>();

  const followAll = async (): Promise<void> => {
    do {
      again = false;
      for (const lane of lanes) {
        if (lane.state !== 'on') continue;
        try {
          for (let more = true; more && !isStopped();) more = await followOnce(options, lane, clean);
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
      const found: Intent[] = [];
      for await (const intents of walk(reader, lane)) found.push(...intents);
      const at = options.now();
      const present = found.map(({ hubId }) => hubId);
      const plan = await judgeIntents(lane, found, present, { reader, limit: options.limit, at });
      if (plan.messages.length > 0) await options.writer.enqueue(orderOf(lane, plan, { at, by }));
      await tell(options, lane, plan);
      return { taken: plan.messages.length - plan.held, held: plan.held };
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}

const cursorOf = ({ flow, pair }: FlowLane): string => `flow:${flow.name}:${pair.from}:${pair.to}`;

const NOTHING: FlowPlan = { messages: [], outgoing: null, held: 0 };

/** One batch. Resolves with whether there may be more. */
async function followOnce(options: FlowRunnerOptions, lane: FlowLane, clean: Map<string, number>): Promise<boolean> {
  const { reader, writer, limit, now, log } = options;
  // Half of what is true must not be compared: what is missing only now would be written again.
  if (await isUnsettled(reader, lane)) return false;
  const name = cursorOf(lane);
  const after = await reader.cursor(name);
  const filter = { types: lane.flow.watches, brick: lane.pair.from, first: BATCH };
  const changes =
    after === null
      ? null
      : await reader.changes({ ...filter, after }).catch((error: unknown) => {
          // It was off for longer than changes are kept: what differs is shown, and nothing is written by guess.
          if (!isExpired(error)) throw error;
          log.warn({ flow: lane.flow.name, ...lane.pair }, 'the flow was away for too long; see its differences');
          return null;
        });
  if (changes === null) {
    const seq = await reader.lastChange();
    await writer.enqueue({ ...orderOf(lane, NOTHING, { at: now(), by: name }), cursor: { name, seq } });
    return false;
  }
  const last = changes.at(-1);
  if (!last) return false;
  const planning = { reader, limit, at: now() };
  const ahead = last.seq > (clean.get(name) ?? 0) ? await restOf(reader, lane, changes) : [];
  if (ahead.length > 0) {
    const all = await planFlow(lane, [...changes, ...ahead], planning);
    const seq = ahead.at(-1)?.seq ?? last.seq;
    // In one transaction: what is half taken would look like little.
    if (all.held > 0) return take(options, lane, all, { name, seq });
    clean.set(name, seq);
  }
  await take(options, lane, await planFlow(lane, changes, planning), { name, seq: last.seq });
  return changes.length === BATCH;
}

/** What the log has beyond a full batch. A flow that is not judged need not know. */
async function restOf(reader: MirrorReader, { flow, pair }: FlowLane, changes: ChangeRow[]): Promise<ChangeRow[]> {
  const last = changes.at(-1);
  if (flow.walks === null || changes.length < BATCH || !last) return [];
  return reader.changes({ types: flow.watches, brick: pair.from, first: AHEAD, after: last.seq });
}

async function take(
  options: FlowRunnerOptions,
  lane: FlowLane,
  plan: FlowPlan,
  cursor: { name: string; seq: number },
): Promise<boolean> {
  const order = orderOf(lane, plan, { at: options.now(), by: cursor.name });
  const receipt: MessageReceipt = await options.writer.enqueue({ ...order, cursor });
  if (receipt.outcome === 'queued') await tell(options, lane, plan);
  return true;
}

/** Wakes who brings messages, and says that something waits for a person. */
async function tell({ wake, held, log }: FlowRunnerOptions, lane: FlowLane, plan: FlowPlan): Promise<void> {
  if (plan.messages.length > plan.held) wake();
  if (plan.held === 0) return;
  log.warn({ flow: lane.flow.name, ...lane.pair, messages: plan.held }, 'messages of a flow wait for a person');
  await held?.(lane.pair.to);
}

async function isUnsettled(reader: MirrorReader, { pair }: FlowLane): Promise<boolean> {
  return (await reader.due(pair.from)) > 0 || (await reader.due(pair.to)) > 0;
}

function isExpired(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'CHANGES_EXPIRED';
}

function orderOf({ flow }: FlowLane, { messages, outgoing }: FlowPlan, { at, by }: { at: Date; by: string }) {
  return {
    ...{ at: at.toISOString(), by, name: flow.name, key: null, answer: null, messages, reservations: [] },
    oversell: 'accept' as const,
    ...(outgoing && { outgoing }),
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
    const changes = page.rows.map(({ row }) => walked(type, pair.from, row.id, row.seenAt));
    yield await flow.plan(changes, pair, reader);
    after = page.rows.at(-1)?.cursor;
    more = page.hasNext;
  }
}
