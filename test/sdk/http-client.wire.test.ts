import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { BrickHttpOptions } from '../../src/sdk/http.ts';
import { testClient, type TestClient } from './brick-http.double.ts';

let server: Server | undefined;
let client: TestClient | undefined;

/** A real server, for what only sockets can show. */
async function against(listener: RequestListener, options: Partial<BrickHttpOptions> = {}): Promise<TestClient> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  client = testClient({ baseUrl: `http://127.0.0.1:${port}`, retries: 0, ...options });
  return client;
}

afterEach(async () => {
  client?.http.close();
  server?.closeAllConnections();
  if (server) await new Promise((resolve) => server!.close(resolve));
  server = client = undefined;
});

describe('truncated answers are failures, never short truths', () => {
  const half = gzipSync(JSON.stringify([...Array(9999).keys()])).subarray(0, 4000);

  it.each<[string, RequestListener]>([
    [
      'fewer bytes than content-length says',
      (_, res) => void res.writeHead(200, { 'Content-Length': '100' }).write('short', () => res.socket!.destroy()),
    ],
    ['chunks that break off', (_, res) => void res.writeHead(200).write('[1,2', () => res.socket!.destroy())],
    [
      'gzip that stops early while HTTP looks whole',
      (_, res) => void res.writeHead(200, { 'Content-Encoding': 'gzip' }).end(half),
    ],
    ['gzip that is none', (_, res) => void res.writeHead(200, { 'Content-Encoding': 'gzip' }).end('<html>')],
  ])('%s', async (_, listener) => {
    const { http } = await against(listener);
    await expect(http.text({ path: 'a' })).rejects.toMatchObject({
      name: 'RetryableError',
      code: 'BRICK_ANSWER_TRUNCATED',
    });
  });

  it('a connection that is dropped before any answer is unreachable', async () => {
    const { http } = await against((req) => void req.socket.destroy());
    await expect(http.text({ path: 'a' })).rejects.toMatchObject({ code: 'BRICK_UNREACHABLE', detail: 'ECONNRESET' });
  });
});

describe('size', () => {
  const MEGABYTE = 'x'.repeat(1024 * 1024);

  it.each<[string, RequestListener]>([
    ['plain', (_, res) => void res.end(MEGABYTE)],
    ['after decompression', (_, res) => void res.setHeader('Content-Encoding', 'gzip').end(gzipSync(MEGABYTE))],
  ])('refuses an answer that is too large: %s', async (_, listener) => {
    const { http } = await against(listener, { maxBytes: 100_000 });
    await expect(http.text({ path: 'a' })).rejects.toMatchObject({
      name: 'PermanentError',
      code: 'BRICK_ANSWER_TOO_LARGE',
    });
  });

  it('stops reading an endless answer', async () => {
    let closed: Promise<unknown> | undefined;
    const { http } = await against(
      (_, res) => {
        closed = once(res, 'close');
        const more = () => void (res.destroyed || res.write(MEGABYTE, more));
        more();
      },
      { maxBytes: 3_000_000 },
    );
    await expect(http.text({ path: 'a' })).rejects.toMatchObject({ code: 'BRICK_ANSWER_TOO_LARGE' });
    await closed;
  });

  it('keeps the status of a failure whose page is too large', async () => {
    const { http } = await against((_, res) => void res.writeHead(500).end(MEGABYTE), { maxBytes: 1000 });
    await expect(http.text({ path: 'a' })).rejects.toMatchObject({ code: 'BRICK_FAILED' });
  });
});

describe('encodings', () => {
  it.each([
    ['gzip', gzipSync('déjà')],
    ['br', brotliCompressSync('déjà')],
  ])('reads %s', async (encoding, bytes) => {
    const { http } = await against((_, res) => void res.setHeader('Content-Encoding', encoding).end(bytes));
    await expect(http.text({ path: 'a' })).resolves.toMatchObject({ body: 'déjà' });
  });

  it('reads the empty answer to HEAD although its headers say gzip', async () => {
    const { http } = await against((_, res) => void res.setHeader('Content-Encoding', 'gzip').end());
    await expect(http.text({ method: 'HEAD', path: 'a' })).resolves.toMatchObject({ status: 200, body: '' });
  });

  it('refuses one that it never asked for', async () => {
    const { http } = await against((_, res) => void res.setHeader('Content-Encoding', 'compress').end('?'));
    await expect(http.text({ path: 'a' })).rejects.toMatchObject({ code: 'BRICK_ANSWER_UNREADABLE' });
  });
});

describe('time', () => {
  it.each<[string, RequestListener]>([
    ['no answer yet', () => undefined],
    ['reading the answer', (_, res) => void res.writeHead(200).write('[1,')],
  ])('gives an attempt up: %s', async (progress, listener) => {
    const { http } = await against(listener, { timeoutMs: 1_000 });
    const failure = http.text({ path: 'a' });
    await expect(failure).rejects.toMatchObject({ name: 'RetryableError', code: 'BRICK_TIMEOUT' });
    await expect(failure).rejects.toThrow(progress);
  });

  it('counts overlapping requests once, and queueing and delays not at all', async () => {
    const { http, clock } = await against(
      (req, res) => {
        clock.now += req.url === '/a' ? 100 : 10;
        if (req.url === '/b') res.end();
        else res.writeHead(503, { 'Retry-After': '7' }).end();
      },
      { concurrency: 1 },
    );
    await Promise.allSettled([http.text({ path: 'a' }), http.text({ path: 'b' })]);
    expect(http.waitingMs()).toBe(110);
    http.resetWaiting();
    expect(http.waitingMs()).toBe(0);
    await http.text({ path: 'b' });
    expect(http.waitingMs()).toBe(10);
  });
});

describe('load', () => {
  it('reuses connections and never has more requests under way than allowed', async () => {
    const sockets = new Set<Socket>();
    const underWay: ServerResponse[] = [];
    let most = 0;
    const { http } = await against(
      (req, res) => {
        sockets.add(req.socket);
        most = Math.max(most, underWay.push(res));
        // Answers only when all turns are taken; a fourth request would then be under way too.
        if (underWay.length >= 3) setImmediate(() => underWay.splice(0).forEach((each) => each.end('ok')));
      },
      { concurrency: 3 },
    );
    await Promise.all(Array.from({ length: 60 }, () => http.text({ path: 'a' })));
    expect(most).toBe(3);
    expect(sockets.size).toBe(3);
  });

  it('starts no more requests a second than allowed', async () => {
    const { http, waits } = await against((_, res) => void res.end(), { perSecond: 4, concurrency: 1 });
    for (let i = 0; i < 3; i++) await http.text({ path: 'a' });
    expect(waits).toEqual([250, 250]);
  });
});

describe('abort', () => {
  const reason = new Error('no longer wanted');

  it('ends a request under way and closes its connection', async () => {
    const stop = new AbortController();
    let closed: Promise<unknown> | undefined;
    const { http } = await against((_, res) => {
      closed = once(res, 'close');
      res.writeHead(200).write('[1,', () => stop.abort(reason));
    });
    await expect(http.text({ path: 'a', signal: stop.signal })).rejects.toBe(reason);
    await closed;
    expect(http.breaker()).toBe('closed');
  });

  it('leaves the queue at once, and gives the turn to the next', async () => {
    const stop = new AbortController();
    let answer = () => undefined as unknown;
    const { http } = await against((req, res) => void (req.url === '/a' ? (answer = () => res.end()) : res.end('c')), {
      concurrency: 1,
    });
    const first = http.text({ path: 'a' });
    const second = http.text({ path: 'b', signal: stop.signal });
    const third = http.text({ path: 'c' });
    stop.abort(reason);
    await expect(second).rejects.toBe(reason);
    await once(server!, 'request');
    answer();
    await first;
    await expect(third).resolves.toMatchObject({ body: 'c' });
  });

  it('ends a real delay between attempts', async () => {
    const stop = new AbortController();
    server = createServer((_, res) => {
      res.once('finish', () => setImmediate(() => stop.abort(reason)));
      res.writeHead(503, { 'Retry-After': '60' }).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { realWait } = await import('../../src/sdk/http-retry.ts');
    client = testClient({ baseUrl: `http://127.0.0.1:${port}` }, { wait: realWait });
    await expect(client.http.text({ path: 'a', signal: stop.signal })).rejects.toBe(reason);
  });

  it('sends nothing for a signal that is already aborted', async () => {
    let asked = 0;
    const { http } = await against((_, res) => void (asked++, res.end()));
    await expect(http.text({ path: 'a', signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(asked).toBe(0);
  });
});
