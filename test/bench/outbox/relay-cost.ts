import { mkdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { DatabasePlace } from '../../../src/mirror/database.ts';
import { openMirror, type Mirror } from '../../../src/mirror/index.ts';
import type { Relay } from '../../../src/outbox/index.ts';
import type { PlaceMaker } from '../../proof/sync/places.ts';
import { BRICK } from '../shop-hub.ts';
import { withFolder } from '../temporary.ts';
import { insertAndUpdate, messageRows } from './bare-queue.ts';
import { instantRelay } from './instant-relay.ts';
import { enqueueAll, newPrices } from './queue.ts';

const LANES = 1_000;
const variants = Array.from({ length: LANES }, (_, index) => `variant_${index}`);

export interface RelayCost {
  messages: number;
  /** Milliseconds that one message takes. */
  taken: number;
  relayed: number;
  bare: number;
}

/** A queue to a brick that answers at once, and the bare rows of the same queue, half of them before and half after. */
export function measureRelay(messages: number, places: PlaceMaker): Promise<RelayCost> {
  return withFolder(async (folder) => {
    const warmUp = await inPlace(places, join(folder, 'warm-up'), (place) => relayAll(place, 200));
    await bare(places, join(folder, 'bare-0'), warmUp.rows);
    const { rows, ...ms } = await inPlace(places, join(folder, 'relay'), (place) => relayAll(place, messages));
    const half = rows.length / 2;
    const bareMs =
      (await bare(places, join(folder, 'bare-1'), rows.slice(0, half))) +
      (await bare(places, join(folder, 'bare-2'), rows.slice(half)));
    return { messages, taken: ms.takenMs / messages, relayed: ms.relayedMs / messages, bare: bareMs / messages };
  });
}

function bare(places: PlaceMaker, data: string, rows: Parameters<typeof insertAndUpdate>[1]): Promise<number> {
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
    const start = performance.now();
    await enqueueAll(mirror.writer, newPrices(messages, variants));
    const takenMs = performance.now() - start;
    const relay = instantRelay({ mirror });
    relay.start();
    await delivered(relay, mirror);
    const relayedMs = performance.now() - start - takenMs;
    await relay.stop();
    return { takenMs, relayedMs, rows: await messageRows(place) };
  } finally {
    await mirror.close();
  }
}

async function delivered(relay: Relay, { reader }: Mirror): Promise<void> {
  await relay.idle();
  const left = await reader.messageCounts();
  if (left.length > 0) throw new Error(`The relay came to rest before all was delivered: ${JSON.stringify(left)}`);
}
