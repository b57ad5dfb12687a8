import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPrestashopSandbox, type PrestashopSandbox } from '../../../connectors/prestashop/sandbox/index.ts';
import { generateShop } from '../../../connectors/prestashop/sandbox/demo/index.ts';
import type { DatabasePlace } from '../../../src/mirror/database.ts';
import { MASTER_KEY_FILE } from '../../../src/mirror/persons/master-key.ts';
import type { Command } from '../probed-program.ts';
import { built } from '../project-root.ts';
import type { Random } from '../random.ts';
import type { PlaceMaker } from './places.ts';

/** A shop, and hubs on folders of their own that mirror it. */
export interface ShopWorld {
  shop: PrestashopSandbox;
  /** A new, empty place for a mirror, with the command that syncs the shop into it. */
  newHub(): Promise<{ place: DatabasePlace; command: Command }>;
  close(): Promise<void>;
}

export interface ShopSize {
  products: number;
  customers: number;
  orders: number;
}

const DAY = 86_400_000;

export async function openShopWorld(size: ShopSize, places: PlaceMaker, random: Random): Promise<ShopWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'mortar-proof-'));
  const state = generateShop({ ...size, seed: 1 + random.below(1_000_000), now: new Date(Date.now() - DAY) });
  const shop = await startPrestashopSandbox({ state });
  const opened: DatabasePlace[] = [];
  // Two mirrors can be compared when the same key hides what they say of people.
  const master = randomBytes(32).toString('base64');
  return {
    shop,
    async newHub() {
      const data = join(folder, `hub-${opened.length + 1}`);
      const place = await places.make(data);
      opened.push(place);
      await writeFile(join(data, MASTER_KEY_FILE), master, { mode: 0o600 });
      const config = `${data}.yaml`;
      const brick = { connector: 'prestashop', url: shop.url, key: shop.key };
      await writeFile(config, JSON.stringify({ ...place, bricks: { shop: brick } }));
      const args = [built('src/main.js'), 'sync', 'shop', '--json'];
      return { place, command: { args, env: { MORTAR_CONFIG: config } } };
    },
    async close() {
      await shop.close();
      for (const place of opened) await places.remove(place);
      await rm(folder, { recursive: true });
    },
  };
}
