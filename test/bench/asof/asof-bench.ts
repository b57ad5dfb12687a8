import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import prestashop from '../../../connectors/prestashop/index.ts';
import { unpackBody } from '../../../src/mirror/body.ts';
import { buildPast } from '../../../src/mirror/past/build-past.ts';
import { facetTypes } from '../../../src/registry.ts';
import { perSecond, ratio, table } from '../figures.ts';
import { firstSync, openShopHub, startShop } from '../shop-hub.ts';
import { withFolder } from '../temporary.ts';

/** A generated shop has about 9.65 records for each product. */
const QUICK = [1_000];
const FULL = [10_400, 104_000];

export interface AsOfFigures {
  products: number;
  revisions: number;
  megabytes: number;
  /** Reading every revision of the mirror and parsing its body: the least that the past could cost. */
  readMs: number;
  /** Copying and projecting them into a past. */
  buildMs: number;
  ratio: number;
  /** The same in processor time, which other programs on the machine disturb less. */
  cpuRatio: number;
  revisionsPerSecond: number;
}

/** What the first question about a time costs: the projection of all that was published then. */
export async function benchAsOf(
  { full }: { full: boolean },
  say: (text: string) => void,
): Promise<{ asOf: AsOfFigures[] }> {
  const figures: AsOfFigures[] = [];
  for (const products of full ? FULL : QUICK) figures.push(await measure(products));
  const rows = figures.map((one) => [
    ...[String(one.products), String(one.revisions), String(one.megabytes), String(one.readMs)],
    ...[String(one.buildMs), String(one.ratio), String(one.cpuRatio), String(one.revisionsPerSecond)],
  ]);
  say(table([['products', 'revisions', 'MB', 'read ms', 'past ms', 'ratio', 'by CPU', 'revisions/s'], ...rows]));
  return { asOf: figures };
}

async function measure(products: number): Promise<AsOfFigures> {
  const shop = await startShop(products);
  try {
    return await withFolder(async (data) => {
      const hub = await openShopHub(data, shop);
      await firstSync(hub).finally(() => hub.close());
      const reading = process.cpuUsage();
      const { revisions, bytes, ms: readMs } = readAll(data);
      const readCpu = cpuSince(reading);
      const folder = join(data, 'past');
      mkdirSync(folder);
      const began = performance.now();
      const building = process.cpuUsage();
      await buildPast(
        { source: { data }, folder, until: '9999' },
        {
          facetTypes,
          bricks: [{ name: 'shop', aggregates: prestashop.aggregates }],
          keyIn: { data },
          progress: () => undefined,
        },
      );
      const buildMs = performance.now() - began;
      const buildCpu = cpuSince(building);
      return {
        ...{ products, revisions, megabytes: Math.round(bytes / 1e6) },
        ...{ readMs: Math.round(readMs), buildMs: Math.round(buildMs), ratio: ratio(buildMs, readMs) },
        cpuRatio: ratio(buildCpu, readCpu),
        revisionsPerSecond: perSecond(revisions, buildMs),
      };
    });
  } finally {
    await shop.close();
  }
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function readAll(data: string): { revisions: number; bytes: number; ms: number } {
  const database = new DatabaseSync(join(data, 'mortar.db'), { readOnly: true });
  try {
    const began = performance.now();
    let revisions = 0;
    let bytes = 0;
    for (const row of database.prepare('select external_id, hash, body from revisions').iterate()) {
      const body = row['body'];
      revisions += 1;
      if (!(body instanceof Uint8Array)) continue;
      bytes += body.length;
      unpackBody(body);
    }
    return { revisions, bytes, ms: performance.now() - began };
  } finally {
    database.close();
  }
}
