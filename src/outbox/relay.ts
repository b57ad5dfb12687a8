import type { Logger } from 'pino';
import { isCoded, RetryableError } from '#sdk';
import type { LeasedMessage, MessageOutcome, MessageWriter, MirrorReader } from '../mirror/index.ts';
import { commandOf, deliver, type RelayBrick } from './delivery.ts';
import { createLeases, type Lease } from './leases.ts';
import { createReadBacks, type ReadBack, type Touched } from './read-backs.ts';
import { judgeFailure, unknownCommand } from './retry.ts';
import { endedWithin, type Timers } from './timers.ts';

const POLL_MS = 1_000;
/** Deliveries to one brick at once, all relays counted together. */
const PER_BRICK = 2;
/** How long a stop waits for deliveries under way before it breaks them off. */
const GRACE_MS = 5_000;
/** How long it then waits for them to notice. */
const LAST_MS = 1_000;

export interface RelayOptions {
  writer: MessageWriter;
  reader: Pick<MirrorReader, 'bindings'>;
  bricks: readonly RelayBrick[];
  /** Unique among all relays of the mirror, dead ones included. */
  relayId: string;
  readBack: ReadBack;
  /** Shows in queries what was read back and confirmed. */
  project(brick: string, signal: AbortSignal): Promise<void>;
  log: Logger;
  timers: Timers;
  now(): Date;
  /** From 0 to 1. */
  random(): number;
  /** Deliveries to one brick at once. Default: 2. */
  perBrick?: number;
  /** How long a message is this relay's without a sign of life. Default: a minute. */
  leaseMs?: number;
}

export interface Relay {
  start(): void;
  /** There may be something to do: messages were taken, a brick is back. */
  wake(): void;
  /** Waits for deliveries under way, but not for ever: what is broken off goes on when its lease has run out. */
  stop(): Promise<void>;
  /** Resolves when nothing is under way and nothing can be sent now. */
  idle(): Promise<void>;
}

export function createRelay(options: RelayOptions): Relay {
  return new LeasingRelay(options);
}

class LeasingRelay implements Relay {
  readonly #options: RelayOptions;
  readonly #bricks: ReadonlyMap<string, RelayBrick>;
  readonly #leases;
  readonly #readBacks;
  readonly #deliveries = new Set<Promise<void>>();
  /** How often in a row a message failed in a way that its connector did not foresee. */
  readonly #surprises = new Map<string, number>();
  #state: 'new' | 'running' | 'stopped' = 'new';
  #turn: Promise<void> | null = null;
  #again = false;
  #isFailing = false;
  #callOff: (() => void) | null = null;
  #waiters: (() => void)[] = [];

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#bricks = new Map(options.bricks.map((brick) => [brick.name, brick]));
    this.#leases = createLeases(options);
    this.#readBacks = createReadBacks({ ...options, onEnd: () => this.#tellIdle() });
  }

  start(): void {
    if (this.#state !== 'new') return;
    this.#state = 'running';
    this.#poll();
  }

  /** Other processes take messages, too, and times to try again come. */
  #poll(): void {
    if (this.#state !== 'running') return;
    this.wake();
    this.#callOff = this.#options.timers.after(POLL_MS, () => this.#poll());
  }

  wake(): void {
    if (this.#state !== 'running') return;
    this.#readBacks.wake();
    this.#again = true;
    this.#turn ??= this.#lease();
  }

  async #lease(): Promise<void> {
    while (this.#again && this.#state === 'running') {
      this.#again = false;
      try {
        await this.#leaseFrom('closed', this.#options.perBrick ?? PER_BRICK);
        // One message is enough to learn whether the brick is back; the others would fail with it.
        await this.#leaseFrom('half-open', 1);
        this.#isFailing = false;
      } catch (error) {
        if (!this.#isFailing) this.#options.log.error({ err: error }, 'messages cannot be leased; it is tried again');
        this.#isFailing = true;
      }
    }
    // Not later: whoever wakes the relay from here on needs a turn of their own.
    this.#turn = null;
    this.#tellIdle();
  }

  async #leaseFrom(breaker: 'closed' | 'half-open', perBrick: number): Promise<void> {
    const { writer, relayId, now } = this.#options;
    const room = [...this.#bricks.values()]
      .filter((brick) => brick.breaker() === breaker)
      .map(({ name }) => ({ name, free: perBrick - this.#leases.countOf(name) }))
      .filter(({ free }) => free > 0);
    if (room.length === 0) return;
    const until = this.#leases.until();
    const messages = await writer.lease({
      relay: relayId,
      bricks: room.map(({ name }) => name),
      limit: room.reduce((sum, { free }) => sum + free, 0),
      perBrick,
      at: now().toISOString(),
      until,
    });
    for (const message of messages) this.#begin(message, until);
  }

  #begin(message: LeasedMessage, until: string): void {
    const lease = this.#leases.hold(message.id, message.brick, until);
    const delivery = this.#deliver(message, lease)
      .catch((error: unknown) => {
        const { id, brick } = message;
        this.#options.log.error({ err: error, message: id, brick }, 'a delivery could not be settled; it is repeated');
      })
      .finally(() => {
        this.#leases.release(message.id);
        this.#deliveries.delete(delivery);
        this.wake();
        this.#tellIdle();
      });
    this.#deliveries.add(delivery);
    // A stop that came between the lease and here.
    if (this.#state === 'stopped') lease.lose(hubStopping());
  }

  async #deliver(message: LeasedMessage, lease: Lease): Promise<void> {
    const { writer, relayId, now } = this.#options;
    const end = await this.#tried(message, lease);
    if (lease.signal.aborted) return;
    const { id, brick } = message;
    const { touched, ...outcome } = end;
    const told = outcome.outcome === 'delivered' && touched ? { ...outcome, touched } : outcome;
    const isOurs = await writer.settle({ relay: relayId, id, at: now().toISOString(), ...told });
    if (isOurs && outcome.outcome === 'delivered') this.#readBacks.add(brick, id, touched ?? []);
  }

  async #tried(message: LeasedMessage, lease: Lease): Promise<MessageOutcome & { touched?: Touched }> {
    const { id, attempts: attempt } = message;
    const { now, random } = this.#options;
    const brick = this.#bricks.get(message.brick);
    const command = brick && commandOf(brick, message);
    if (!command) return unknownCommand(message.brick, message.command, now());
    try {
      const { created = [], touched } = await deliver(command, message, lease, { ...this.#options, brick });
      this.#surprises.delete(id);
      return { outcome: 'delivered', created, touched };
    } catch (error) {
      if (isCoded(error)) this.#surprises.delete(id);
      else this.#surprises.set(id, (this.#surprises.get(id) ?? 0) + 1);
      const outcome = judgeFailure(error, { attempt, random, now: now(), surprises: this.#surprises.get(id) ?? 0 });
      if (outcome.outcome === 'dead') this.#surprises.delete(id);
      this.#tell(message, lease, outcome, error);
      return outcome;
    }
  }

  #tell({ id, brick, command }: LeasedMessage, lease: Lease, outcome: MessageOutcome, error: unknown): void {
    const fields = { message: id, brick, command };
    const { log } = this.#options;
    if (lease.signal.aborted) log.info({ ...fields, err: lease.signal.reason as unknown }, 'a delivery was broken off');
    else if (outcome.outcome === 'dead') log.error({ ...fields, err: error }, 'a message became a dead letter');
    else log.warn({ ...fields, ...outcome, ...(isCoded(error) ? {} : { err: error }) }, 'a delivery failed');
  }

  async stop(): Promise<void> {
    if (this.#state === 'stopped') return;
    this.#state = 'stopped';
    this.#callOff?.();
    const { timers } = this.#options;
    await endedWithin(timers, GRACE_MS, [...this.#deliveries, ...(this.#turn ? [this.#turn] : [])]);
    this.#leases.abandon(hubStopping());
    this.#readBacks.stop();
    await endedWithin(timers, LAST_MS, [...this.#deliveries, ...this.#readBacks.underWay()]);
    this.#leases.close();
    this.#tellIdle();
  }

  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
      this.#tellIdle();
    });
  }

  #tellIdle(): void {
    const isBusy = this.#turn !== null || this.#deliveries.size > 0 || this.#readBacks.underWay().length > 0;
    if (isBusy && this.#state !== 'stopped') return;
    const waiters = this.#waiters.splice(0);
    for (const resolve of waiters) resolve();
  }
}

function hubStopping(): RetryableError {
  return new RetryableError({
    code: 'HUB_STOPPING',
    message: 'The hub is stopping.',
    remedy: 'Nothing is to be done: the message goes on when the hub runs again.',
  });
}
