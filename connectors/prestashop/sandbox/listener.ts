import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server that can go away and come back on the same port, as a shop that is down does. */
export class Listener {
  readonly #server: Server;
  readonly #host: string;
  #port: number;
  #running = new AbortController();

  constructor(handler: RequestListener, host: string, port: number) {
    this.#server = createServer({ maxHeaderSize: 128 * 1024 }, handler);
    this.#host = host;
    this.#port = port;
  }

  get port(): number {
    return this.#port;
  }

  /** Aborted when the server stops: pending delays must end with it. */
  get signal(): AbortSignal {
    return this.#running.signal;
  }

  async start(): Promise<void> {
    if (this.#server.listening) return;
    this.#running = new AbortController();
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, this.#host, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Breaks open connections too. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#running.abort();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }
}
