import { extname } from 'node:path';
import { pino } from 'pino';
import prestashop from '../../connectors/prestashop/index.ts';
import { generateShop } from '../../connectors/prestashop/sandbox/demo/index.ts';
import { startPrestashopSandbox, type PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import { openHub, type Hub } from '../../src/hub/index.ts';

/** Where a shop answers. */
export interface ShopAddress {
  url: string;
  key: string;
}

export const BRICK = 'shop';
export const log = pino({ level: 'silent' });

/** A generated shop without pictures: bytes of images would be measured instead of records. */
export function startShop(products: number): Promise<PrestashopSandbox> {
  return startPrestashopSandbox({ state: generateShop({ products, images: false }) });
}

/** A hub on a folder of its own, with one brick and everything as the configuration leaves it. */
export function openShopHub(data: string, { url, key }: ShopAddress): Promise<Hub> {
  const settings = prestashop.settings.parse({ url, key });
  const holds = { percent: 10, records: 50, windowHours: 24, streams: {} };
  return openHub({
    config: { data },
    bricks: [{ name: BRICK, connector: prestashop, settings, schedule: '*/2 * * * *', holds }],
    registry: new URL(`../../src/registry${extname(import.meta.url)}`, import.meta.url).href,
    log,
  });
}

/** Reads the whole shop once; a benchmark of a read that failed would be fast. */
export async function firstSync(hub: Hub): ReturnType<Hub['sync']['sync']> {
  const run = await hub.sync.sync(BRICK, { full: false, trigger: 'command' });
  if (run.state !== 'done') throw new Error(`The sync is ${run.state}: ${JSON.stringify(run.failures)}`);
  return run;
}
