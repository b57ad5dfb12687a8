import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { JsonObject, RoleName } from '#sdk';
import { believable } from '../../connectors/memory/believable.ts';
import memory, { openBusiness, type Business } from '../../connectors/memory/index.ts';
import type { Config } from '../../src/config.ts';
import { createGateway, createTokenAuth, hashToken } from '../../src/gateway/index.ts';
import { hubStatus, openHub, type Hub } from '../../src/hub/index.ts';
import { settleBindings } from '../../src/sync/index.ts';

const TOKEN = 'a-token-of-staff';
const BORN = new Date('2026-11-01T08:00:00Z');

/** A hub of bricks in memory, served over HTTP. */
export interface MemoryHub {
  hub: Hub;
  businesses: Record<string, Business>;
  /** Reads these bricks, one after the other. */
  sync(...bricks: string[]): Promise<void>;
  /** The data of an answer; throws what the gateway reports. */
  ask(query: string): Promise<Record<string, unknown>>;
  /** What follows from a binding by hand is done. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** `primaries`: role to brick; the others of the role are asked by `brick:`. */
export async function openMemoryHub(
  names: readonly string[],
  primaries: Partial<Record<RoleName, { primary: string }>>,
  config: Partial<Pick<Config, 'flows' | 'stock'>> = {},
): Promise<MemoryHub> {
  const data = await mkdtemp(join(tmpdir(), 'mortar-memory-'));
  const clock = { now: BORN.getTime() };
  const now = (): Date => new Date(clock.now);
  const businesses = Object.fromEntries(names.map((name) => [name, openBusiness(`${data}/${name}`)]));
  const holds = { percent: 10, records: 50, windowHours: 24, streams: {} };
  const log = pino({ level: 'silent' });
  const hub = await openHub({
    config: { data, roles: primaries, ...config },
    bricks: names.map((name) => {
      const settings = memory.settings.parse({ business: `${data}/${name}`, pageSize: 2 });
      return { name, connector: memory, settings, schedule: '*/2 * * * *', holds };
    }),
    registry: new URL('./memory-registry.ts', import.meta.url).href,
    log,
    now,
  });
  const gateway = await createGateway({
    reader: hub.mirror.reader,
    outbox: hub.outbox,
    status: hubStatus(hub, primaries, now),
    blobs: { open: () => Promise.resolve(null) },
    auth: createTokenAuth(() => [{ name: 'staff', sha256: hashToken(TOKEN) }]),
    log,
    ready: () => ({ ok: true }),
    staleness: () => hub.sync.staleness(),
    now,
  });
  const { url } = await gateway.start(0, '127.0.0.1');
  return {
    hub,
    businesses,
    async sync(...bricks) {
      for (const brick of bricks) {
        clock.now += 120_000;
        const run = await hub.sync.sync(brick, { full: false, trigger: 'test' });
        if (run.state !== 'done') throw new Error(`the run of ${brick} ended ${run.state}`);
      }
    },
    async ask(query) {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };
      const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
      const { data: answer, errors } = (await response.json()) as { data: Record<string, unknown>; errors?: unknown };
      if (errors) throw new Error(JSON.stringify(errors));
      return answer;
    },
    async settle() {
      const settling = { writer: hub.mirror.writer, bricks: names, isStopped: () => false, projectFirst: true };
      // The hub does the same in the background, and its steps come in between.
      for (let round = 0; round < 3; round++) await settleBindings(settling);
    },
    async close() {
      await gateway.stop();
      await hub.close();
      for (const business of Object.values(businesses)) business.close();
      await rm(data, { recursive: true });
    },
  };
}

/** What the believable business has of a role. */
export function fill(business: Business, role: RoleName): void {
  const onlyRole: Business = { ...business, put: (thing) => void (thing.role === role && business.put(thing)) };
  believable(onlyRole, BORN);
}

/** Says something else of a thing. */
export function change(
  business: Business,
  role: RoleName,
  { type, id }: { type: string; id: string },
  facet: JsonObject,
): void {
  const known = business.things(role).find((thing) => thing.type === type && thing.id === id);
  business.put({ role, type, id, facet: { ...known?.facet, ...facet } });
}
