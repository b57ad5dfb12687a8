import { randomUUID } from 'node:crypto';
import type { JsonObject } from '#sdk';
import type { ChangeRow, JudgedOrder, MirrorReader, NewMessage } from '../mirror/index.ts';
import { judgeOutgoing, type Judging } from '../roles/graph/index.ts';
import type { Intent } from './flow.ts';
import type { FlowLane } from './matrix.ts';

/** What a flow wants to be written because of some changes, and what of it waits for a person. */
export interface FlowPlan {
  messages: NewMessage[];
  outgoing: JudgedOrder | null;
  /** Of the messages. */
  held: number;
}

export interface Planning {
  reader: MirrorReader;
  limit: Judging['limit'];
  at: Date;
}

export const originOfFlow = ({ flow }: FlowLane): string => `flow:${flow.name}`;

/** Compares, and judges what comes of it. What waits for a person is compared again: it may not be wanted any more. */
export async function planFlow(lane: FlowLane, changes: readonly ChangeRow[], planning: Planning): Promise<FlowPlan> {
  const { flow, pair } = lane;
  const waiting = await waitingOf(lane, planning.reader);
  const again = waiting.map((hubId) => walked(flow.walks ?? '', pair.from, hubId, planning.at.toISOString()));
  const intents = await flow.plan([...changes, ...again], pair, planning.reader);
  return judgeIntents(lane, intents, waiting, planning);
}

/**
 * What of the intents waits. What a till has sold is gone, whatever anybody decides: a flow that cannot be planned anew
 * is not judged.
 */
export async function judgeIntents(
  lane: FlowLane,
  intents: readonly Intent[],
  present: readonly string[],
  { reader, limit, at }: Planning,
): Promise<FlowPlan> {
  const { flow, pair } = lane;
  const toNew = (intent: Intent): NewMessage => toMessage(intent, lane);
  if (flow.walks === null) return { messages: intents.map(toNew), outgoing: null, held: 0 };
  const parts = new Map(
    intents.flatMap((whole) => flow.parts?.of(whole) ?? [whole]).map((intent) => [toNew(intent), intent]),
  );
  const origin = originOfFlow(lane);
  const asked = { reader, limit, at, brick: pair.to, origin, present };
  const { messages, outgoing } = await judgeOutgoing([...parts.keys()], asked);
  const held = new Set(outgoing.judged.flatMap(({ message, hold }) => (hold === null ? [] : message)));
  const free = messages.filter(({ id }) => !held.has(id));
  if (!flow.parts || free.length < 2) return { messages, outgoing, held: held.size };
  const file = toNew(flow.parts.join(free.flatMap((message) => parts.get(message) ?? [])));
  const ids = new Set(free.map(({ id }) => id));
  const judged = outgoing.judged.map((one) => (ids.has(one.message) ? { ...one, message: file.id } : one));
  const waits = messages.filter(({ id }) => held.has(id));
  return { messages: [file, ...waits], outgoing: { ...outgoing, judged }, held: held.size };
}

/** An entity of the source, as if it had just changed. */
export function walked(type: string, brick: string, hubId: string, at: string): ChangeRow {
  return { seq: 0, at, brick, type, entity: type, hubId, change: 'updated' };
}

async function waitingOf(lane: FlowLane, reader: MirrorReader): Promise<string[]> {
  if (lane.flow.walks === null) return [];
  const held = await reader.heldMessages(lane.pair.to, originOfFlow(lane));
  return [...new Set(held.map(({ about }) => about))];
}

function toMessage({ command, lane, payload, overlays, replaces, creates }: Intent, by: FlowLane): NewMessage {
  return {
    id: `msg_${randomUUID()}`,
    brick: by.pair.to,
    command,
    lane,
    payload: payload as unknown as JsonObject,
    overlays,
    replaces: replaces ?? null,
    creates: creates ?? false,
    origin: originOfFlow(by),
  };
}
