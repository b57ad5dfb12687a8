import { connectors } from '../../src/registry.ts';
import { startSlowProxy } from './apply/slow-proxy.ts';
import { childOptions, tell, untilDismissed } from './children.ts';

/** An empty shop that answers late, in a process of its own: its work is not counted as the hub's. */
const { connector, latencyMs } = childOptions<{ connector: string; latencyMs: number }>();
const found = connectors.find(({ name }) => name === connector);
if (!found?.sandbox) throw new Error(`${connector} has no sandbox.`);
const bornAt = new Date('2026-11-01T08:00:00Z');
const shop = await found.sandbox({ seed: 1, bornAt, fresh: true, folder: '', peers: {} });
const proxy = await startSlowProxy(shop.url, latencyMs);
process.on('message', (word) => {
  if (word === 'figures') tell(proxy.take());
});
// WordPress signs and links by the address that it has for itself, whichever way the hub comes.
tell({ settings: { ...shop.settings, url: proxy.url } });
await untilDismissed();
await proxy.close();
await shop.close();
