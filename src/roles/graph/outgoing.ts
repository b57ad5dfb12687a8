import { createHash, randomUUID } from 'node:crypto';
import type { CommandName, JsonObject, JsonValue } from '#sdk';
import {
  recordChange,
  type FieldChange,
  type JudgedOrder,
  type MirrorReader,
  type NewHold,
  type NewMessage,
  type NewOutgoing,
} from '../../mirror/index.ts';

/** From which size on what the hub itself would write to a brick waits for a person; as of what is read from it. */
export interface OutgoingLimit {
  percent: number;
  records: number;
  windowHours: number;
}

export interface Judging {
  reader: Pick<MirrorReader, 'facets' | 'outgoingCount' | 'heldMessages' | 'rejectedWords'>;
  limit(brick: string, command: CommandName): OutgoingLimit;
  at: Date;
  /** Of all the messages. */
  brick: string;
  origin: string;
  /** What the brick shows now, where whoever asks has read it. Default: it is read. */
  facet?(type: string, id: string): object | undefined;
  /** Hub ids of entities that are looked at, beside those that messages are about. */
  present?: readonly string[];
}

export interface Judged {
  /** What of them is to be taken, some of it held: those that a person has rejected, or that wait already, are left out. */
  messages: NewMessage[];
  outgoing: JudgedOrder;
}

/** Facets whose values are judged. What tells of orders is not: orders come and go by the day. */
const JUDGED: ReadonlySet<string> = new Set(['Product', 'Variant', 'TillItem', 'StockItem', 'StockLevel']);
/** Counts of pieces: that one moves is trade, that it falls to nothing is counted. */
const PIECES: ReadonlySet<string> = new Set(['shopQuantity', 'onHand', 'available']);
const EXTREME_FACTOR = 10;
/** A price list: so small a move is trade, where a flow brings it. */
const SMALL_SHARE = 0.1;

/** `extreme`: waits from the first one on. `trade`: the ordinary day, not counted. */
type Weight = 'trade' | 'change' | 'extreme';

interface Weighed {
  message: NewMessage;
  about: string;
  said: string;
  weight: Weight;
  fields: readonly FieldChange[];
}

/**
 * Sets aside what a flow or an edit would change too much of. `origin` is theirs, and each message is about one entity.
 * What a person has rejected is dropped; what waits and is looked at again (`present`), and not wanted any more, is
 * withdrawn.
 */
export async function judgeOutgoing(messages: readonly NewMessage[], judging: Judging): Promise<Judged> {
  const { reader, brick, origin, present = [] } = judging;
  const weighed = await weighAll(messages, judging);
  const isJudged = new Set(weighed.map(({ message }) => message));
  const said = weighed.map((one) => one.said);
  // What a person asks for anew is asked for.
  const rejected = isFlow(origin) ? await reader.rejectedWords(brick, said) : new Set<string>();
  const wanted = weighed.filter((one) => !rejected.has(one.said));
  const waiting = await reader.heldMessages(brick, origin);
  const known = new Set(waiting.map((one) => one.said));
  const fresh = wanted.filter((one) => !known.has(one.said));
  const named = new Set([...present, ...weighed.map(({ about }) => about)]);
  const still = new Set(wanted.map((one) => one.said));
  const withdrawn = waiting.filter((one) => !still.has(one.said) && named.has(one.about));
  const again = new Set(withdrawn.map(({ about }) => about));
  const kept = new Set<NewMessage>();
  const outgoing: { judged: NewOutgoing[]; holds: NewHold[] } = { judged: [], holds: [] };
  for (const ofOne of Map.groupBy(fresh, ({ message }) => message.command).values()) {
    const { held, hold } = await decide(ofOne, again, judging);
    if (hold) outgoing.holds.push(hold);
    for (const one of ofOne) {
      kept.add(one.message);
      const isHeld = held.has(one);
      if (!isHeld && one.weight === 'trade') continue;
      const { message, about, said, fields } = one;
      const place = { message: message.id, brick, command: message.command };
      const counted = { records: isHeld ? 0 : 1, hold: isHeld && hold ? hold.id : null };
      outgoing.judged.push({ ...place, ...counted, about, said, fields });
    }
  }
  return {
    messages: messages.filter((message) => kept.has(message) || !isJudged.has(message)),
    outgoing: { ...outgoing, withdrawn: withdrawn.map(({ message }) => message) },
  };
}

/** Which of the messages of one command to one brick wait, and in which hold. */
async function decide(
  ofOne: readonly Weighed[],
  again: ReadonlySet<string>,
  { origin, brick, reader, limit, at }: Judging,
): Promise<{ held: Set<Weighed>; hold: NewHold | null }> {
  const [first] = ofOne;
  if (!first) return { held: new Set(), hold: null };
  const { command, overlays } = first.message;
  const { percent, records, windowHours } = limit(brick, command);
  const counted = ofOne.filter(({ weight }) => weight !== 'trade');
  const extreme = ofOne.filter(({ weight, about }) => weight === 'extreme' || (again.has(about) && weight !== 'trade'));
  if (counted.length === 0) return { held: new Set(), hold: null };
  const size = await reader.facets.count({ type: overlays[0]?.type ?? '', brick });
  const since = new Date(at.getTime() - windowHours * 3_600_000).toISOString();
  const count = new Set(counted.map(({ about }) => about)).size + (await reader.outgoingCount(brick, command, since));
  const allowed = Math.max(Math.ceil((size * percent) / 100), records);
  const held = new Set(count > allowed ? counted : extreme);
  if (held.size === 0) return { held, hold: null };
  const reasons: NewHold['reasons'] = [];
  if (count > allowed) {
    const message = `${origin} would change ${count} of ${size} records of ${brick} within the window (${command}).`;
    reasons.push({ rule: 'outgoing', count, threshold: allowed, message });
  }
  if (extreme.length > 0) {
    const message = `${origin} would move ${extreme.length} prices of ${brick} by a factor of ${EXTREME_FACTOR} or more, or to zero.`;
    reasons.push({ rule: 'prices', count: extreme.length, threshold: 0, message });
  }
  const id = `hold_${randomUUID()}`;
  const openedAt = at.toISOString();
  const opened = { id, brick, kind: command, run: origin, openedAt, creates: 0, updates: held.size, deletes: 0 };
  return { held, hold: { ...opened, reasons, sample: [] } };
}

async function weighAll(messages: readonly NewMessage[], judging: Judging): Promise<Weighed[]> {
  const { brick, origin } = judging;
  const now = await shownNow(messages, judging);
  return messages.flatMap((message): Weighed[] => {
    const { command, payload, overlays, creates } = message;
    const [main] = overlays;
    if (creates || !main || !overlays.every(({ type }) => JUDGED.has(type))) return [];
    const about = main.hubId;
    const fields: FieldChange[] = [];
    let weight: Weight = 'trade';
    for (const { type, hubId, patch } of overlays) {
      const before = now(type, hubId);
      if (!before) continue;
      const was = Object.fromEntries(Object.keys(patch).map((key) => [key, before[key] ?? null]));
      fields.push(...(recordChange(type, hubId, was, patch)?.fields ?? []));
      weight = heavier(weight, weigh(was, patch, isFlow(origin)));
    }
    const said = createHash('sha256')
      .update(JSON.stringify([brick, command, about, payload]))
      .digest('base64url');
    return [{ message, about, said, weight, fields }];
  });
}

type Shown = (type: string, id: string) => JsonObject | undefined;

async function shownNow(messages: readonly NewMessage[], { reader, brick, facet }: Judging): Promise<Shown> {
  // Facets are plain JSON; their types do not say so.
  if (facet) return (type, id) => facet(type, id) as JsonObject | undefined;
  const laid = messages.flatMap(({ overlays }) => overlays.filter(({ creates, type }) => !creates && JUDGED.has(type)));
  const found = new Map<string, JsonObject>();
  for (const [type, ofType] of Map.groupBy(laid, (one) => one.type)) {
    const ids = [...new Set(ofType.map(({ hubId }) => hubId))];
    for (const [id, row] of await reader.facets.byIds<JsonObject>(type, brick, ids))
      found.set(`${type}/${id}`, row.facet);
  }
  return (type, id) => found.get(`${type}/${id}`);
}

function isFlow(origin: string): boolean {
  return origin.startsWith('flow:');
}

const WEIGHTS: readonly Weight[] = ['trade', 'change', 'extreme'];

function heavier(one: Weight, other: Weight): Weight {
  return WEIGHTS.indexOf(one) > WEIGHTS.indexOf(other) ? one : other;
}

function weigh(was: JsonObject, is: JsonObject, ofFlow: boolean): Weight {
  let weight: Weight = 'trade';
  for (const [key, value] of Object.entries(is)) {
    const before = was[key] ?? null;
    if (JSON.stringify(before) === JSON.stringify(value)) continue;
    weight = heavier(weight, PIECES.has(key) ? ofPieces(before, value) : ofValue(before, value, ofFlow));
  }
  return weight;
}

function ofPieces(before: JsonValue, after: JsonValue): Weight {
  return Number(before) > 0 && !(Number(after) > 0) ? 'change' : 'trade';
}

function ofValue(before: JsonValue, after: JsonValue, ofFlow: boolean): Weight {
  const [was, is] = [amountOf(before), amountOf(after)];
  if (was === null || is === null || !(was > 0)) return 'change';
  if (!(is > was / EXTREME_FACTOR && is < was * EXTREME_FACTOR)) return 'extreme';
  return ofFlow && Math.abs(is - was) <= was * SMALL_SHARE + Number.EPSILON ? 'trade' : 'change';
}

function amountOf(value: JsonValue): number | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !('amount' in value)) return null;
  return Number(value['amount']);
}
