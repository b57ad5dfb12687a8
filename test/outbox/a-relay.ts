import { pino } from 'pino';
import type { BrickCommands, Delivered, Delivery, JsonObject } from '#sdk';
import type { BindingRow, MessageWriter, NewMessage } from '../../src/mirror/index.ts';
import { createRelay, type ReadBack, type Relay, type RelayBrick } from '../../src/outbox/index.ts';
import type { TestClock } from './test-clock.ts';

type Price = Parameters<BrickCommands['setVariantPrice']>[0];
type Carry = (payload: Price, delivery: Delivery) => Promise<Delivered>;

/** A brick that knows one command, and does with it what the test says. */
export class FakeBrick implements RelayBrick {
  readonly name: string;
  readonly commands: Partial<BrickCommands>;
  state: 'closed' | 'open' | 'half-open' = 'closed';
  /** Ids of the messages whose command was begun, in order. */
  readonly tried: string[] = [];
  readonly mirror = {
    async *pages() {
      yield await Promise.resolve([]);
    },
    missing: async (_kind: string, ids: string[]) => ids,
    byIds: async () => [],
  };
  carry: Carry;

  constructor(name: string, carry: Carry = async () => ({ touched: [{ kind: 'products', ids: ['1'] }] })) {
    this.name = name;
    this.carry = carry;
    this.commands = {
      setVariantPrice: (payload, delivery) => {
        this.tried.push(delivery.message);
        return this.carry(payload, delivery);
      },
    };
  }

  breaker(): 'closed' | 'open' | 'half-open' {
    return this.state;
  }
}

export interface TestRelay extends Relay {
  /** What was read back, brick by brick. */
  readBacks: [brick: string, ids: string[]][];
  /** Bricks projected after it. */
  projected: string[];
  logged: string[];
}

export interface RelayParts {
  writer: MessageWriter;
  bricks: readonly RelayBrick[];
  clock: TestClock;
  relayId?: string;
  readBack?: ReadBack;
  bindings?: readonly BindingRow[];
  perBrick?: number;
  leaseMs?: number;
}

export function aRelay({ writer, bricks, clock, relayId = 'relay-1', bindings = [], ...rest }: RelayParts): TestRelay {
  const readBacks: TestRelay['readBacks'] = [];
  const projected: string[] = [];
  const logged: string[] = [];
  const project = async (brick: string): Promise<void> => {
    projected.push(brick);
  };
  const readBack: ReadBack = async (brick, touched) => {
    readBacks.push([brick, touched.flatMap(({ ids }) => ids)]);
    return { unread: [] };
  };
  const relay = createRelay({
    ...{ writer, bricks, relayId, readBack, project, timers: clock, now: clock.now, random: () => 1, ...rest },
    reader: { bindings: async (type, ids) => bindings.filter((row) => row.type === type && ids.includes(row.hubId)) },
    log: pino({ level: 'info' }, { write: (line: string) => void logged.push(line) }),
  });
  return {
    start: () => relay.start(),
    wake: () => relay.wake(),
    stop: () => relay.stop(),
    idle: () => relay.idle(),
    readBacks,
    projected,
    logged,
  };
}

export function aMessage(id: string, more: Partial<NewMessage> = {}): NewMessage {
  const payload: JsonObject = { variant: id, listPrice: { amount: '1.00', currency: 'EUR' } };
  const plain = { overlays: [], replaces: null, creates: false, origin: 'command' };
  return { id, brick: 'shop', command: 'setVariantPrice', lane: `Variant:${id}`, payload, ...plain, ...more };
}

/** Commits messages, each in an order of its own. */
export async function queue(
  writer: Pick<MessageWriter, 'enqueue'>,
  at: Date,
  ...messages: NewMessage[]
): Promise<void> {
  for (const message of messages) {
    const about = { at: at.toISOString(), by: 'staff', name: 'updateVariantPrice', key: null, answer: null };
    await writer.enqueue({ ...about, messages: [message], reservations: [], oversell: 'refuse' });
  }
}
