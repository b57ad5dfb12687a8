import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import memory from '../../connectors/memory/index.ts';
import type { BrickHttp, Connector } from '#sdk';
import { openBrick } from '../../src/sync/index.ts';

test('what is waited for is told of all clients of a brick together', async () => {
  const server = createServer((_request, response) => void setImmediate(() => response.end()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const clients: BrickHttp[] = [];
  const connector: Connector = {
    ...memory,
    open(_settings, tools) {
      const options = { baseUrl: `http://127.0.0.1:${String(port)}`, secrets: [] };
      clients.push(tools.http(options), tools.http(options));
      return { streams: [], check: () => Promise.resolve([]) };
    },
  };
  const holds = { percent: 10, records: 50, windowHours: 24, streams: {} };
  const blobs = { put: () => Promise.reject(new Error('none')), has: () => Promise.resolve(false) };
  const brick = openBrick(
    { name: 'shop', connector, settings: {}, schedule: '0 * * * *', holds },
    { blobs, log: pino({ level: 'silent' }), now: () => new Date() },
  );
  try {
    await clients[0]?.text({ path: 'records' });
    const first = brick.waitingMs();
    await clients[1]?.text({ path: 'pictures' });
    expect(first).toBeGreaterThan(0);
    expect(brick.waitingMs()).toBeGreaterThan(first);
    expect(clients[1]?.waitingMs()).toBe(brick.waitingMs());
  } finally {
    await brick.close();
    await new Promise((resolve) => server.close(resolve));
  }
});
