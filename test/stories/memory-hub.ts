import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { JsonObject, RoleName } from '#sdk';
import { believable } from '../../connectors/memory/believable.ts';
import memory, { openBusiness, type Business } from '../../connectors/memory/index.ts';
import { createGateway, createTokenAuth, hashToken } from '../../src/gateway/index.ts';
import { hubStatus, openHub, type Hub } from '../../src/hub/index.ts';
import { settleBindings } from '../../src/sync/index.ts';

const TOKEN = 'a-token-of-staff';
/** Of somebody who administers nothing. */
export const READER = 'a-token-of-a-reader';
const BORN = new Date('2026-11-01T08:00:00Z');

type HubConfig = Parameters<typeof openHub>[0]['config'];

/** A hub of bricks in memory, served over HTTP. */
export interface MemoryHub {
  hub: Hub;
  /** Its folder. */
  data: string;
  businesses: Record<string, Business>;
  /** Reads these bricks, one after the other. */
  sync(...bricks: string[]): Promise<void>;
  /** Lets days pass. */
  pass(days: number): void;
  /** The data of an answer; throws what the gateway reports. */
  ask(query: string, token?: string): Promise<Record<string, unknown>>;
  /** As after the end of its process: everything that is not on disk is gone. */
  restart(): Promise<void>;
  /** What follows from a binding by hand is done. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** `primaries`: role to brick; the others of the role are asked by `brick:`. */
export async function openMemoryHub(
  names: readonly string[],
  primaries: Partial<Record<RoleName, { primary: string }>>,
  {
    standby = {},
    readOnly = [],
    ...config
  }: Partial<Pick<HubConfig, 'flows' | 'stock' | 'backup' | 'retention'>> & {
    standby?: Record<string, string>;
    /** Bricks that cannot be told anything. */
    readOnly?: readonly string[];
  } = {},
): Promise<MemoryHub> {
  const data = await mkdtemp(join(tmpdir(), 'mortar-memory-'));
  const clock = { now: BORN.getTime() };
  const now = (): Date => new Date(clock.now);
  const businesses = Object.fromEntries(names.map((name) => [name, openBusiness(`${data}/${name}`)]));
  const log = pino({ level: 'silent' });
  const open = (): Promise<Hub> =>
    openHub({
      config: { data, roles: primaries, ...config },
      bricks: names.map((name) => brickOf(data, name, { replaces: standby[name], isDeaf: readOnly.includes(name) })),
      registry: new URL('./memory-registry.ts', import.meta.url).href,
      log,
      now,
    });
  const served = async (hub: Hub) => {
    const gateway = await createGateway({
      reader: hub.mirror.reader,
      outbox: hub.outbox,
      status: hubStatus(hub, primaries, now),
      blobs: { open: () => Promise.resolve(null) },
      auth: createTokenAuth(() => [
        { name: 'staff', sha256: hashToken(TOKEN) },
        { name: 'reader', sha256: hashToken(READER), admin: false },
      ]),
      log,
      ready: () => ({ ok: true }),
      staleness: () => hub.sync.staleness(),
      now,
    });
    const { url } = await gateway.start(0, '127.0.0.1');
    return { hub, gateway, url };
  };
  let current = await served(await open());
  return {
    get hub() {
      return current.hub;
    },
    data,
    businesses,
    async sync(...bricks) {
      for (const brick of bricks) {
        clock.now += 120_000;
        const run = await current.hub.sync.sync(brick, { full: false, trigger: 'test' });
        if (run.state !== 'done') throw new Error(`the run of ${brick} ended ${run.state}`);
      }
    },
    pass(days) {
      clock.now += days * 86_400_000;
    },
    ask: (query, token = TOKEN) => answerOf(current.url, query, token),
    async settle() {
      const settling = { writer: current.hub.mirror.writer, bricks: names, isStopped: () => false, projectFirst: true };
      // The hub does the same in the background, and its steps come in between.
      for (let round = 0; round < 3; round++) await settleBindings(settling);
    },
    async restart() {
      await current.gateway.stop();
      await current.hub.close();
      current = await served(await open());
    },
    async close() {
      await current.gateway.stop();
      await current.hub.close();
      for (const business of Object.values(businesses)) business.close();
      await rm(data, { recursive: true });
    },
  };
}

function brickOf(
  data: string,
  name: string,
  { replaces, isDeaf }: { replaces: string | undefined; isDeaf: boolean },
): Parameters<typeof openHub>[0]['bricks'][number] {
  const settings = memory.settings.parse({ business: `${data}/${name}`, pageSize: 2 });
  const holds = { percent: 10, records: 50, windowHours: 24, streams: {} };
  const place = replaces === undefined ? {} : { standby: true, replaces };
  return { name, connector: isDeaf ? deaf : memory, settings, schedule: '*/2 * * * *', holds, ...place };
}

async function answerOf(url: string, query: string, token: string): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  const { data: answer, errors } = (await response.json()) as { data: Record<string, unknown>; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return answer;
}

/** The same without a way to tell it anything. */
const deaf: typeof memory = {
  ...memory,
  open(settings, tools) {
    const { commands: _, ...rest } = memory.open(settings, tools);
    return rest;
  },
};

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
