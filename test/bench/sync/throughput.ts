import { join } from 'node:path';
import { median, perSecond } from '../figures.ts';
import { firstSync, openShopHub, startShop, type ShopAddress } from '../shop-hub.ts';
import { withFolder } from '../temporary.ts';
import { insertBare, loadOf } from './bare-load.ts';

export interface Throughput {
  /** Records that the shop sent. */
  records: number;
  recordsPerSecond: number;
  bareRecordsPerSecond: number;
  /** Share of the sync during which a request to the shop was under way. */
  waitingShare: number;
  /** What the bare insert wrote. */
  rows: number;
  transactions: number;
}

interface Run {
  records: number;
  ms: number;
  waitingMs: number;
  bareMs: number;
  rows: number;
  transactions: number;
}

/** First syncs of a shop in this process, each followed by a bare insert of what it made. */
export async function measureThroughput(products: number, runs: number): Promise<Throughput> {
  const shop = await startShop(products);
  try {
    const done: Run[] = [];
    for (let run = 0; run < runs; run++) done.push(await withFolder((folder) => measureOnce(folder, shop)));
    const [first] = done;
    if (!first) throw new Error('Nothing was run.');
    const syncMs = median(done.map(({ ms }) => ms));
    return {
      records: first.records,
      recordsPerSecond: perSecond(first.records, syncMs),
      bareRecordsPerSecond: perSecond(first.records, median(done.map(({ bareMs }) => bareMs))),
      waitingShare: median(done.map(({ waitingMs, ms }) => waitingMs / ms)),
      rows: first.rows,
      transactions: first.transactions,
    };
  } finally {
    await shop.close();
  }
}

async function measureOnce(folder: string, shop: ShopAddress): Promise<Run> {
  const hub = await openShopHub(folder, shop);
  const run = await firstSync(hub).finally(() => hub.close());
  const load = loadOf(join(folder, 'mortar.db'));
  const bareMs = insertBare(load, join(folder, 'bare.db'));
  const { rows, transactions } = load;
  return { records: run.read, ms: run.ms, waitingMs: run.waitingMs, bareMs, rows, transactions: transactions.length };
}
