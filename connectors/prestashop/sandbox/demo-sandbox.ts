import type { Sandbox, SandboxOptions } from '#sdk';
import { generateShop } from './demo/index.ts';
import { freshShop } from './fresh-shop.ts';
import { startPrestashopSandbox } from './server.ts';

/** Two pages of products and of orders. */
const SMALL = { products: 105, customers: 40, orders: 105 };

/**
 * The demo's shop on a free port of this machine: about 300 products with pictures, 200 customers, 500 orders; or
 * `small`, a third of it; or `fresh`, one as it is right after its installation.
 */
export async function startDemoSandbox({ seed, bornAt, fresh, small }: SandboxOptions): Promise<Sandbox> {
  const state = fresh ? freshShop(bornAt) : generateShop({ seed, now: bornAt, ...(small && SMALL) });
  const sandbox = await startPrestashopSandbox({ state, seed });
  return {
    url: sandbox.url,
    settings: { url: sandbox.url, key: sandbox.key },
    close: () => sandbox.close(),
  };
}
