import { extname } from 'node:path';
import { pino } from 'pino';
import prestashop from '../../connectors/prestashop/index.ts';
import { generateShop, type DemoShopOptions } from '../../connectors/prestashop/sandbox/demo/index.ts';
import { startPrestashopSandbox, type PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import { openHub, type Hub } from '../../src/hub/index.ts';
import type { BrickSettings } from '../../src/sync/index.ts';

/** Where a shop answers. */
export interface ShopAddress {
  url: string;
  key: string;
}

export const BRICK = 'shop';
export const log = pino({ level: 'silent' });

/** A generated shop, by default without pictures: bytes of images would be measured instead of records. */
export function startShop(products: number, more: DemoShopOptions = {}): Promise<PrestashopSandbox> {
  return startPrestashopSandbox({ state: generateShop({ products, images: false, ...more }) });
}

/** The brick of a shop, with everything as the configuration leaves it. */
export function shopBrick({ url, key }: ShopAddress): BrickSettings {
  const settings = prestashop.settings.parse({ url, key });
  const holds = { percent: 10, records: 50, windowHours: 24, streams: {} };
  return { name: BRICK, connector: prestashop, settings, schedule: '*/2 * * * *', holds };
}

/** A hub on a folder of its own, with one brick. */
export function openShopHub(data: string, shop: ShopAddress): Promise<Hub> {
  return openBricks(data, [shopBrick(shop)]);
}

export function openBricks(data: string, bricks: readonly BrickSettings[]): Promise<Hub> {
  return openHub({
    ...{ config: { data }, bricks, log },
    registry: new URL(`../../src/registry${extname(import.meta.url)}`, import.meta.url).href,
  });
}

/** Reads the whole shop once; a benchmark of a read that failed would be fast. */
export async function firstSync(hub: Hub): ReturnType<Hub['sync']['sync']> {
  const run = await hub.sync.sync(BRICK, { full: false, trigger: 'command' });
  if (run.state !== 'done') throw new Error(`The sync is ${run.state}: ${JSON.stringify(run.failures)}`);
  return run;
}
