import type { WebSocket as ProtocolSocket } from 'graphql-ws';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { StillKnown } from '../bearer.ts';
import type { Carrier } from './carriers.ts';

/** Why the hub closes a connection. Clients come back by themselves after `goingAway` and `later`. */
export const CLOSE = { goingAway: 1001, later: 1013, unauthorized: 4401, internal: 4500 } as const;

/** Answers that wait for a client which sends and does not read. */
const LARGEST_BUFFER = 4 * 1_048_576;

/** A WebSocket: for graphql-ws to speak over, and to be kept alive and ended. */
export class SocketCarrier implements Carrier, ProtocolSocket {
  readonly #socket: WebSocket;
  readonly #log: Logger;
  readonly #gone: Promise<void>;
  #state: 'open' | 'silent' | 'closing' = 'open';
  #stillKnown: StillKnown | null = null;
  viewer: string | null = null;

  constructor(socket: WebSocket, { log }: { log: Logger }) {
    this.#socket = socket;
    this.#log = log;
    this.#gone = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('pong', () => {
      if (this.#state === 'silent') this.#state = 'open';
    });
    socket.on('error', (err) => log.info({ err, token: this.viewer }, 'a WebSocket failed'));
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  /** Resolves when the client's side has taken it: the next event is made only then, so nothing piles up here. */
  async send(data: string): Promise<void> {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    await new Promise<void>((resolve) => this.#socket.send(data, () => resolve()));
  }

  close(code = CLOSE.goingAway as number, reason = ''): void {
    this.#state = 'closing';
    this.#socket.close(code, reason);
  }

  onMessage(receive: (data: string) => Promise<void>): void {
    this.#socket.on('message', (data) => {
      // What still comes in once it is closed is nobody's any more.
      if (this.#state === 'closing') return;
      if (this.#socket.bufferedAmount > LARGEST_BUFFER) return this.#giveUp();
      receive(String(data as Buffer)).catch((err: unknown) => {
        this.#log.error({ err, token: this.viewer }, 'unexpected error');
        this.close(CLOSE.internal, 'Something went wrong inside the hub');
      });
    });
  }

  /** Whose token came, and how to ask whether it still counts. */
  belongsTo(viewer: string, stillKnown: StillKnown): void {
    this.viewer = viewer;
    this.#stillKnown = stillKnown;
  }

  /** The token counts no more. */
  revoke(): void {
    if (this.#state === 'closing') return;
    this.#log.info({ token: this.viewer }, 'a WebSocket of a revoked token is closed');
    this.close(CLOSE.unauthorized, 'The access token was revoked');
  }

  beat(): void {
    if (this.#state === 'closing') return this.#socket.terminate();
    if (this.#state === 'silent') return this.#giveUp();
    this.#state = 'silent';
    this.#socket.ping();
    void this.#askAgain();
  }

  async #askAgain(): Promise<void> {
    if (this.#stillKnown === null) return;
    const viewer = await this.#stillKnown().catch((err: unknown) => {
      // Nobody can say so now: the next heartbeat asks again.
      this.#log.error({ err, token: this.viewer }, 'a token could not be verified');
      return 'unclear';
    });
    if (viewer === null) this.revoke();
  }

  end(): Promise<void> {
    // Nothing is lost: clients come back with their cursors.
    this.close(CLOSE.goingAway, 'The hub is stopping');
    return this.#gone;
  }

  cut(): void {
    this.#socket.terminate();
  }

  #giveUp(): void {
    this.#log.warn({ token: this.viewer }, 'a WebSocket that does not read is closed');
    this.close(CLOSE.later, 'Slow consumer: come back with your last cursor');
  }
}
