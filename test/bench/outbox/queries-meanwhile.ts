import { randomBytes } from 'node:crypto';
import { startChild, type Child } from '../children.ts';
import { exceededBy, median } from '../figures.ts';
import { ask, type Target } from '../query/load.ts';
import { PINNED_QUERY } from '../query/pinned-query.ts';
import { firstSync, openShopHub, startShop, type ShopAddress } from '../shop-hub.ts';
import { withFolder } from '../temporary.ts';

const PRODUCTS = 1_000;
const WARM_UP_MS = 4_000;
const IDLE_MS = 20_000;
/** A frontend that asks so often, or as often as it is answered. */
const EVERY_MS = 25;

export interface Latencies {
  queries: number;
  /** Milliseconds. */
  middle: number;
  p99: number;
}

/** A page of products, asked for while nothing else happens, and while a queue is brought to its brick. */
export function measureQueries(
  messages: number,
  perSecond: number,
): Promise<{ idle: Latencies; delivering: Latencies; seconds: number }> {
  return withFolder(async (data) => {
    const token = randomBytes(24).toString('base64url');
    const shop = await mirrorShop(data);
    const child = startChild<{ port?: number }>('outbox/gateway', { data, shop, token, messages, perSecond });
    try {
      const { port = 0 } = await child.next();
      return await measure(child, { port, path: '/graphql', token, body: JSON.stringify({ query: PINNED_QUERY }) });
    } finally {
      await child.stop();
    }
  });
}

async function mirrorShop(data: string): Promise<ShopAddress> {
  const shop = await startShop(PRODUCTS);
  try {
    const hub = await openShopHub(data, shop);
    await firstSync(hub).finally(() => hub.close());
    return { url: shop.url, key: shop.key };
  } finally {
    await shop.close();
  }
}

async function measure(
  child: Child<unknown>,
  target: Target,
): Promise<{ idle: Latencies; delivering: Latencies; seconds: number }> {
  const told = async (word: string): Promise<void> => {
    const done = child.next();
    child.send(word);
    await done;
  };
  await told('queue');
  await asking(target, pause(WARM_UP_MS));
  const before = await asking(target, pause(IDLE_MS));
  const start = performance.now();
  const delivering = await asking(target, told('deliver'));
  const seconds = Math.round((performance.now() - start) / 1_000);
  const after = await asking(target, pause(IDLE_MS));
  return { idle: latencies([...before, ...after]), delivering: latencies(delivering), seconds };
}

/** Milliseconds that each query took until this has happened. */
async function asking(target: Target, end: Promise<void>): Promise<number[]> {
  const asked = { isOver: false };
  const ended = end.finally(() => (asked.isOver = true));
  const took: number[] = [];
  while (!asked.isOver) {
    const start = performance.now();
    if ((await ask(target)).includes('"errors"')) throw new Error('A query was answered with errors.');
    const ms = performance.now() - start;
    took.push(ms);
    await pause(Math.max(0, EVERY_MS - ms));
  }
  await ended;
  return took;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function latencies(took: readonly number[]): Latencies {
  return { queries: took.length, middle: median(took), p99: exceededBy(0.01, took) };
}
