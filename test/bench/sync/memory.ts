import { startChild } from '../children.ts';
import type { ShopAddress } from '../shop-hub.ts';
import { withFolder } from '../temporary.ts';
import type { RunSummary } from '../../../src/sync/index.ts';
import type { PeakMemory } from './peak-memory.ts';

export interface MemoryOfSync extends PeakMemory {
  records: number;
  ms: number;
}

/** One first sync of a shop of this size: shop and hub each in a process of its own. */
export async function measureMemory(products: number): Promise<MemoryOfSync> {
  const shop = startChild<ShopAddress>('sandbox', { products }, ['--max-old-space-size=8192']);
  try {
    const address = await shop.next();
    return await withFolder(async (data) => {
      const hub = startChild<{ run: RunSummary; memory: PeakMemory }>('sync', { data, shop: address });
      try {
        const { run, memory } = await hub.next();
        return { ...memory, records: run.read, ms: run.ms };
      } finally {
        await hub.stop();
      }
    });
  } finally {
    await shop.stop();
  }
}
