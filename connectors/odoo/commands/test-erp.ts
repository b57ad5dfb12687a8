/** A small Odoo for the tests of this folder, what the relay lends to a command, and how a command is killed in it. */
import { isCoded, type Command, type Delivered, type Delivery, type FulfilOrder, type JsonValue } from '#sdk';
import connector from '../index.ts';
import { openOdoo } from '../odoo.ts';
import { questions } from '../query.ts';
import { startOdooSandbox } from '../sandbox/index.ts';
import type { OdooSandbox } from '../sandbox/index.ts';
import type { Stored } from '../sandbox/tables.ts';
import { TestMirror, testTools } from '../test-brick.ts';
import { odooCommands } from './index.ts';

const BORN = new Date('2026-11-23T12:00:00Z');

/** Hub ids to Odoo's own. */
const IDS: Readonly<Record<string, string>> = {
  'Variant novel': '5',
  'Variant notebook': '8',
  'Variant gone': '999',
  'Location main': 'warehouse/1',
  'Location shop': 'warehouse/2',
  'Supplier shore': '20',
};

export interface TestErp {
  sandbox: OdooSandbox;
  commands: ReturnType<typeof odooCommands>;
  rows(model: string): Stored[];
  /** `create sale.order`, in order, of what was written. */
  effects(): string[];
}

export async function startTestErp(version?: string, settings: Record<string, unknown> = {}): Promise<TestErp> {
  const sandbox = await startOdooSandbox({ bornAt: BORN, ...(version === undefined ? {} : { version }) });
  const parsed = connector.settings.parse({ ...sandbox.settings, ...settings });
  const odoo = openOdoo(parsed, testTools());
  return {
    sandbox,
    commands: odooCommands({ odoo, ask: questions(odoo, parsed), settings: parsed }),
    rows: (model) => sandbox.tables[model] ?? [],
    effects: () => sandbox.written.map(({ method, model }) => `${method} ${model}`),
  };
}

export function testDelivery({ kept = new Map<string, JsonValue>(), attempt = 1 } = {}): Delivery {
  return {
    message: 'msg-0001',
    attempt,
    async step<Result extends JsonValue>(name: string, run: () => Promise<Result>): Promise<Result> {
      if (!kept.has(name)) kept.set(name, await run());
      return structuredClone(kept.get(name)) as Result;
    },
    externalId: (type, hubId) => Promise.resolve(IDS[`${type} ${hubId}`] ?? null),
    mirror: new TestMirror(),
    now: BORN,
    signal: new AbortController().signal,
  };
}

/**
 * Runs a command again and again on new servers, each time killed at another of its requests, before or after Odoo did
 * its work, and brought again: once with the steps that were kept, once with none. Returns the number of kills.
 */
export async function killEverywhere<Payload>(
  version: string,
  commandOf: (erp: TestErp) => Command<Payload>,
  payload: Payload,
  check: (erp: TestErp, delivered: Delivered) => void,
): Promise<number> {
  let kills = 0;
  for (const when of ['before', 'after'] as const)
    for (const keeps of [true, false]) for (let at = 1; await isKilledAt(at, when, keeps); at += 1) kills += 1;
  return kills;

  async function isKilledAt(at: number, when: 'before' | 'after', keeps: boolean): Promise<boolean> {
    const erp = await startTestErp(version);
    try {
      Object.assign(erp.sandbox.cut, { at, when });
      const kept = new Map<string, JsonValue>();
      if (!(await isKilled(commandOf(erp)(payload, testDelivery({ kept }))))) return false;
      erp.sandbox.cut.at = Infinity;
      const again = testDelivery({ attempt: 2, ...(keeps ? { kept } : {}) });
      check(erp, await commandOf(erp)(payload, again));
      return true;
    } finally {
      await erp.sandbox.close();
    }
  }
}

async function isKilled(work: Promise<Delivered>): Promise<boolean> {
  try {
    await work;
    return false;
  } catch (error) {
    // Another realm's TypeError.
    if (String(error) === 'TypeError: fetch failed') return true;
    throw error;
  }
}

/** The code and Odoo's words of what a command is refused with. */
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

export function anOrder(changes: Partial<FulfilOrder> = {}): FulfilOrder {
  return {
    order: 'order-1',
    reference: 'HUBORDERA',
    number: '42',
    placedAt: '2026-11-22T22:30:00Z',
    currency: 'EUR',
    customer: { id: 'ada', email: 'Ada_L@example.test', firstName: 'Ada', lastName: 'Lovelace' },
    shippingAddress: {
      ...{ firstName: 'Ada', lastName: 'Lovelace', company: null, vatNumber: null, phone: '0476000000' },
      ...{ street: '3 rue Haute', street2: null, postcode: '38000', city: 'Grenoble', country: 'FR' },
    },
    lines: [line('novel', 2, '21.71', '22.90'), line('notebook', 1, '8.25', '9.90')],
    carrier: null,
    note: null,
    ...changes,
  };
}

function line(variant: string, quantity: number, price: string, withTax: string): FulfilOrder['lines'][number] {
  const prices = { unitPrice: euro(price), unitPriceWithTax: euro(withTax), taxRate: '20' };
  return { variant, sku: variant.toUpperCase(), name: `A ${variant}`, quantity, ...prices };
}
