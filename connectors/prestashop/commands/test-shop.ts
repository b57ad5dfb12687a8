/** A small shop for the tests of this folder, and how a command is killed in it. */
import { isCoded, type Command, type Delivered, type JsonValue, type PlaceOrder } from '#sdk';
import connector from '../index.ts';
import { generateShop } from '../sandbox/demo/index.ts';
import { startPrestashopSandbox } from '../sandbox/index.ts';
import type { PrestashopSandbox } from '../sandbox/index.ts';
import { testTools } from '../test-brick.ts';
import { shopCommands } from './index.ts';
import { openWebservice } from '../webservice.ts';
import type { TestDelivery } from './test-delivery.ts';
import { testDelivery } from './test-delivery.ts';

export const NOW = new Date('2026-11-01T08:00:00Z');

/** Hub ids to the shop's own. */
export const IDS: Readonly<Record<string, string>> = {
  'Variant boots': '1-0',
  'Variant soup': '6-2',
  'Product boots': '1',
  'Carrier home': '2',
  'Customer known': '1',
  'Order old': '1',
};

const STATE = generateShop({ products: 12, customers: 6, orders: 8, images: false, now: NOW });

export interface TestShop {
  sandbox: PrestashopSandbox;
  commands: ReturnType<typeof shopCommands>;
  /** As it was on the first day, with nothing written. */
  reset(): void;
  rows(resource: string): Record<string, unknown>[];
  row(resource: string, id: number): Record<string, unknown>;
  /** `POST orders`, in order, of what requests made and changed. */
  effects(): string[];
}

export async function startTestShop(settings: Record<string, unknown> = {}): Promise<TestShop> {
  const sandbox = await startPrestashopSandbox({ state: structuredClone(STATE), now: () => NOW });
  const parsed = connector.settings.parse({ url: sandbox.url, key: sandbox.key, ...settings });
  const rows = (resource: string): Record<string, unknown>[] => sandbox.state.resources[resource] ?? [];
  return {
    sandbox,
    commands: shopCommands({ webservice: openWebservice(parsed, testTools(NOW)), settings: parsed }),
    reset() {
      sandbox.reset(structuredClone(STATE));
      sandbox.faults.clear();
      sandbox.writes.length = 0;
    },
    rows,
    row: (resource, id) => rows(resource).find((one) => one['id'] === id) ?? {},
    effects: () => sandbox.writes.map(({ method, resource }) => `${method} ${resource}`),
  };
}

/**
 * Runs a command again and again, each time cut off at another of its requests, before or after the shop did its work,
 * and brought again with the steps that were kept; `check` looks at what is left. Returns the number of kills.
 */
export async function killEverywhere<Payload>(
  shop: TestShop,
  command: Command<Payload>,
  payload: Payload,
  check: (delivered: Delivered) => void,
): Promise<number> {
  let kills = 0;
  for (const after of [false, true]) {
    for (let at = 1; ; at += 1) {
      shop.reset();
      shop.sandbox.faults.set({ rules: [{ when: { at }, effect: { kind: 'drop', after } }] });
      const kept = new Map<string, JsonValue>();
      const first = await attempt(command, payload, testDelivery(IDS, { kept }));
      if (first) break;
      kills += 1;
      check(await command(payload, testDelivery(IDS, { kept, attempt: 2 })));
    }
  }
  return kills;
}

/** Null where the connection broke. */
async function attempt<Payload>(
  command: Command<Payload>,
  payload: Payload,
  delivery: TestDelivery,
): Promise<Delivered | null> {
  try {
    return await command(payload, delivery);
  } catch (error) {
    // Another realm's TypeError.
    if (String(error) === 'TypeError: fetch failed') return null;
    throw error;
  }
}

/** The code and the shop's words of what a command is refused with. */
export async function refused(work: Promise<unknown>): Promise<{ name: string; code: string; detail: string }> {
  try {
    await work;
  } catch (error) {
    if (isCoded(error)) return { name: error.name, code: error.code, detail: error.detail ?? '' };
    throw error;
  }
  return { name: 'none', code: 'none', detail: '' };
}

const euro = (amount: string): { amount: string; currency: string } => ({ amount, currency: 'EUR' });

const ADDRESS = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  company: 'Moteurs & Cie',
  vatNumber: null,
  street: '3 rue Haute',
  street2: null,
  postcode: '38000',
  city: 'Grenoble',
  country: 'FR',
  phone: '0476000000',
};

/** Sold at prices and shipping of its own; the shop would reckon another total. */
export function anOrder(changes: Partial<PlaceOrder> = {}): PlaceOrder {
  return {
    order: 'order-1',
    reference: 'HUBORDERA',
    placedAt: '2026-10-31T22:30:00Z',
    currency: 'EUR',
    locale: 'en-GB',
    customer: { id: 'new', email: 'Ada@Example.test', firstName: 'Ada', lastName: 'Lovelace' },
    shippingAddress: { ...ADDRESS },
    billingAddress: { ...ADDRESS },
    lines: [line('boots', 2, '100.75', '120.90', '20'), line('soup', 1, '20.17', '21.28', '5.5')],
    carrier: 'home',
    totals: {
      products: '221.67',
      productsWithTax: '263.08',
      shipping: '5.75',
      shippingWithTax: '6.90',
      discountsWithTax: '0',
      total: '227.42',
      totalWithTax: '269.98',
    },
    payment: { method: 'Carte bancaire', transactionId: 'TX-1', paid: true },
    onBackorder: false,
    note: null,
    ...changes,
  };
}

function line(
  variant: string,
  quantity: number,
  price: string,
  withTax: string,
  taxRate: string,
): PlaceOrder['lines'][number] {
  const prices = { unitPrice: euro(price), unitPriceWithTax: euro(withTax), taxRate };
  return { variant, sku: variant.toUpperCase(), name: variant, quantity, ...prices };
}
