import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Config } from '../../src/config.ts';
import { newKey, openTarget, readLedger, restore } from '../../src/recovery/backup/index.ts';
import { openBackups, type ServedBackups } from '../../src/serve/backups.ts';
import { openShopAndHub, type ShopAndHub } from '../stories/shop-hub.ts';

let story: ShopAndHub;
let folder: string;
let served: ServedBackups;
const log = pino({ level: 'silent' });

beforeAll(async () => {
  story = await openShopAndHub({ shop: { products: 5, customers: 3, orders: 3 } });
  folder = mkdtempSync(join(tmpdir(), 'mortar-served-backup-'));
});
afterAll(async () => {
  await served.stop();
  await served.stopJournal();
  await story.close();
  rmSync(folder, { recursive: true, force: true });
});

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('a served hub makes the backup that its journal goes on from, and answers when a target has the command', async () => {
  const key = await newKey(new Date());
  writeFileSync(join(folder, 'owner.key'), key.file);
  const target = { kind: 'folder' as const, site: 'attic', name: 'attic', path: join(folder, 'attic') };
  const backup = {
    ...{ recipients: [key.recipient], targets: [target], include: [], environment: {}, schedule: '30 2 * * *' },
    ...{ keep: { daily: 14, monthly: 12 }, journal: { every: '59m', before: 'answer' as const } },
  };
  const config = { data: story.data, backup } as unknown as Config;
  served = await openBackups({ config, hub: story.hub, log });
  served.start();
  while ((await readLedger(story.data)).length === 0) await settled();
  expect(await readLedger(story.data)).toMatchObject([{ journal: { sequence: expect.any(Number) as number } }]);

  const message = {
    ...{ id: 'msg_x', brick: 'shop', command: 'setOrderStatus' as const, lane: 'Order:x', payload: {}, overlays: [] },
    ...{ replaces: null, creates: false, origin: 'command' },
  };
  const order = { at: new Date().toISOString(), by: 'ada', name: 'test', key: null, answer: null };
  await served.outbox.submit({ ...order, messages: [message], reservations: [], oversell: 'accept' });
  // It was answered: so it restores, whatever becomes of this machine now.
  const into = join(folder, 'restored');
  const restored = await restore(
    openTarget(target, () => new Date()),
    { into, identity: join(folder, 'owner.key') },
  );
  expect(restored.journal).toMatchObject({ messages: 1, gap: null, undelivered: 1 });

  const [shown] = await story.hub.backups.list(1);
  expect(Date.parse(shown?.journalAt ?? '')).toBeGreaterThanOrEqual(Date.parse(order.at));
  expect(shown?.targets).toMatchObject([{ name: 'attic', journalAt: shown?.journalAt }]);
});
