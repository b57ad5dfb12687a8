import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Connector } from '#sdk';
import type { Config } from '../../src/config.ts';
import { createGateway, createTokenAuth, hashToken } from '../../src/gateway/index.ts';
import { hubStatus, openHub, type Hub } from '../../src/hub/index.ts';

export const TOKEN = 'a-token-of-staff';
const HOLDS = { percent: 10, records: 50, windowHours: 24, streams: {} };

export interface ServedBrick {
  name: string;
  connector: Connector;
  settings: Record<string, unknown>;
  /** It stands by, to take the place of this brick; it is read once it has taken it. */
  replaces?: string;
}

/** A hub of the built-in connectors, read once, served over HTTP, its relay at work. */
export interface ServedHub {
  hub: Hub;
  url: string;
  /** The data of an answer; an answer with errors fails the test. */
  ask<Data>(query: string, variables?: object): Promise<Data>;
  /** Reads these bricks, one after the other; fails the test where a run is not done. */
  read(...bricks: string[]): Promise<void>;
  /** Nothing is on its way any more: delivered, read back, or refused. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export async function openServedHub(
  bricks: readonly ServedBrick[],
  config: Partial<Pick<Config, 'stock' | 'flows' | 'roles' | 'database'>> & {
    data?: string;
    holds?: Partial<typeof HOLDS>;
  } = {},
): Promise<ServedHub> {
  const { data = mkdtempSync(join(tmpdir(), 'mortar-served-')) } = config;
  const log = pino({ level: 'silent' });
  const hub = await openHub({
    config: { ...config, data },
    bricks: bricks.map(({ name, connector, settings, replaces }) => {
      const place = replaces === undefined ? {} : { standby: true, replaces };
      const parsed = connector.settings.parse(settings);
      return {
        name,
        connector,
        settings: parsed,
        schedule: '*/2 * * * *',
        holds: { ...HOLDS, ...config.holds },
        ...place,
      };
    }),
    registry: new URL('../../src/registry.ts', import.meta.url).href,
    log,
  });
  const read: ServedHub['read'] = async (...names) => {
    for (const name of names) {
      const run = await hub.sync.sync(name, { full: false, trigger: 'test' });
      expect(run).toMatchObject({ brick: name, state: 'done' });
    }
  };
  // One that was restored answers before it has read anything.
  const inService = bricks.filter(({ replaces }) => replaces === undefined);
  if (config.data === undefined) await read(...inService.map(({ name }) => name));
  const gateway = await createGateway({
    reader: hub.mirror.reader,
    outbox: hub.outbox,
    status: hubStatus(hub, config.roles ?? {}, () => new Date()),
    blobs: { open: () => Promise.resolve(null) },
    auth: createTokenAuth(() => [{ name: 'frontend', sha256: hashToken(TOKEN) }]),
    log,
    ready: () => ({ ok: true }),
    staleness: () => hub.sync.staleness(),
    defaultLocale: 'fr',
  });
  const { url } = await gateway.start(0, '127.0.0.1');
  hub.relay.start();
  return {
    hub,
    url,
    read,
    ask: (query, variables = {}) => ask(url, query, variables),
    settled: () => settled(hub),
    async close() {
      await gateway.stop();
      await hub.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function ask<Data>(url: string, query: string, variables: object): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as { data: Data; errors?: unknown };
  expect(body.errors).toBeUndefined();
  return body.data;
}

/** Times to try again pass as they do: the brick is there, so they are short. */
async function settled({ relay, mirror }: Hub): Promise<void> {
  for (;;) {
    await relay.idle();
    const counts = await mirror.reader.messageCounts();
    if (counts.every(({ state }) => state !== 'queued' && state !== 'delivered')) return;
    await new Promise((resolve) => setImmediate(resolve));
    relay.wake();
  }
}
