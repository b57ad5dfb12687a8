import type { Logger } from 'pino';

/** The one way in which connections wait, so that tests let time pass themselves. */
export interface Timers {
  /** Calls once, unless it is called off before. */
  after(ms: number, run: () => void): () => void;
}

export const systemTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** One connection that carries events. */
export interface Carrier {
  /** Whose it is; null: nobody has said so yet. */
  viewer: string | null;
  /** A heartbeat is due: shows the client that the hub lives, and ends a client that has not read since the last one. */
  beat(): void;
  /** The hub stops. Resolves when the connection is gone. */
  end(): Promise<void>;
  /** It does not go by itself. */
  cut(): void;
}

export interface CarrierLimits {
  /** Connections of one token. */
  perToken: number;
  /** Connections that have not yet said whose they are. */
  unknown: number;
}

/** A client that has not read from one heartbeat to the next is ended. Proxies keep quiet connections for a minute. */
const HEARTBEAT_MS = 15_000;
/** How long a stop waits for clients to say goodbye. */
const GOODBYE_MS = 1_000;
const LIMITS: CarrierLimits = { perToken: 100, unknown: 100 };

/** All connections that carry events: how many there may be, their heartbeats, and their end when the hub stops. */
export class Carriers {
  readonly #open = new Set<Carrier>();
  readonly #timers: Timers;
  readonly #limits: CarrierLimits;
  readonly #log: Logger;
  #callOff: (() => void) | null = null;
  #stopping = false;

  constructor({ timers = systemTimers, limits = LIMITS, log }: CarriersOptions) {
    this.#timers = timers;
    this.#limits = limits;
    this.#log = log;
  }

  /** Whether one more of this token may come. */
  hasRoom(viewer: string | null): boolean {
    if (this.#stopping) return false;
    const most = viewer === null ? this.#limits.unknown : this.#limits.perToken;
    const isFull = this.counts().get(viewer ?? '') === most;
    if (isFull) this.#log.warn({ token: viewer, most }, 'too many connections that carry events');
    return !isFull;
  }

  add(carrier: Carrier): void {
    this.#open.add(carrier);
    this.#callOff ??= this.#timers.after(HEARTBEAT_MS, () => this.#beat());
  }

  remove(carrier: Carrier): void {
    this.#open.delete(carrier);
    if (this.#open.size > 0) return;
    this.#callOff?.();
    this.#callOff = null;
  }

  /** How many there are by token; under "" those that have not said whose they are. */
  counts(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { viewer } of this.#open) counts.set(viewer ?? '', (counts.get(viewer ?? '') ?? 0) + 1);
    return counts;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#callOff?.();
    const open = [...this.#open];
    const callOff = this.#timers.after(GOODBYE_MS, () => {
      for (const carrier of open) carrier.cut();
    });
    await Promise.all(open.map((carrier) => carrier.end()));
    callOff();
  }

  #beat(): void {
    this.#callOff = this.#timers.after(HEARTBEAT_MS, () => this.#beat());
    for (const carrier of [...this.#open]) carrier.beat();
  }
}

export interface CarriersOptions {
  timers?: Timers | undefined;
  limits?: CarrierLimits | undefined;
  log: Logger;
}
