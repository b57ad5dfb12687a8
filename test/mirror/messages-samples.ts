import type { LeasedMessage, MessageFailure, MessageOrder, NewMessage, Reservation } from '../../src/mirror/index.ts';
import { AT, type TestMirror } from './a-mirror.ts';

type Mirror = Pick<TestMirror, 'reader' | 'writer'>;

/** Minutes after the start. */
export function minute(n: number): string {
  return new Date(Date.parse(AT) + n * 60_000).toISOString();
}

let count = 0;

/** A message of brick `one` that changes nothing of queries, unless said otherwise. */
export function aMessage(changes: Partial<NewMessage> = {}): NewMessage {
  const id = `msg_${++count}`;
  return {
    ...{ id, brick: 'one', command: 'setVariantPrice', lane: `lane of ${id}`, payload: { n: count }, overlays: [] },
    ...{ replaces: null, creates: false, origin: 'command' },
    ...changes,
  };
}

export function anOrder(messages: readonly NewMessage[], changes: Partial<MessageOrder> = {}): MessageOrder {
  return {
    ...{ at: AT, by: 'ada', name: 'updateVariantPrice', key: null, answer: { ok: true }, messages },
    ...{ reservations: [], oversell: 'refuse' },
    ...changes,
  };
}

export function aReservation(changes: Partial<Reservation> = {}): Reservation {
  return { variant: 'variant_x', quantity: 1, available: 3, owner: 'two', ...changes };
}

export async function enqueue(
  { writer }: Mirror,
  messages: readonly NewMessage[],
  changes: Partial<MessageOrder> = {},
): Promise<void> {
  const receipt = await writer.enqueue(anOrder(messages, changes));
  expect(receipt.outcome).toBe('queued');
}

type Wish = Partial<Parameters<TestMirror['writer']['lease']>[0]>;

/** What relay `r1` gets at that minute, for one minute. */
export function lease({ writer }: Mirror, at: number, changes: Wish = {}): Promise<LeasedMessage[]> {
  const wish = { relay: 'r1', bricks: ['one', 'two'], limit: 10, perBrick: 10 };
  return writer.lease({ ...wish, at: minute(at), until: minute(at + 1), ...changes });
}

export function idsOf(messages: readonly { id: string }[]): string[] {
  return messages.map(({ id }) => id);
}

export function aFailure(changes: Partial<MessageFailure> = {}): MessageFailure {
  const text = { code: 'BRICK_REFUSED', message: 'The brick refuses it.', remedy: 'Correct it.' };
  return { ...text, detail: 'No such price.', at: minute(1), ...changes };
}

type Ending = { at: number; relay?: string };

export function deliver(
  { writer }: Mirror,
  id: string,
  { at, relay = 'r1' }: Ending,
  created: readonly { type: string; hubId: string; externalId: string }[] = [],
  touched: readonly { kind: string; ids: readonly string[] }[] = [],
): Promise<boolean> {
  return writer.settle({ relay, id, at: minute(at), outcome: 'delivered', created, touched });
}

export function kill({ writer }: Mirror, id: string, { at, relay = 'r1' }: Ending): Promise<boolean> {
  return writer.settle({ relay, id, at: minute(at), outcome: 'dead', failure: aFailure() });
}

/** State by id of all messages. */
export async function statesOf({ reader }: Mirror): Promise<Record<string, string>> {
  const { rows } = await reader.messages({ first: 1_000 });
  return Object.fromEntries(rows.map(({ id, state }) => [id, state]));
}
