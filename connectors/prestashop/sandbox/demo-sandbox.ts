import type { Sandbox, SandboxOptions } from '#sdk';
import { generateShop } from './demo/index.ts';
import { startPrestashopSandbox } from './server.ts';

/** The demo's shop: about 300 products with pictures, 200 customers, 500 orders, on a free port of this machine. */
export async function startDemoSandbox({ seed, bornAt }: SandboxOptions): Promise<Sandbox> {
  const sandbox = await startPrestashopSandbox({ state: generateShop({ seed, now: bornAt }), seed });
  return {
    url: sandbox.url,
    settings: { url: sandbox.url, key: sandbox.key },
    close: () => sandbox.close(),
  };
}
