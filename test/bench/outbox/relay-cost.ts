import { mkdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { DatabasePlace } from '../../../src/mirror/database.ts';
import { openMirror, type Mirror } from '../../../src/mirror/index.ts';
import type { Relay } from '../../../src/outbox/index.ts';
import type { PlaceMaker } from '../../proof/sync/places.ts';
import { BRICK } from '../shop-hub.ts';
import { withFolder } from '../temporary.ts';
import { each, spent, sum, type Spent } from './spent.ts';
import { alike, insertAndUpdate, messageRows } from './bare-queue.ts';
import { instantRelay } from './instant-relay.ts';
import { enqueueAll, newPrices } from './queue.ts';

const WARM_UP = 500;
const LANES = 1_000;
const variants = Array.from({ length: LANES }, (_, index) => `variant_${index}`);

export interface RelayCost {
  messages: number;
  /** All of one message. */
  taken: Spent;
  relayed: Spent;
  bare: Spent;
}

/** A queue to a brick that answers at once, and the bare rows of the same queue, half of them before and half after. */
export function measureRelay(messages: number, places: PlaceMaker): Promise<RelayCost> {
  return withFolder(async (folder) => {
    const { rows } = await inPlace(places, join(folder, 'warm-up'), (place) => relayAll(place, WARM_UP));
    await bare(places, join(folder, 'warm-up-bare'), rows);
    const half = alike(rows, Math.ceil(messages / 2));
    const before = await bare(places, join(folder, 'before'), half);
    const { taken, relayed } = await inPlace(places, join(folder, 'relay'), (place) => relayAll(place, messages));
    const after = await bare(places, join(folder, 'after'), half);
    const twoHalves = each(sum(before, after), 2 * half.length);
    return { messages, taken: each(taken, messages), relayed: each(relayed, messages), bare: twoHalves };
  });
}

function bare(places: PlaceMaker, data: string, rows: Parameters<typeof insertAndUpdate>[1]): Promise<Spent> {
  return inPlace(places, data, (place) => insertAndUpdate(place, rows));
}

async function inPlace<T>(places: PlaceMaker, data: string, use: (place: DatabasePlace) => Promise<T>): Promise<T> {
  const place = await places.make(data);
  return use(place).finally(() => places.remove(place));
}

async function relayAll(place: DatabasePlace, messages: number) {
  const { data, database } = place;
  await mkdir(data, { recursive: true });
  const mirror = await openMirror({
    data,
    ...(database === undefined ? {} : { database }),
    registry: new URL(`../../../src/registry${extname(import.meta.url)}`, import.meta.url).href,
    bricks: [{ name: BRICK, connector: 'prestashop' }],
  });
  try {
    const taken = await spent(() => enqueueAll(mirror.writer, newPrices(messages, variants)));
    const relay = instantRelay({ mirror });
    const relayed = await spent(() => {
      relay.start();
      return delivered(relay, mirror);
    });
    await relay.stop();
    return { taken, relayed, rows: await messageRows(place) };
  } finally {
    await mirror.close();
  }
}

async function delivered(relay: Relay, { reader }: Mirror): Promise<void> {
  await relay.idle();
  const left = await reader.messageCounts();
  if (left.length > 0) throw new Error(`The relay came to rest before all was delivered: ${JSON.stringify(left)}`);
}
