import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import prestashop from '../../connectors/prestashop/index.ts';
import { createGateway, createTokenAuth, hashToken } from '../../src/gateway/index.ts';
import { hubStatus, openHub, type Hub } from '../../src/hub/index.ts';
import { makeBackup, newKey, openTarget, restore, type BackupPlan } from '../../src/recovery/backup/index.ts';
import { openShopAndHub, type ShopAndHub } from './shop-hub.ts';

const QUERY = `{
  products(first: 30) { nodes { id name variants { sku priceWithTax { amount } } } }
  bricks { name }
  runs(first: 3) { nodes { id state read } }
}`;

let story: ShopAndHub;
let folder: string;

beforeAll(async () => {
  story = await openShopAndHub({ shop: { images: true, products: 12 } });
  folder = mkdtempSync(join(tmpdir(), 'mortar-bare-'));
});
afterAll(async () => {
  await story.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('restore on a bare machine', () => {
  it('a backup and a key are a hub that answers as the first one did', async () => {
    await story.sync();
    const key = await newKey(story.now());
    const identity = join(folder, 'owner.key');
    writeFileSync(identity, key.file);
    const plan: BackupPlan = {
      ...{ data: story.data, environment: {}, version: '0.1.0', recipients: [key.recipient], include: [] },
      ...{ schedule: '30 2 * * *', keep: { daily: 14, monthly: 12 } },
      journal: { every: '1m', before: 'nothing' },
      targets: [{ kind: 'folder', site: 'attic', name: 'attic', path: join(folder, 'attic') }],
    };
    // The hub is open, and reads on while the backup is made.
    const [made] = await Promise.all([makeBackup(plan, { now: story.now }), story.sync(true)]);
    const before = await answerOf(story.hub);

    const into = join(folder, 'machine');
    const target = openTarget({ kind: 'folder', site: 'attic', path: join(folder, 'attic') }, story.now);
    const restored = await restore(target, { into, identity });
    expect(restored).toMatchObject({ backup: made.id, signer: made.signer });
    expect(restored.blobs).toBeGreaterThan(5);

    const hub = await openAgain(join(into, 'data'));
    try {
      const after = await answerOf(hub);
      expect(after.products).toEqual(before.products);
      expect((after.products as { nodes: unknown[] }).nodes).toHaveLength(12);
      // It goes on where the first one stopped.
      const run = await hub.sync.sync('shop', { full: false, trigger: 'test' });
      expect(run.state).toBe('done');
      await makeBackup(
        { ...plan, data: join(into, 'data') },
        { now: () => new Date(story.now().getTime() + 3_600_000) },
      );
    } finally {
      await hub.close();
    }
    const goneOn = await restore(target, { into: join(folder, 'next'), identity });
    expect(goneOn.backup).not.toBe(made.id);
    expect(goneOn.signer).toBe(made.signer);
  });

  function openAgain(data: string): Promise<Hub> {
    const settings = prestashop.settings.parse({ url: story.sandbox.url, key: story.sandbox.key });
    const holds = { percent: 10, records: 50, windowHours: 24, streams: {} };
    return openHub({
      config: { data },
      bricks: [{ name: 'shop', connector: prestashop, settings, schedule: '*/2 * * * *', holds }],
      registry: new URL('../../src/registry.ts', import.meta.url).href,
      log: pino({ level: 'silent' }),
      now: story.now,
    });
  }
});

async function answerOf(hub: Hub): Promise<Record<string, unknown>> {
  const gateway = await createGateway({
    reader: hub.mirror.reader,
    outbox: hub.outbox,
    status: hubStatus(hub, {}, () => new Date()),
    blobs: { open: () => Promise.resolve(null) },
    auth: createTokenAuth(() => [{ name: 'admin', sha256: hashToken('a-token'), admin: true }]),
    log: pino({ level: 'silent' }),
    ready: () => ({ ok: true }),
    staleness: () => hub.sync.staleness(),
  });
  const { url } = await gateway.start(0, '127.0.0.1');
  try {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer a-token' };
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query: QUERY }) });
    const { data, errors } = (await response.json()) as { data: Record<string, unknown>; errors?: unknown };
    expect(errors).toBeUndefined();
    return data;
  } finally {
    await gateway.stop();
  }
}
