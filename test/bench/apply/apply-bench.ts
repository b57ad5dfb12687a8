import { loadavg } from 'node:os';
import type { MoveProgress } from '../../../src/recovery/index.ts';
import { connectors } from '../../../src/registry.ts';
import { startChild } from '../children.ts';
import { perSecond, ratio, table, whole } from '../figures.ts';
import type { ShopAddress } from '../shop-hub.ts';
import { withFolder } from '../temporary.ts';
import type { DoorFigures } from './slow-proxy.ts';

const LATENCY_MS = 100;
const QUICK = { products: 40, customers: 20, orders: 30 };
const FULL = { products: 600, customers: 200, orders: 300 };
type ShopSize = typeof FULL;

export interface ApplyFigures {
  way: 'swap' | 'rebuild';
  target: string;
  /** What was brought. */
  things: number;
  requests: number;
  ms: number;
  /** Share of the time during which the target had a request of ours in hand, as its own door saw it. */
  waitingShare: number;
  /** The same as the hub tells it. */
  toldShare: number;
  /** Processor time of the hub's process over the time by the clock. */
  cpuShare: number;
  cpuMsPerThing: number;
  /** Requests that the target had in hand, on average, and as many as its settings allow. */
  inFlight: number;
  allowed: number;
  thingsPerSecond: number;
  /** Of the machine, when it ended: with more than its cores, figures by the clock say little. */
  load: number;
}

type Ended = MoveProgress & { cpuMs: number };

/** What filling an empty shop costs beside waiting on it, when it answers as late as one on the internet does. */
export async function benchApply({ full }: { full: boolean }, say: (text: string) => void): Promise<object> {
  const size = full ? FULL : QUICK;
  say(
    `A PrestaShop of ${whole(size.products)} products into an empty shop that answers after ${whole(LATENCY_MS)} ms:\n`,
  );
  const figures: ApplyFigures[] = [];
  for (const connector of ['woocommerce', 'prestashop']) figures.push(await measure(size, connector));
  say(
    table([
      ['', 'things', 'requests', 'seconds', 'waiting', 'told', 'CPU', 'CPU ms each', 'in flight', 'of', 'load'],
      ...figures.map((one) => [
        ...[`${one.way} → ${one.target}`, whole(one.things), whole(one.requests), (one.ms / 1000).toFixed(1)],
        ...[percent(one.waitingShare), percent(one.toldShare), percent(one.cpuShare), String(one.cpuMsPerThing)],
        ...[String(one.inFlight), String(one.allowed), one.load.toFixed(1)],
      ]),
    ]),
  );
  return { bench: 'apply', ...size, latencyMs: LATENCY_MS, applied: figures };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

async function measure({ products, ...rest }: ShopSize, connector: string): Promise<ApplyFigures> {
  const source = startChild<ShopAddress>('sandbox', { products, more: { ...rest, images: true } });
  const target = startChild<{ settings: object }>('slow-target', { connector, latencyMs: LATENCY_MS });
  try {
    const [shop, { settings }] = [await source.next(), await target.next()];
    return await withFolder(async (data) => {
      const hub = startChild<Ended | object>('apply', { data, shop, connector, settings });
      try {
        await hub.next();
        await takeFigures(target);
        const told = hub.next();
        hub.send('apply');
        const ended = (await told) as Ended;
        const door = await takeFigures(target);
        await source.stop();
        if (ended.state !== 'applied') throw new Error(`The plan is not applied: ${JSON.stringify(ended)}`);
        return figuresOf(connector, allowedBy(connector, settings), { ended, door });
      } finally {
        await hub.stop();
      }
    });
  } finally {
    await target.stop();
    await source.stop();
  }
}

async function takeFigures(target: ReturnType<typeof startChild>): Promise<DoorFigures> {
  const told = target.next();
  target.send('figures');
  return (await told) as DoorFigures;
}

/** Requests in flight that the brick's settings let through. */
function allowedBy(connector: string, settings: object): number {
  const parsed = connectors.find(({ name }) => name === connector)?.settings.parse(settings) as { concurrency: number };
  return parsed.concurrency;
}

function figuresOf(
  connector: string,
  allowed: number,
  { ended, door }: { ended: Ended; door: DoorFigures },
): ApplyFigures {
  const { ms, waitingMs, cpuMs, done } = ended;
  return {
    way: connector === 'prestashop' ? 'rebuild' : 'swap',
    target: connector,
    ...{ things: done, requests: door.requests, ms: Math.round(ms) },
    ...{
      waitingShare: Math.min(1, ratio(door.busyMs, ms)),
      toldShare: ratio(waitingMs, ms),
      cpuShare: ratio(cpuMs, ms),
    },
    cpuMsPerThing: ratio(cpuMs, done),
    ...{ inFlight: ratio(door.requestMs, ms), allowed },
    thingsPerSecond: perSecond(done, ms),
    load: Number((loadavg()[0] ?? 0).toFixed(2)),
  };
}
