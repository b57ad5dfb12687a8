import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import prestashop from '../../connectors/prestashop/index.ts';
import { generateShop, type DemoShopOptions } from '../../connectors/prestashop/sandbox/demo/index.ts';
import { startPrestashopSandbox, type PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import { openHub, type Hub } from '../../src/hub/index.ts';
import { atRest } from '../mirror/at-rest.ts';
import type { RunSummary } from '../../src/sync/index.ts';

/** A small shop, a hub that mirrors it, and a clock that only the test moves. */
export interface ShopAndHub {
  sandbox: PrestashopSandbox;
  hub: Hub;
  data: string;
  sync(full?: boolean): Promise<RunSummary>;
  /** What is believed: `kind/id` to the hash of its content, tombstones left out. */
  published(): Record<string, string>;
  /** What queries see: `type/hub id` to the facet's JSON. */
  facets(type: string): Record<string, unknown>;
  pass(hours: number): void;
  now(): Date;
  /** Restarts the hub on the same data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface ShopAndHubOptions {
  shop?: DemoShopOptions;
  settings?: Record<string, unknown>;
  holds?: { percent: number; records: number; kinds?: Record<string, { percent: number; records: number }> };
}

const BORN = new Date('2026-11-01T08:00:00Z');
const SMALL = { products: 60, customers: 30, orders: 40, images: false, now: BORN };

export async function openShopAndHub(options: ShopAndHubOptions = {}): Promise<ShopAndHub> {
  const data = await mkdtemp(join(tmpdir(), 'mortar-'));
  const clock = { now: BORN.getTime() + 3_600_000 };
  const now = (): Date => new Date(clock.now);
  const sandbox = await startPrestashopSandbox({ state: generateShop({ ...SMALL, ...options.shop }), now });
  const settings = prestashop.settings.parse({ url: sandbox.url, key: sandbox.key, ...options.settings });
  const holds = { percent: 10, records: 50, windowHours: 24, streams: {}, ...options.holds };
  const open = (): Promise<Hub> =>
    openHub({
      config: { data },
      bricks: [{ name: 'shop', connector: prestashop, settings, schedule: '*/2 * * * *', holds }],
      registry: new URL('../../src/registry.ts', import.meta.url).href,
      log: pino({ level: 'silent' }),
      now,
    });
  const story: ShopAndHub = {
    sandbox,
    hub: await open(),
    data,
    sync(full = false) {
      clock.now += 120_000;
      return story.hub.sync.sync('shop', { full, trigger: 'test' });
    },
    published: () => atRest(data).published,
    facets(type) {
      const rows = atRest(data).facets(type);
      return Object.fromEntries(Object.entries(rows).map(([id, json]) => [id, JSON.parse(json)]));
    },
    now,
    pass(hours) {
      clock.now += hours * 3_600_000;
    },
    async restart() {
      await story.hub.close();
      story.hub = await open();
    },
    async close() {
      await story.hub.close();
      await sandbox.close();
      await rm(data, { recursive: true });
    },
  };
  return story;
}
