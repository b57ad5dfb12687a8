import { createClient, type Client, type ClientOptions } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { ChangeRow } from '../../src/mirror/index.ts';
import { TOKEN, type TestGateway } from './a-gateway.ts';

/** What moved, as the mirror notes it. */
export function aChange(seq: number, changes: Partial<ChangeRow> = {}): ChangeRow {
  const at = '2026-11-15T12:00:00.000Z';
  return { seq, at, brick: 'shop-fr', type: 'Variant', entity: 'Variant', hubId: 'v1', change: 'updated', ...changes };
}

/** Notes changes and wakes who follows them. */
export function note({ mirror, status }: TestGateway, ...rows: ChangeRow[]): void {
  mirror.changes.push(...rows);
  status.live.poke();
}

export function socketUrl({ url }: TestGateway): string {
  return `${url.replace('http', 'ws')}/graphql`;
}

/** The client of graphql-ws, which urql and Apollo Client use, too. */
export function socketClient(gateway: TestGateway, options: Partial<ClientOptions> = {}): Client {
  return createClient({
    url: socketUrl(gateway),
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${TOKEN}` },
    retryAttempts: 0,
    ...options,
  });
}

/** Results in the order in which they came, each waited for. */
export class Inbox<Result> {
  readonly #kept: Result[] = [];
  readonly #waiting: ((result: Result) => void)[] = [];

  take(result: Result): void {
    const next = this.#waiting.shift();
    if (next) next(result);
    else this.#kept.push(result);
  }

  next(): Promise<Result> {
    const kept = this.#kept.shift();
    return kept === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(kept);
  }

  async some(count: number): Promise<Result[]> {
    const results: Result[] = [];
    while (results.length < count) results.push(await this.next());
    return results;
  }
}
