import { generateShop, type DemoShopOptions } from '../../connectors/prestashop/sandbox/demo/index.ts';
import { startPrestashopSandbox, type PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';

const DAY = 86_400_000;

/** A key that can be looked for in everything that is said. */
export const KEY = 'K3YTHATNOBODYMUSTEVERSEE00000000';

/** A small shop on a free port, a day old by the machine's clock. */
export function startTestShop(size: DemoShopOptions = {}): Promise<PrestashopSandbox> {
  const state = generateShop({
    ...{ products: 12, customers: 8, orders: 8, images: false, now: new Date(Date.now() - DAY) },
    ...size,
  });
  return startPrestashopSandbox({ state, key: KEY });
}

/** The configuration of a hub that mirrors it, key in the environment. */
export function configOf(shop: Pick<PrestashopSandbox, 'url'>, more: object = {}): object {
  const brick = { connector: 'prestashop', url: shop.url, key: '${PRESTASHOP_KEY}', schedule: '0 0 1 1 *', ...more };
  return { bricks: { shop: brick } };
}
