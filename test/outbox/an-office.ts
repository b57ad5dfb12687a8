import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { z, type BrickCommands, type Connector, type Delivery, type JsonObject, type Stream } from '#sdk';
import { openMirror, type Mirror, type NewMessage } from '../../src/mirror/index.ts';
import { createRelay, type Relay } from '../../src/outbox/index.ts';
import { createSyncService, mirrorView, openBrick, type RunSummary, type SyncService } from '../../src/sync/index.ts';
import { bricks, registry } from '../mirror/a-mirror.ts';
import type { TestDialect } from '../mirror/dialects.ts';
import { connectors } from '../mirror/registry.ts';
import { aMessage } from './a-relay.ts';
import type { TestClock } from './test-clock.ts';

const HOLDS = { percent: 50, records: 5, windowHours: 24, streams: {} };
const log = pino({ level: 'silent' });

/** The brick `one` of the mirror's tests: things that it sells, and what it was told. */
export class Office {
  readonly things = new Map<string, JsonObject>();
  /** Every effect, in order: `a := 12`. */
  readonly log: string[] = [];
  #gate = Promise.resolve();
  /** Who waits goes on. */
  letGo: () => void = () => undefined;
  /** What befalls the next tries: thrown before or after it has written. */
  faults: { before?: Error; after?: Error }[] = [];
  /** Somebody asks for single things. */
  onAsked: () => void = () => undefined;
  /** Who waits sees what is there when it goes on, not what was there before. */
  readsLate = false;
  /** Whether it shows single things. */
  readsById = true;

  readonly commands = {
    setVariantPrice: async ({ variant, listPrice }, delivery) => {
      const fault = this.faults.shift() ?? {};
      if (fault.before) throw fault.before;
      const id = (await delivery.externalId('Thing', variant)) ?? variant;
      await delivery.step('write', async () => this.#write(id, listPrice.amount, delivery));
      if (fault.after) throw fault.after;
      return { touched: [{ kind: 'things', ids: [id] }] };
    },
  } satisfies Partial<BrickCommands>;

  put(id: string, price: string): void {
    this.things.set(id, { name: id, price });
  }

  /** From now on, who reads waits before anything is handed over. */
  holdUp(): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gate = promise;
    this.letGo = resolve;
  }

  stream(): Stream {
    const records = (): { id: string; body: JsonObject }[] => [...this.things].map(([id, body]) => ({ id, body }));
    const gate = (): Promise<void> => this.#gate;
    const readsLate = (): boolean => this.readsLate;
    const byIds: Stream['byIds'] = async (ids) => {
      this.onAsked();
      await gate();
      return records().filter(({ id }) => ids.includes(id));
    };
    return {
      kind: 'things',
      way: 'cursor',
      async *read() {
        const before = records();
        await gate();
        yield { records: readsLate() ? records() : before, checkpoint: 'read' };
      },
      ...(this.readsById && { byIds }),
    };
  }

  #write(id: string, price: string, { message }: Delivery): string {
    this.log.push(`${message}: ${id} := ${price}`);
    this.put(id, price);
    return price;
  }
}

/** A mirror, its syncs and relays, as several hubs on one database would have them. */
export interface OfficeHub {
  mirror: Mirror;
  sync: SyncService;
  relay(id: string): Relay;
  run(): Promise<RunSummary>;
  /** What queries show as its price. */
  price(id: string): Promise<string | null>;
  hubId(id: string): Promise<string>;
  close(): Promise<void>;
}

export async function anOffice(
  dialect: TestDialect,
): Promise<{ data: string; database?: string; remove(): Promise<void> }> {
  const data = await mkdtemp(join(tmpdir(), 'mortar-outbox-'));
  const database = await dialect.create();
  const remove = async (): Promise<void> => {
    await dialect.drop(database);
    await rm(data, { recursive: true });
  };
  return { data, ...(database === undefined ? {} : { database }), remove };
}

export async function openOffice(
  { data, database }: { data: string; database?: string },
  office: Office,
  clock: TestClock,
): Promise<OfficeHub> {
  const mirror = await openMirror({ data, ...(database === undefined ? {} : { database }), registry, bricks });
  const { reader, writer } = mirror;
  const { now } = clock;
  const connector: Connector = {
    ...{ name: 'vendor', title: { en: '', fr: '' }, roles: ['shop'], settings: z.unknown(), secrets: [] },
    aggregates: connectors[0]?.aggregates ?? [],
    open: () => ({ streams: [office.stream()], commands: office.commands, check: async () => [] }),
  };
  const brick = { name: 'one', connector, settings: {}, schedule: '* * * * *', holds: HOLDS };
  const blobs = { put: async () => ({ sha256: '', size: 0 }), has: async () => false };
  const sync = await createSyncService({
    bricks: [openBrick(brick, { blobs, log, now })],
    ...{ reader, writer, log, now, lock: (name) => mirror.lockBrick(name) },
  });
  const things = async (): Promise<Map<string, { id: string; price: string | null }>> => {
    const { rows } = await reader.facets.page<{ price: string | null }>({ type: 'Thing', brick: 'one', first: 500 });
    return new Map(rows.map(({ row }) => [row.externalId, { id: row.id, price: row.facet.price }]));
  };
  return {
    mirror,
    sync,
    relay: (relayId) =>
      createRelay({
        ...{ writer, reader, relayId, log, now, timers: clock, random: () => 1 },
        bricks: [
          { name: 'one', commands: office.commands, mirror: mirrorView(reader, 'one'), breaker: () => 'closed' },
        ],
        readBack: (name, touched, signal) => sync.readBack(name, touched, signal),
        project: (name, signal) => sync.project(name, signal),
      }),
    run: () => sync.sync('one', { full: false, trigger: 'test' }),
    price: async (id) => (await things()).get(id)?.price ?? null,
    hubId: async (id) => (await things()).get(id)?.id ?? '',
    async close() {
      await sync.stop();
      await mirror.close();
    },
  };
}

/** Says a price of a thing; queries show it at once. */
export function aPrice(id: string, thing: string, amount: string): NewMessage {
  const overlay = { type: 'Thing', hubId: thing, patch: { price: amount }, creates: false };
  return aMessage(id, {
    brick: 'one',
    lane: `Thing:${thing}`,
    payload: { variant: thing, listPrice: { amount, currency: 'EUR' } },
    overlays: [overlay],
  });
}
