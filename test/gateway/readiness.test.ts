import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGateway, type TestGateway } from './a-gateway.ts';

const status = async ({ url }: TestGateway, path: string): Promise<[number, unknown]> => {
  const response = await fetch(`${url}${path}`);
  return [response.status, await response.json()];
};

describe('readiness', () => {
  it('is asked each time, and differs from being alive', async () => {
    let state: { ok: boolean; reason?: string } = { ok: false, reason: 'shop-fr is being read for the first time.' };
    const gateway = await startGateway({ ready: () => state });
    expect(await status(gateway, '/ready')).toEqual([
      503,
      { status: 'not ready', reason: 'shop-fr is being read for the first time.' },
    ]);
    expect(await status(gateway, '/health')).toEqual([200, { status: 'ok' }]);
    state = { ok: true };
    expect(await status(gateway, '/ready')).toEqual([200, { status: 'ready' }]);
    await gateway.stop();
  });

  it('answers what is under way before it stops, and can be stopped twice', async () => {
    const gateway = await startGateway();
    let release = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (release = resolve));
    let reading = (): void => undefined;
    const begun = new Promise<void>((resolve) => (reading = resolve));
    const { byIds } = gateway.mirror.reader.facets;
    gateway.mirror.reader.facets.byIds = async (...args) => {
      reading();
      await waiting;
      return byIds(...args);
    };
    const answer = gateway.ask('{ product(id: "p1") { id } }');
    await begun;
    const stopped = gateway.stop();
    release();
    expect((await answer).body.data).toEqual({ product: { id: 'p1' } });
    await stopped;
    await gateway.stop();
    await expect(fetch(`${gateway.url}/health`)).rejects.toThrow();
  });
});

describe('the console', () => {
  it('says how to build it when it is not built', async () => {
    const gateway = await startGateway({ consoleDir: '/nowhere' });
    const response = await fetch(`${gateway.url}/graphiql`);
    expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('npm run console')]);
    await gateway.stop();
  });

  it('is served with a policy, without leaving its folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'console-'));
    await mkdir(join(folder, 'console', 'assets'), { recursive: true });
    await writeFile(join(folder, 'console', 'index.html'), '<h1>Console</h1>');
    await writeFile(join(folder, 'console', 'assets', 'a.js'), 'go();');
    await writeFile(join(folder, 'secret.txt'), 'secret');
    const gateway = await startGateway({ consoleDir: join(folder, 'console') });
    for (const path of ['/graphiql', '/graphiql/']) {
      const page = await fetch(`${gateway.url}${path}`);
      expect([page.status, await page.text()]).toEqual([200, '<h1>Console</h1>']);
      expect(page.headers.get('content-security-policy')).toContain(
        "default-src 'self'; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:",
      );
    }
    const script = await fetch(`${gateway.url}/graphiql/assets/a.js`);
    expect([script.headers.get('content-type'), await script.text()]).toEqual([
      expect.stringContaining('javascript'),
      'go();',
    ]);
    for (const path of ['/graphiql/..%2fsecret.txt', '/graphiql/%2e%2e/secret.txt', '/graphiql/nothing.js']) {
      expect((await fetch(`${gateway.url}${path}`)).status).toBeGreaterThanOrEqual(400);
    }
    await gateway.stop();
    await rm(folder, { recursive: true });
  });
});
