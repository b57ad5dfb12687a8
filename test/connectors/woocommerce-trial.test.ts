/** An order for trial in a WooCommerce: as a guest, looked at from behind, and nothing of it is left. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { CheckFinding } from '#sdk';
import woocommerce from '../../connectors/woocommerce/index.ts';
import { settingsFor, startShop } from '../../connectors/woocommerce/sandbox/demo-sandbox.ts';
import { demoShop } from '../../connectors/woocommerce/sandbox/demo-shop.ts';
import type { WooSandbox } from '../../connectors/woocommerce/sandbox/server.ts';
import type { Row } from '../../connectors/woocommerce/sandbox/store.ts';
import { openBlobs } from '../../src/mirror/index.ts';
import { openBrick } from '../../src/sync/index.ts';

const BORN = new Date('2026-11-01T08:00:00Z');
const HOLDS = { percent: 10, records: 50, windowHours: 24, streams: {} };
const data = mkdtempSync(join(tmpdir(), 'mortar-trial-'));
let shop: WooSandbox;
beforeEach(async () => {
  shop = await startShop(demoShop(1, BORN));
});
afterEach(() => shop.close());
afterAll(() => rmSync(data, { recursive: true }));

async function tried(variant: string, settings: Record<string, string> = {}): Promise<CheckFinding> {
  const brick = openBrick(
    {
      ...{ name: 'shop', connector: woocommerce, schedule: '0 * * * *', holds: HOLDS },
      settings: woocommerce.settings.parse({ ...settingsFor(shop), ...settings }),
    },
    { blobs: openBlobs(data), log: pino({ level: 'silent' }), now: () => BORN },
  );
  try {
    const { intake } = brick.open;
    if (!intake?.tryOrder) throw new Error('it can order');
    return await intake.tryOrder(variant);
  } finally {
    await brick.close();
  }
}

const counted = (): Row => {
  const found = shop.store
    .rows('variations')
    .find((row) => row['manage_stock'] === true && Number(row['stock_quantity']) > 0 && isPublic(row));
  if (!found) throw new Error('no variation is counted');
  return found;
};
const isPublic = (row: Row): boolean => shop.store.get('products', Number(row['parent_id']))?.['status'] === 'publish';
const nameOf = (row: Row): string => `${Number(row['parent_id'])}-${row.id}`;
const writes = (): string[] => shop.requests.filter((request) => !request.startsWith('GET'));
const orders = (): number[] => shop.store.rows('orders').map(({ id }) => id);

test('a guest orders one, it is read back, and the shop is as it was', async () => {
  const sold = counted();
  const before = [orders(), sold['stock_quantity']];
  const finding = await tried(nameOf(sold));
  expect(finding).toMatchObject({ state: 'ok', subject: 'order' });
  expect(finding.remedy).toBeUndefined();
  expect(finding.fr?.message).toMatch(/passée en tant qu’invité/);
  expect(finding.prices?.length).toBeGreaterThan(0);
  expect(writes().map((one) => one.replace(/\d+/g, 'N'))).toEqual([
    'POST /wp-json/wc/store/vN/cart/add-item',
    'POST /wp-json/wc/store/vN/cart/update-customer',
    'POST /wp-json/wc/store/vN/cart/select-shipping-rate',
    'POST /wp-json/wc/store/vN/checkout',
    'PUT /wp-json/wc/vN/orders/N',
    'DELETE /wp-json/wc/vN/orders/N?force=true',
  ]);
  expect([orders(), sold['stock_quantity']]).toEqual(before);
});

test.each([
  ['is out of stock', (row: Row): void => void (row['stock_status'] = 'outofstock'), 'missing', /out of stock/],
  [
    'cannot be bought',
    (row: Row): void => void (shop.store.get('products', Number(row['parent_id']))!['status'] = 'draft'),
    'error',
    /could not be put into the cart/,
  ],
  [
    'has no offline payment',
    (): void => void ['bacs', 'cheque'].forEach((one) => shop.store.gateways.delete(one)),
    'missing',
    /offered: stripe/,
  ],
  ['is delivered nowhere', (): void => shop.store.table('methods').clear(), 'missing', /No delivery/],
  ['has a checkout that fails', (): void => void (shop.store.checkout = 'fails'), 'error', /checkout failed.*500/],
  ['fails after it has ordered', (): void => void (shop.store.checkout = 'fails-after'), 'error', /checkout failed/],
  [
    'charges more than it shows',
    (): void => void (shop.store.checkout = 'charges-more'),
    'error',
    /was shown [\d.]+, and the order says/,
  ],
  [
    'lets no guests order',
    (): void => void (shop.store.checkout = 'guests-refused'),
    'missing',
    /step “checkout”.*logged in/,
  ],
  ['has no Store API', (): void => void (shop.store.checkout = 'absent'), 'missing', /does not answer/],
] as const)('what %s is told, and nothing is left', async (_what, arrange, state, said) => {
  const sold = counted();
  arrange(sold);
  const before = [orders(), sold['stock_quantity']];
  const finding = await tried(nameOf(sold));
  expect([finding.state, finding.message]).toEqual([state, expect.stringMatching(said)]);
  expect([finding.remedy, finding.fr?.remedy].every((one) => one !== undefined && one !== '')).toBe(true);
  expect([orders(), sold['stock_quantity']]).toEqual(before);
});

test('what could not be taken back is named', async () => {
  const sold = counted();
  const before = Number(sold['stock_quantity']);
  const finding = await tried(nameOf(sold), { consumerKey: 'ck_readonly', consumerSecret: 'cs_readonly' });
  expect(finding).toMatchObject({ state: 'ok' });
  expect(finding.remedy).toMatch(/could not be deleted.*The stock .* was \d+ before and is \d+ now/);
  expect(finding.remedy).toContain(finding.reference ?? '?');
  expect(sold['stock_quantity']).toBe(before - 1);
  const [order] = shop.store.rows('orders').slice(-1);
  // Whoever finds it knows what it is.
  expect(JSON.stringify(order)).toMatch(/Mortar.*Test.*@example\.invalid.*Do not prepare/s);
});
