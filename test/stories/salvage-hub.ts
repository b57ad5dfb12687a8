import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import memory, { openBusiness, type Business } from '../../connectors/memory/index.ts';
import { createGateway, createTokenAuth, hashToken } from '../../src/gateway/index.ts';
import { hubStatus, openHub, type Hub } from '../../src/hub/index.ts';
import { salvage, type SalvageOrder, type SalvageReport } from '../../src/recovery/salvage/index.ts';
import type { BrickSettings } from '../../src/sync/index.ts';

const TOKEN = 'a-token-of-staff';
const BORN = new Date('2026-11-01T08:00:00Z');
const holds = { percent: 10, records: 50, windowHours: 24, streams: {} };

/** A hub with nothing but salvaged files, or with a shop beside them that lives. */
export interface SalvageHub {
  hub: Hub;
  data: string;
  /** The folder that the graph may read. */
  folder: string;
  /** The shop that lives, if there is one. */
  shop: Business;
  /** Writes a file of that age; resolves with its path. */
  file(name: string, content: string | Uint8Array, modified: string): Promise<string>;
  run(paths: readonly string[], order?: Partial<SalvageOrder>): Promise<SalvageReport>;
  ask<Answer>(query: string): Promise<Answer>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function openSalvageHub({ withShop = false } = {}): Promise<SalvageHub> {
  const data = await mkdtemp(join(tmpdir(), 'mortar-salvage-'));
  const folder = join(data, 'office');
  await mkdir(folder);
  const clock = { now: BORN.getTime() };
  const now = (): Date => new Date((clock.now += 1_000));
  const log = pino({ level: 'silent' });
  const shop = openBusiness(data);
  const living: BrickSettings[] = withShop
    ? [
        {
          name: 'shop',
          connector: memory,
          settings: memory.settings.parse({ business: data }),
          schedule: '0 0 * * *',
          holds,
        },
      ]
    : [];
  const bricks = [
    ...living,
    { name: 'salvage', connector: salvage, settings: { folder }, schedule: '0 0 * * *', holds },
  ];
  const open = async () => {
    const hub = await openHub({
      config: { data },
      bricks,
      registry: new URL('./salvage-registry.ts', import.meta.url).href,
      log,
      now,
    });
    const gateway = await createGateway({
      reader: hub.mirror.reader,
      outbox: hub.outbox,
      status: hubStatus(hub, {}, now),
      blobs: { open: () => Promise.resolve(null) },
      auth: createTokenAuth(() => [{ name: 'staff', sha256: hashToken(TOKEN), admin: true }]),
      log,
      ready: () => ({ ok: true }),
      staleness: () => hub.sync.staleness(),
      now,
    });
    return { hub, gateway, url: (await gateway.start(0, '127.0.0.1')).url };
  };
  let opened = await open();
  return {
    get hub() {
      return opened.hub;
    },
    data,
    folder,
    shop,
    async file(name, content, modified) {
      const path = join(folder, name);
      await writeFile(path, content);
      await utimes(path, new Date(modified), new Date(modified));
      return path;
    },
    run: (paths, order = {}) => opened.hub.salvage.run({ paths, apply: false, ...order }),
    async ask<Answer>(query: string) {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };
      const body = JSON.stringify({ query });
      const response = await fetch(`${opened.url}/graphql`, { method: 'POST', headers, body });
      const answer = (await response.json()) as { data: Answer; errors?: unknown };
      if (answer.errors) throw new Error(JSON.stringify(answer.errors));
      return answer.data;
    },
    async restart() {
      await opened.gateway.stop();
      await opened.hub.close();
      opened = await open();
    },
    async close() {
      await opened.gateway.stop();
      await opened.hub.close();
      shop.close();
      await rm(data, { recursive: true });
    },
  };
}
