import type { ServerResponse } from 'node:http';
import type { FormattedExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import type { StillKnown } from '../bearer.ts';
import type { Carrier } from './carriers.ts';

type Events = AsyncGenerator<FormattedExecutionResult, undefined>;

/** One response of server-sent events: written only as fast as the client reads. */
export class EventStream implements Carrier {
  readonly viewer: string;
  readonly #response: ServerResponse;
  readonly #log: Logger;
  readonly #stillKnown: StillKnown;
  readonly #gone: Promise<void>;
  #body: AsyncGenerator<unknown> | null = null;
  /** Resolves when all that was made is on its way. */
  #written = Promise.withResolvers<void>();
  #stalled: 'no' | 'yes' | 'for a heartbeat' = 'no';

  constructor(viewer: string, response: ServerResponse, options: { log: Logger; stillKnown: StillKnown }) {
    const { log, stillKnown } = options;
    this.viewer = viewer;
    this.#stillKnown = stillKnown;
    this.#response = response;
    this.#log = log;
    this.#written.resolve();
    this.#gone = new Promise((resolve) => response.once('close', () => resolve()));
  }

  /** The same events, each made only when the one before was written: graphql-sse would pile them up. */
  paced(events: Events): Events {
    return {
      next: async () => {
        await this.#written.promise;
        this.#written = Promise.withResolvers();
        return events.next();
      },
      return: () => events.return(undefined),
      throw: (error) => events.throw(error),
      [Symbol.asyncIterator]() {
        return this;
      },
      [Symbol.asyncDispose]: () => events[Symbol.asyncDispose](),
    };
  }

  /** Writes all; resolves when the client has left or there is no more. */
  async write(body: AsyncGenerator<unknown>): Promise<void> {
    this.#body = body;
    this.#response.once('close', () => void this.#endEvents());
    for await (const chunk of body) {
      if (typeof chunk !== 'string' || this.#response.destroyed) continue;
      if (!this.#response.write(chunk)) await this.#drained();
      if (chunk.startsWith('event:')) this.#written.resolve();
    }
    this.#response.end();
  }

  /** graphql-sse pings by itself. */
  beat(): void {
    if (this.#stalled === 'for a heartbeat') {
      this.#log.warn({ token: this.viewer }, 'an event stream that is not read is closed');
      this.cut();
    }
    if (this.#stalled === 'yes') this.#stalled = 'for a heartbeat';
    void this.#askAgain();
  }

  async #askAgain(): Promise<void> {
    try {
      if ((await this.#stillKnown()) !== null) return;
      this.#log.info({ token: this.viewer }, 'an event stream of a revoked token is ended');
      await this.#endEvents();
    } catch (err) {
      // The next heartbeat asks again.
      this.#log.error({ err, token: this.viewer }, 'a token could not be verified');
    }
  }

  async end(): Promise<void> {
    await this.#endEvents();
    await this.#gone;
  }

  cut(): void {
    this.#response.destroy();
  }

  async #drained(): Promise<void> {
    this.#stalled = 'yes';
    await new Promise<void>((resolve) => {
      this.#response.once('drain', resolve);
      this.#response.once('close', resolve);
    });
    this.#stalled = 'no';
  }

  async #endEvents(): Promise<void> {
    this.#written.resolve();
    await this.#body?.return(undefined);
  }
}
