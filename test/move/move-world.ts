import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { JsonObject, RoleName } from '#sdk';
import { believable } from '../../connectors/memory/believable.ts';
import memory, { openBusiness, type Business } from '../../connectors/memory/index.ts';
import { openBlobs, openMirror, type OpenedMirror } from '../../src/mirror/index.ts';
import type { MoveParts } from '../../src/recovery/index.ts';
import { openBrick, settleBindings, syncBrick, type Brick } from '../../src/sync/index.ts';
import { facetTypes } from '../stories/memory-registry.ts';

export const BORN = new Date('2026-11-01T08:00:00Z');
const HOLDS = { percent: 10, records: 50, windowHours: 24, streams: {} };
const ROLES: readonly RoleName[] = ['shop', 'fulfilment', 'mass-edit', 'till'];

/** A mirror of one business, and an empty one that is to be filled. */
export interface MoveWorld {
  data: string;
  clock: { now: number };
  mirror: OpenedMirror;
  from: Business;
  into: Business;
  source: Brick;
  target: Brick;
  parts: MoveParts;
  sync(brick: Brick): Promise<void>;
  /** What the target holds, without when it came: type to facets. */
  held(): Record<string, number>;
  close(): Promise<void>;
}

export async function openMoveWorld(
  options: { fill?: (business: Business) => void; database?: string } = {},
): Promise<MoveWorld> {
  const data = await mkdtemp(join(tmpdir(), 'mortar-move-'));
  const clock = { now: BORN.getTime() };
  const now = (): Date => new Date(clock.now);
  const from = openBusiness(`${data}/from`);
  const into = openBusiness(`${data}/into`);
  (options.fill ?? ((business: Business) => believable(business, BORN)))(from);
  const mirror = await openMirror({
    data,
    ...(options.database !== undefined && { database: options.database }),
    registry: new URL('../stories/memory-registry.ts', import.meta.url).href,
    bricks: [
      { name: 'old', connector: 'memory' },
      { name: 'new', connector: 'memory' },
    ],
  });
  const blobs = openBlobs(data);
  const log = pino({ level: 'silent' });
  const open = (name: string, business: Business, standby: boolean): Brick =>
    openBrick(
      {
        ...{ name, connector: memory, schedule: '0 * * * *', holds: HOLDS },
        settings: memory.settings.parse({ business: business.name, pageSize: 50 }),
        ...(standby && { standby: true, replaces: 'old' }),
      },
      { blobs, log, now },
    );
  const source = open('old', from, false);
  const target = open('new', into, true);
  const parts: MoveParts = {
    ...{ mirror, blobs, facetTypes, log, now, data },
    registry: new URL('../stories/memory-registry.ts', import.meta.url).href,
    brick: (name) => (name === 'old' ? source : target),
    primary: () => 'old',
    // Waiting takes no time here; how long it would have been, tests of patience ask.
    timers: {
      after(_ms, run) {
        const turn = setImmediate(run);
        return () => clearImmediate(turn);
      },
    },
    random: () => 0.5,
  };
  return {
    ...{ data, clock, mirror, from, into, source, target, parts },
    async sync(brick) {
      const summary = await syncBrick({
        ...{ id: `run_${String(clock.now)}_${brick.name}`, brick: brick.name, bricks: ['old', 'new'] },
        ...{ connector: brick.connector, open: brick.open, full: true, trigger: 'test', holds: HOLDS, parallel: 3 },
        ...{ reader: mirror.reader, writer: mirror.writer, signal: new AbortController().signal, now },
        waitingMs: () => 0,
        emit: () => undefined,
      });
      if (summary.state !== 'done') throw new Error(`the run was ${summary.state}`);
      await settleBindings({ writer: mirror.writer, bricks: ['old', 'new'], isStopped: () => false });
    },
    held() {
      const all = ROLES.flatMap((role) => into.things(role));
      return Object.fromEntries([...Map.groupBy(all, ({ type }) => type)].map(([type, same]) => [type, same.length]));
    },
    async close() {
      await mirror.close();
      from.close();
      into.close();
      await rm(data, { recursive: true });
    },
  };
}

/** So many products with a variant each, in the words of a business. */
export function manyProducts(business: Business, count: number): void {
  believable(business, BORN);
  const [product] = business.things('shop').filter(({ type }) => type === 'Product');
  const [variant] = business.things('shop').filter(({ type }) => type === 'Variant');
  if (!product || !variant) throw new Error('there is nothing to copy');
  for (let n = 0; n < count; n++) {
    const sku = `SKU-${String(n).padStart(4, '0')}`;
    const facet: JsonObject = {
      ...product.facet,
      name: { fr: `Article ${sku}` },
      variants: [{ $ref: `Variant/${sku}` }],
    };
    business.put({ role: 'shop', type: 'Product', id: sku, facet }, BORN);
    const own: JsonObject = { ...variant.facet, sku, product: { $ref: `Product/${sku}` } };
    business.put({ role: 'shop', type: 'Variant', id: sku, facet: own }, BORN);
  }
}
