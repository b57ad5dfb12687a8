import { childOptions, tell, untilDismissed } from './children.ts';
import { firstSync, openShopHub, type ShopAddress } from './shop-hub.ts';
import { peakMemory } from './sync/peak-memory.ts';

/** One first sync in a process of its own: what it needs at most is the hub's memory and nothing else. */
const { data, shop } = childOptions<{ data: string; shop: ShopAddress }>();
const hub = await openShopHub(data, shop);
const run = await firstSync(hub);
tell({ run, memory: peakMemory() });
await hub.close();
await untilDismissed();
