import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { settled, TestClock } from '../outbox/test-clock.ts';
import { startGateway, TOKEN, type TestGateway } from './a-gateway.ts';
import { aChange, Inbox, note, socketClient, socketUrl } from './live-samples.ts';

const CHANGES = 'subscription { changes { id } }';
const HEARTBEAT = 15_000;

let gateway: TestGateway;
let clock: TestClock;
beforeEach(async () => {
  clock = new TestClock('2026-11-15T12:00:00Z');
  gateway = await startGateway({ live: { timers: clock, limits: { perToken: 2, unknown: 2 } } });
});
afterEach(() => gateway.stop());

/** A WebSocket that speaks by hand. */
class Raw {
  readonly socket: WebSocket;
  readonly inbox = new Inbox<{ type: string; payload?: unknown }>();
  readonly closed: Promise<{ code: number; reason: string }>;

  constructor(url = socketUrl(gateway), protocol = 'graphql-transport-ws', headers: Record<string, string> = {}) {
    this.socket = new WebSocket(url, protocol, { headers });
    this.socket.on('message', (data: Buffer) => this.inbox.take(JSON.parse(String(data)) as { type: string }));
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) =>
      this.socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
    );
  }

  async send(message: object): Promise<void> {
    if (this.socket.readyState === WebSocket.CONNECTING) await once(this.socket, 'open');
    this.socket.send(JSON.stringify(message));
  }

  async authorized(): Promise<this> {
    await this.send({ type: 'connection_init', payload: { authorization: `Bearer ${TOKEN}` } });
    expect(await this.inbox.next()).toMatchObject({ type: 'connection_ack' });
    return this;
  }

  subscribe(query: string, id = '1'): Promise<void> {
    return this.send({ type: 'subscribe', id, payload: { query } });
  }
}

/** Until the server has seen what the network brings. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await settled();
}

const connections = async (): Promise<string> => {
  const response = await fetch(`${gateway.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
  const lines = (await response.text()).split('\n');
  return lines.filter((line) => line.startsWith('mortar_live_connections')).join();
};

describe('WebSocket', () => {
  it.each([
    ['no token', {}],
    ['an unknown token', { authorization: 'Bearer nobody' }],
    ['a token that is no text', { authorization: 7 }],
  ])('refuses %s, and takes nothing that comes with it', async (_name, payload) => {
    const raw = new Raw();
    await raw.send({ type: 'connection_init', payload });
    await raw.subscribe(CHANGES);
    expect(await raw.closed).toMatchObject({ code: 4401 });
    expect(gateway.logged.join('')).not.toContain('"operation"');
  });

  it('takes the token of the upgrade, too', async () => {
    const raw = new Raw(socketUrl(gateway), undefined, { authorization: `Bearer ${TOKEN}` });
    await raw.send({ type: 'connection_init' });
    expect(await raw.inbox.next()).toMatchObject({ type: 'connection_ack' });
    raw.socket.close();
    await raw.closed;
  });

  it('is only at the address of the graph', async () => {
    expect((await new Raw(`${socketUrl(gateway)}/elsewhere`).closed).code).toBe(1006);
  });

  it.each(['//', '/%zz', '*', '/graphql/stream'])('turns an upgrade of %s away, and goes on', async (path) => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    const closed = once(socket, 'close');
    const upgrade = ['connection: upgrade', 'upgrade: websocket', 'sec-websocket-version: 13', 'host: hub'];
    socket.write(`GET ${path} HTTP/1.1\r\n${upgrade.join('\r\n')}\r\nsec-websocket-key: ${'a'.repeat(22)}==\r\n\r\n`);
    socket.resume();
    await closed;
    expect((await gateway.ask('{ me { name } }')).status).toBe(200);
  });

  it('answers queries and mutations like plain HTTP', async () => {
    const raw = await new Raw().authorized();
    await raw.subscribe('{ me { name } }');
    const data = { me: { name: 'staff' } };
    expect(await raw.inbox.next()).toMatchObject({ type: 'next', payload: { data, extensions: { mortar: {} } } });
    expect(await raw.inbox.next()).toMatchObject({ type: 'complete' });
    raw.socket.close();
    await raw.closed;
  });

  it.each([
    ['what is no GraphQL', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['a field that there is not', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['two fields at once', 'subscription { changes { id } progress { __typename } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a field that may be left out', 'subscription { changes @skip(if: true) { id } }', 'INVALID_ARGUMENT'],
    [
      'what nests too deep',
      `subscription { changes { ${'product { variants { '.repeat(11)} id ${'} }'.repeat(11)} } }`,
      '',
    ],
    ['too many words', `subscription { changes { ${'id '.repeat(10_001)} } }`, 'GRAPHQL_PARSE_FAILED'],
  ])('refuses %s, as over plain HTTP', async (_name, query, code) => {
    const raw = await new Raw().authorized();
    await raw.subscribe(query);
    const extensions = { code: code || (expect.any(String) as string), requestId: expect.any(String) as string };
    expect(await raw.inbox.next()).toMatchObject({ type: 'error', payload: [{ extensions }] });
    raw.socket.close();
    await raw.closed;
  });

  it('lets so many connections of one token in, and another when one has left', async () => {
    const [first, second] = [await new Raw().authorized(), await new Raw().authorized()];
    expect(await connections()).toBe('mortar_live_connections{token="staff"} 2');
    const third = new Raw();
    await third.send({ type: 'connection_init', payload: { authorization: `Bearer ${TOKEN}` } });
    expect((await third.closed).code).toBe(1013);
    first.socket.close();
    await first.closed;
    for (const raw of [second, await new Raw().authorized()]) {
      raw.socket.close();
      await raw.closed;
    }
  });

  it('lets only so many wait without a token', async () => {
    const waiting = [new Raw(), new Raw()];
    await Promise.all(waiting.map(({ socket }) => once(socket, 'open')));
    expect(await new Raw().closed).toMatchObject({ code: 1006 });
    for (const { socket } of waiting) socket.terminate();
    await Promise.all(waiting.map(({ closed }) => closed));
  });

  it('pings who reads, and goes on', async () => {
    const raw = await new Raw().authorized();
    await raw.subscribe(CHANGES);
    for (let beat = 0; beat < 3; beat += 1) {
      const pinged = once(raw.socket, 'ping');
      await clock.pass(HEARTBEAT);
      await pinged;
      // The answer to a query is behind the pong.
      await raw.subscribe('{ __typename }', `q${beat}`);
      await raw.inbox.some(2);
    }
    note(gateway, aChange(1));
    expect(await raw.inbox.next()).toMatchObject({ type: 'next', payload: { data: { changes: { id: 'v1' } } } });
    raw.socket.close();
    await raw.closed;
  });

  it('closes who does not read, with a code after which clients come back', async () => {
    const raw = await new Raw().authorized();
    raw.socket.pause();
    await clock.pass(2 * HEARTBEAT);
    raw.socket.resume();
    expect(await raw.closed).toEqual({ code: 1013, reason: expect.stringContaining('cursor') as string });
  });

  it('cuts off who does not even take the goodbye', async () => {
    const raw = await new Raw().authorized();
    raw.socket.pause();
    await clock.pass(3 * HEARTBEAT);
    await until(() => clock.waiting === 0);
    raw.socket.resume();
    await raw.closed;
    expect(gateway.logged.join('')).toContain('does not read');
  });

  it('makes no more events than the client takes', async () => {
    const { body } = await gateway.ask('{ changeCursor }');
    const after = (body.data as { changeCursor: string }).changeCursor;
    const description = 'x'.repeat(100_000);
    for (const facet of gateway.mirror.facets) {
      if (facet.type === 'Product') facet.facet = { ...facet.facet, description: { en: description } };
    }
    const [product] = gateway.mirror.facets.filter(({ type }) => type === 'Product');
    const many = 2_000;
    const row = { type: 'Product', entity: 'Product', hubId: product?.id ?? '' };
    note(gateway, ...Array.from({ length: many }, (_, index) => aChange(index + 1, row)));
    gateway.mirror.calls.length = 0;
    const raw = await new Raw().authorized();
    raw.socket.pause();
    await raw.subscribe(`subscription { changes(after: "${after}") { id product { description } } }`);
    await until(() => gateway.mirror.calls.length > 0);
    let made = -1;
    while (made < gateway.mirror.calls.length) {
      made = gateway.mirror.calls.length;
      for (let turn = 0; turn < 50; turn += 1) await settled();
    }
    expect(made).toBeLessThan(many / 2);
    raw.socket.terminate();
    await raw.closed;
  });
});

describe('server-sent events', () => {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', accept: 'text/event-stream' };

  function post(query: string, changes: Record<string, string> = {}): Promise<Response> {
    return fetch(`${gateway.url}/graphql/stream`, {
      method: 'POST',
      headers: { ...headers, ...changes },
      body: JSON.stringify({ query }),
    });
  }

  it('wants a token', async () => {
    const response = await post(CHANGES, { authorization: 'Bearer nobody' });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('answers a query with one event, security headers and the request id', async () => {
    const response = await post('{ me { name } }', { 'x-request-id': 'asked-1' });
    expect(response.headers.get('x-request-id')).toBe('asked-1');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const text = await response.text();
    expect(text).toContain('event: next');
    expect(text).toContain('"me":{"name":"staff"}');
    expect(text).toContain('event: complete');
  });

  it('tells what is refused as an event', async () => {
    const text = await (await post('subscription { nothing }')).text();
    expect(text).toMatch(/"code":"GRAPHQL_VALIDATION_FAILED","requestId":/);
    expect(text).not.toContain('"data"');
  });

  it('lets so many connections of one token in', async () => {
    const open = [await post(CHANGES), await post(CHANGES)];
    const third = await post(CHANGES);
    expect(third.status).toBe(429);
    expect(await third.json()).toMatchObject({ errors: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }] });
    for (const { body } of open) await body?.cancel();
    await until(() => clock.waiting === 0);
  });

  it('cuts off who does not read', async () => {
    const { body } = await gateway.ask('{ changeCursor }');
    const after = (body.data as { changeCursor: string }).changeCursor;
    const description = 'x'.repeat(1_000_000);
    for (const facet of gateway.mirror.facets) {
      if (facet.type === 'Product') facet.facet = { ...facet.facet, description: { en: description } };
    }
    const [product] = gateway.mirror.facets.filter(({ type }) => type === 'Product');
    const row = { type: 'Product', entity: 'Product', hubId: product?.id ?? '' };
    note(gateway, ...Array.from({ length: 100 }, (_, index) => aChange(index + 1, row)));
    const sent = request(`${gateway.url}/graphql/stream`, { method: 'POST', headers });
    sent.end(JSON.stringify({ query: `subscription { changes(after: "${after}") { product { description } } }` }));
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.on('error', () => undefined);
    response.pause();
    while (clock.waiting > 0) await clock.pass(HEARTBEAT);
    expect(gateway.logged.join('')).toContain('is not read is closed');
    const gone = new Promise((resolve) => response.once('close', resolve));
    response.resume();
    await gone;
  });
});

describe('a stop', () => {
  it('ends all connections, with nothing left behind', async () => {
    const raw = await new Raw().authorized();
    await raw.subscribe(CHANGES);
    const client = socketClient(gateway);
    const ended = new Inbox<unknown>();
    client.subscribe(
      { query: CHANGES },
      { next: () => undefined, error: (one) => ended.take(one), complete: () => undefined },
    );
    await until(() => gateway.logged.filter((line) => line.includes('"msg":"operation"')).length === 2);
    await gateway.stop();
    expect(await raw.closed).toMatchObject({ code: 1001 });
    expect(await ended.next()).toMatchObject({ code: 1001 });
    expect(clock.waiting).toBe(0);
    expect(gateway.logged.filter((line) => line.includes('subscription ended'))).toHaveLength(2);
    await client.dispose();
  });

  it('ends event streams', async () => {
    const response = await fetch(`${gateway.url}/graphql/stream`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: CHANGES }),
    });
    const text = response.text();
    await gateway.stop();
    expect(await text).not.toContain('event: next');
  });

  it('does not wait for connections that never asked anything', async () => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    const closed = once(socket, 'close');
    await once(socket, 'connect');
    await gateway.ask('{ me { name } }');
    await gateway.stop();
    await closed;
  });

  it('waits for no client for ever', async () => {
    const raw = await new Raw().authorized();
    raw.socket.pause();
    const stopping = gateway.stop();
    await clock.pass(1_000);
    await stopping;
    raw.socket.resume();
    await raw.closed;
  });
});
