import type {
  LeasedMessage,
  MessageOrder,
  MessageReader,
  MessageReceipt,
  MessageRow,
  MessageState,
  MessageWriter,
  NewMessage,
} from '../../src/mirror/index.ts';

interface Kept extends LeasedMessage {
  order: NewMessage;
  relay: string | null;
  until: string;
}

/** Messages in memory: what a relay needs of the mirror, by the same rules; overlays, keys and stock are the mirror's. */
export class MessageStore implements MessageWriter, MessageReader {
  readonly kept: Kept[] = [];
  readonly confirmed: string[] = [];
  /** Leases that were asked for. */
  leases = 0;
  /** When set, every call throws it. */
  failure: Error | null = null;

  async enqueue({ at, by, answer, messages }: MessageOrder): Promise<MessageReceipt> {
    this.#check();
    const rows = messages.map((message) => this.#keep(message, at, by));
    return { outcome: 'queued', answer, messages: rows };
  }

  async lease({ relay, bricks, limit, perBrick, at, until }: Parameters<MessageWriter['lease']>[0]) {
    this.leases += 1;
    this.#check();
    const isLeased = (one: Kept): boolean => one.relay !== null && one.until > at;
    const leased: LeasedMessage[] = [];
    const lanes = new Set<string>();
    for (const one of this.kept) {
      const lane = `${one.brick} ${one.lane}`;
      const blocks = one.state === 'queued' || (one.state === 'dead' && one.order.creates);
      if (!blocks || lanes.has(lane)) continue;
      lanes.add(lane);
      if (one.state !== 'queued' || isLeased(one) || !bricks.includes(one.brick) || (one.nextAt ?? '') > at) continue;
      const busy = this.kept.filter((other) => other.brick === one.brick && isLeased(other)).length;
      if (busy >= perBrick || leased.length >= limit) continue;
      Object.assign(one, { relay, until, attempts: one.attempts + 1 });
      leased.push({ ...rowOf(one), payload: one.payload, steps: { ...one.steps } });
    }
    return leased;
  }

  async extend({ relay, ids, until }: Parameters<MessageWriter['extend']>[0]): Promise<string[]> {
    this.#check();
    const own = this.kept.filter((one) => one.relay === relay && ids.includes(one.id));
    for (const one of own) one.until = until;
    return own.map(({ id }) => id);
  }

  async keepStep({ relay, id, name, result }: Parameters<MessageWriter['keepStep']>[0]): Promise<boolean> {
    this.#check();
    const one = this.#find(id);
    if (one?.relay !== relay) return false;
    one.steps[name] = result;
    return true;
  }

  async settle({ relay, id, at, ...end }: Parameters<MessageWriter['settle']>[0]): Promise<boolean> {
    this.#check();
    const one = this.#find(id);
    if (one?.relay !== relay) return false;
    one.relay = null;
    if (end.outcome === 'delivered') Object.assign(one, { state: 'delivered', deliveredAt: at, nextAt: null });
    else if (end.outcome === 'again') Object.assign(one, { nextAt: end.nextAt, failure: end.failure });
    else Object.assign(one, { state: 'dead', nextAt: null, failure: end.failure });
    return true;
  }

  async confirm(what: Parameters<MessageWriter['confirm']>[0]): Promise<number> {
    this.#check();
    const isMeant = (one: Kept): boolean =>
      'ids' in what ? what.ids.includes(one.id) : one.brick === what.brick && (one.deliveredAt ?? '~') < what.before;
    const meant = this.kept.filter((one) => one.state === 'delivered' && one.confirmedAt === null && isMeant(one));
    for (const one of meant) one.confirmedAt = what.at;
    this.confirmed.push(...meant.map(({ id }) => id));
    return meant.length;
  }

  async redrive({ id, at }: { id: string; by: string; at: string }): Promise<boolean> {
    const one = this.#find(id);
    if (one?.state !== 'dead') return false;
    Object.assign(one, { state: 'queued', nextAt: at });
    return true;
  }

  async discard({ id, reason, at }: { id: string; by: string; reason: string; at: string }): Promise<boolean> {
    const one = this.#find(id);
    if (!one || (one.state !== 'dead' && one.state !== 'queued') || (one.relay !== null && one.until > at))
      return false;
    Object.assign(one, { state: 'discarded', nextAt: null, reason });
    return true;
  }

  async messages({ ids, state, brick, lane, origin, first, after }: Parameters<MessageReader['messages']>[0]) {
    const fits = (one: Kept): boolean =>
      (ids?.includes(one.id) ?? true) &&
      [
        [state, one.state],
        [brick, one.brick],
        [lane, one.lane],
        [origin, one.origin],
      ].every(([wanted, is]) => wanted === undefined || wanted === is);
    const fitting = this.kept.filter(fits).reverse();
    const from = after === undefined ? 0 : fitting.findIndex(({ id }) => id === after) + 1;
    return { rows: fitting.slice(from, from + first).map(rowOf), hasNext: fitting.length > from + first };
  }

  async messageCounts() {
    const groups = new Map<string, { brick: string; state: MessageState; count: number; oldest: string }>();
    for (const { brick, state, createdAt, confirmedAt } of this.kept) {
      if (state === 'delivered' && confirmedAt !== null) continue;
      const group = groups.get(`${brick} ${state}`) ?? { brick, state, count: 0, oldest: createdAt };
      groups.set(`${brick} ${state}`, { ...group, count: group.count + 1 });
    }
    return [...groups.values()];
  }

  async pendingMessages(): Promise<Map<string, MessageRow[]>> {
    return new Map();
  }

  async known(): Promise<null> {
    return null;
  }

  async reserved(): Promise<Map<string, number>> {
    return new Map();
  }

  states(): string[] {
    return this.kept.map(({ id, state }) => `${id} ${state}`);
  }

  #keep(order: NewMessage, at: string, by: string): MessageRow {
    const { id, brick, command, lane, payload, origin } = order;
    const none = { failure: null, deliveredAt: null, confirmedAt: null, reason: null, relay: null };
    const row = { id, brick, command, lane, payload, origin, seq: this.kept.length + 1, steps: {}, order };
    const state = { state: 'queued' as const, attempts: 0, nextAt: at, createdAt: at, createdBy: by, until: '' };
    const kept: Kept = { ...row, ...state, ...none };
    this.kept.push(kept);
    return rowOf(kept);
  }

  #find(id: string): Kept | undefined {
    return this.kept.find((one) => one.id === id);
  }

  #check(): void {
    if (this.failure) throw this.failure;
  }
}

function rowOf({ order: _, relay: __, until: ___, payload: ____, steps: _____, ...row }: Kept): MessageRow {
  return { ...row };
}
