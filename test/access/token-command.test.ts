import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { runCli, type Program } from '../../src/cli/index.ts';
import { connectControl, startControl, type Operations } from '../../src/control/index.ts';
import { openHub, type Hub } from '../../src/hub/index.ts';

const registry = new URL('../stories/memory-registry.ts', import.meta.url).href;
const log = pino({ level: 'silent' });

let data: string;
let out: string[];
let talked: string[];
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'mortar-token-'));
  out = [];
  talked = [];
});
afterEach(() => rm(data, { recursive: true }));

const open = (): Promise<Hub> => openHub({ config: { data }, bricks: [], registry, log });

/** One command line on these operations. */
async function mortar(operations: Operations, ...words: string[]): Promise<number> {
  const program = { withOperations: (use: (given: Operations) => Promise<unknown>) => use(operations) };
  return runCli(words, {
    version: '0',
    terminal: {
      out: (line) => void out.push(line),
      talk: (line) => void talked.push(line),
      interactive: false,
      hide: () => undefined,
    },
    program: async () => program as unknown as Program,
  });
}

const last = (): Record<string, unknown> => JSON.parse(out.at(-1) ?? '') as Record<string, unknown>;

it('makes a token without a running hub; the last line is the token', async () => {
  const hub = await open();
  const words = ['token', 'create', 'till-1', '--preset', 'till', '--scope', 'recovery', '--expires', '90d', '--json'];
  expect(await mortar(hub.operations, ...words)).toBe(0);
  expect(Object.keys(last())).toEqual(['token']);
  const token = String(last()['token']);
  await hub.close();

  const again = await open();
  const { verify } = again.access.auth({ verify: async () => null });
  expect(await verify(token)).toMatchObject({ name: 'till-1', admin: true });
  expect(await mortar(again.operations, 'token', 'list', '--json')).toBe(0);
  expect(last()).toMatchObject({
    name: 'till-1',
    state: 'good',
    scopes: expect.arrayContaining(['recovery']) as unknown,
  });
  expect(out.slice(2).join('')).not.toContain(token);
  await again.close();
});

it('makes and revokes one beside a running hub, which knows it at once', async () => {
  const hub = await open();
  const control = await startControl(data, hub.operations);
  const operations = await connectControl(data);
  const { verify } = hub.access.auth({ verify: async () => null });
  expect(
    await mortar(operations!, 'token', 'create', 'shop', '--scope', 'catalogue:read', 'stock:read', '--json'),
  ).toBe(0);
  const token = String(last()['token']);
  expect(await verify(token)).toMatchObject({ name: 'shop', admin: false });
  expect(await mortar(operations!, 'token', 'revoke', 'shop', '--json')).toBe(0);
  expect(await verify(token)).toBeNull();
  expect(await mortar(operations!, 'token', 'revoke', 'shop', '--json')).toBe(1);
  expect(last()).toMatchObject({ error: { code: 'TOKEN_INVALID' } });
  await control.close();
  await hub.close();
});

it('says what is wrong with a scope', async () => {
  const hub = await open();
  expect(await mortar(hub.operations, 'token', 'create', 'shop', '--scope', 'everything')).toBe(1);
  expect(talked.join('\n')).toContain('Scopes: catalogue:read');
  await hub.close();
});
