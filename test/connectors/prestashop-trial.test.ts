/** An order for trial in a PrestaShop: as a guest in the front office, looked at from behind, and cancelled. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { CheckFinding } from '#sdk';
import prestashop from '../../connectors/prestashop/index.ts';
import { generateShop } from '../../connectors/prestashop/sandbox/demo/index.ts';
import { startPrestashopSandbox, type PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import { openBlobs } from '../../src/mirror/index.ts';
import { openBrick } from '../../src/sync/index.ts';

const BORN = new Date('2026-11-01T08:00:00Z');
const HOLDS = { percent: 10, records: 50, windowHours: 24, streams: {} };
const STATE = generateShop({ products: 12, customers: 6, orders: 8, images: false, now: BORN });
const data = mkdtempSync(join(tmpdir(), 'mortar-trial-'));
let shop: PrestashopSandbox;
beforeEach(async () => {
  shop = await startPrestashopSandbox({ state: structuredClone(STATE), now: () => BORN });
});
afterEach(() => shop.close());
afterAll(() => rmSync(data, { recursive: true }));

async function tried(variant: string): Promise<CheckFinding> {
  const brick = openBrick(
    {
      ...{ name: 'shop', connector: prestashop, schedule: '0 * * * *', holds: HOLDS },
      settings: prestashop.settings.parse({ url: shop.url, key: shop.key }),
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

type Row = Record<string, unknown>;
const rows = (resource: string): Row[] => shop.state.resources[resource] ?? [];
const orders = (): Row[] => rows('orders').filter(({ id }) => !STATE.resources['orders']?.some((one) => one.id === id));
const isSold = ({ id_product: id, quantity }: Row): boolean =>
  Number(quantity) > 3 && rows('products').some((one) => one['id'] === id && one['active'] === '1');
/** One piece of a combination, and one of a product without any. */
const stock = (combined: boolean): Row => {
  const found = rows('stock_availables').find(
    (row) =>
      isSold(row) &&
      (combined
        ? Number(row['id_product_attribute']) > 0
        : !rows('combinations').some((one) => one['id_product'] === row['id_product'])),
  );
  if (!found) throw new Error('nothing is sold');
  return found;
};
const nameOf = (row: Row): string => `${Number(row['id_product'])}-${Number(row['id_product_attribute'])}`;
/** The state of the demo shop that mails `order_canceled`. */
const CANCELLED = 6;
const cancelled = (): boolean => orders().every((order) => order['current_state'] === CANCELLED);

test.each([false, true])(
  'a guest orders one (combination: %s), it is read back, and stays as cancelled',
  async (combined) => {
    const sold = stock(combined);
    const before = sold['quantity'];
    const finding = await tried(nameOf(sold));
    expect(finding).toMatchObject({ state: 'ok', subject: 'order' });
    const [order] = orders();
    expect(orders()).toHaveLength(1);
    expect([finding.reference, cancelled(), sold['quantity']]).toEqual([order?.['reference'], true, before]);
    expect(finding.remedy).toBeUndefined();
    expect(finding.message).toMatch(/completed as a guest .*stays in the shop as cancelled/);
    expect(finding.fr?.message).toMatch(/passée en tant qu’invité .*reste dans la boutique comme annulée/);
    expect(finding.prices?.every((price) => Number(price) > 0)).toBe(true);
    const buyer = rows('customers').find(({ id }) => id === order?.['id_customer']);
    expect([buyer?.['firstname'], buyer?.['email']]).toEqual(['Mortar', expect.stringMatching(/@example\.invalid$/)]);
  },
);

type Checkout = PrestashopSandbox['checkout'];
const so = (change: Partial<Checkout>) => (): void => void Object.assign(shop.checkout, change);

test.each([
  [
    'is out of stock',
    (sold: Row) => void (sold['quantity'] = 0),
    'missing',
    /cannot be put into the cart now: .*stock/,
  ],
  ['has no offline payment', so({ payments: ['stripe_official'] }), 'missing', /offered: stripe_official/],
  ['has no payment at all', so({ payments: [] }), 'missing', /offered: none/],
  ['lets no guests order', so({ guests: false }), 'missing', /step “personal information”: guests may not/],
  ['has product pages of its own', so({ theme: 'bare' }), 'missing', /step “product page”: the theme shows nothing/],
  ['has an order page of its own', so({ theme: 'one-page' }), 'missing', /step “beginning of the order”: the theme/],
  ['fails at the payment', so({ fails: 'before' }), 'error', /failed at the step “payment” \(HTTP 500\)/],
  [
    'fails after it has ordered',
    so({ fails: 'after' }),
    'error',
    /failed at the step “payment”.*stays in the shop as cancelled/,
  ],
  ['charges more than it shows', so({ surcharge: 3 }), 'error', /was shown [\d.]+, and the order says/],
  ['is delivered nowhere', () => rows('carriers').forEach((row) => (row['active'] = '0')), 'missing', /No delivery/],
  [
    'has addresses that are refused',
    () => rows('countries').forEach((row) => (row['zip_code_format'] = 'L')),
    'missing',
    /step “address”: Code postal/,
  ],
] as const)(
  'what %s is told with what a person does, and no order is left that is one',
  async (_what, arrange, state, said) => {
    const sold = stock(false);
    arrange(sold);
    const before = sold['quantity'];
    const finding = await tried(nameOf(sold));
    expect([finding.state, finding.message]).toEqual([state, expect.stringMatching(said)]);
    expect([finding.remedy, finding.fr?.remedy].every((one) => one !== undefined && one !== '')).toBe(true);
    expect([cancelled(), sold['quantity']]).toEqual([true, before]);
  },
);

test('what could not be cancelled is named', async () => {
  shop.faults.set({ denied: { order_histories: ['POST'] } });
  const finding = await tried(nameOf(stock(false)));
  expect(finding.state).toBe('ok');
  expect(finding.remedy).toMatch(/Order [A-Z]{9} could not be cancelled.*The stock .* was/);
});
