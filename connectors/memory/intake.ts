import {
  defineStage,
  type BrickHttp,
  type BrickIntake,
  type IntakeContext,
  type IntakeItem,
  type IntakeStage,
  type JsonObject,
  type JsonValue,
  type RoleName,
} from '#sdk';
import type { Business } from './business.ts';
import { intakeOf, type Brought } from './taken-in.ts';

/** How a business is filled: in this process, or behind an address. */
export interface Gate {
  find(type: string, mark: string): Promise<string | null>;
  put(brought: Brought): Promise<string>;
  say(id: string, brought: Brought): Promise<void>;
  settle(): Promise<void>;
  counts(): Promise<{ kind: string; count: number }[]>;
}

interface RecordBody extends JsonObject {
  type: string;
  facet: JsonObject;
}

/** Which entity a facet is of, where it is not its own. */
const ENTITIES: Readonly<Record<string, string>> = {
  StockItem: 'Variant',
  TillItem: 'Variant',
  FulfilmentOrder: 'Order',
};
const TYPES: Readonly<Record<RoleName, readonly string[]>> = {
  shop: [
    ...['Currency', 'Country', 'Category', 'Product', 'Variant', 'PriceList', 'Carrier', 'Customer', 'Order'],
    'Invoice',
  ],
  fulfilment: [
    ...['Location', 'Supplier', 'StockItem', 'StockLevel', 'FulfilmentOrder', 'Shipment', 'PurchaseOrder', 'Receipt'],
    'Return',
  ],
  'mass-edit': ['BulkEdit'],
  till: ['Store', 'TillItem', 'TillCustomer', 'LoyaltyCard', 'Sale', 'TillSession'],
};
const ROLES: readonly RoleName[] = ['shop', 'fulfilment', 'mass-edit', 'till'];
const ALL = ROLES.flatMap((role) => TYPES[role].map((type) => ({ role, type })));
const HUB_ID = /^([a-z]+)_[a-z2-7]{20}$/;

export function inProcessGate(business: Business): Gate {
  const intake = intakeOf(business);
  return {
    find: async (type, mark) => Promise.resolve(intake.find(type, mark)),
    put: async (brought) => Promise.resolve(intake.put(brought)),
    say: async (id, brought) => Promise.resolve(intake.say(id, brought)),
    settle: async () => Promise.resolve(intake.settle()),
    counts: async () => Promise.resolve(ROLES.map((role) => ({ kind: role, count: business.things(role).length }))),
  };
}

/** `POST /intake/put` */
export function gateOverHttp(http: BrickHttp): Gate {
  const ask = async (path: string, asked: object, idempotent: boolean): Promise<unknown> => {
    const request = { method: 'POST', path: `intake/${path}`, body: JSON.stringify(asked), idempotent } as const;
    return (JSON.parse((await http.text(request)).body) as { answer: unknown }).answer;
  };
  return {
    find: async (type, mark) => (await ask('find', { type, mark }, true)) as string | null,
    // A second time makes a second thing.
    put: async (brought) => (await ask('put', { brought }, false)) as string,
    say: async (id, brought) => void (await ask('say', { id, brought }, true)),
    settle: async () => void (await ask('settle', {}, true)),
    counts: async () => (await ask('counts', {}, true)) as { kind: string; count: number }[],
  };
}

export function memoryIntake(gate: Gate, publicPage?: BrickIntake['publicPage']): BrickIntake {
  return {
    contents: () => gate.counts(),
    rights: () => Promise.resolve([{ subject: 'business', state: 'ok', message: 'It may be written to.' }]),
    records: {
      stages: ROLES.map((role) => recordStage(role, gate)),
      expected: [],
      externalId(type, externalId, placed) {
        for (const one of ALL) {
          if ((ENTITIES[one.type] ?? one.type) !== type) continue;
          const targetId = placed(one.role, `${one.type}/${externalId}`);
          if (targetId !== null) return targetId.slice(one.type.length + 1);
        }
        return null;
      },
    },
    facets: { stages: ALL.map(({ role, type }) => facetStage(role, type, gate)), expected: [] },
    finish: () => gate.settle(),
    ...(publicPage && { publicPage }),
  };
}

/** Records are things of a role in their own words; a variant waits for its product. */
function recordStage(role: RoleName, gate: Gate): IntakeStage {
  const toBrought = ({ id, body: { type, facet } }: IntakeItem<RecordBody>, { plan }: IntakeContext): Brought => {
    const own = id.slice(type.length + 1);
    return { role, type, mark: `${plan} ${ENTITIES[type] ?? type}/${own}`, facet: named(facet, plan) as JsonObject };
  };
  return defineStage<RecordBody>({
    kind: role,
    lane: ({ id, body }) => productOf(body) ?? id,
    needs: ({ body }) => productOf(body),
    async find(item, context) {
      const { type, mark } = toBrought(item, context);
      const id = await gate.find(type, mark);
      return id === null ? null : `${type}/${id}`;
    },
    async put(items, context) {
      const placed = [];
      for (const item of items) {
        const brought = toBrought(item, context);
        placed.push({ id: item.id, targetId: `${brought.type}/${await gate.put(brought)}` });
      }
      return placed;
    },
    async take(item, targetId, context) {
      const brought = toBrought(item, context);
      await gate.say(targetId.slice(brought.type.length + 1), brought);
      return [{ id: item.id, targetId }];
    },
  });
}

function productOf({ type, facet }: RecordBody): string | null {
  const product = facet['product'];
  if (type !== 'Variant' || product === null || typeof product !== 'object' || Array.isArray(product)) return null;
  return typeof product['$ref'] === 'string' ? product['$ref'] : null;
}

function facetStage(role: RoleName, type: string, gate: Gate): IntakeStage {
  const toBrought = ({ id, body }: IntakeItem, { plan }: IntakeContext): Brought => {
    return { role, type, mark: `${plan} ${id}`, facet: unhubbed(body, plan) as JsonObject };
  };
  return defineStage<JsonObject>({
    kind: type,
    find: (item, context) => gate.find(type, toBrought(item, context).mark),
    async put(items, context) {
      const placed = [];
      for (const item of items) placed.push({ id: item.id, targetId: await gate.put(toBrought(item, context)) });
      return placed;
    },
    async take(item, targetId, context) {
      await gate.say(targetId, toBrought(item, context));
      return [{ id: item.id, targetId }];
    },
  });
}

/** `{ $ref: 'Variant/v1' }` by the mark under which that is brought. */
function named(value: JsonValue, plan: string): JsonValue {
  if (Array.isArray(value)) return value.map((one) => named(one, plan));
  if (value === null || typeof value !== 'object') return value;
  const ref = value['$ref'];
  if (typeof ref === 'string') return { $type: ref.slice(0, ref.indexOf('/')), $mark: `${plan} ${ref}` };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, named(one, plan)]));
}

/** Hub ids by the mark under which what they name is brought. */
function unhubbed(value: JsonValue, plan: string): JsonValue {
  if (typeof value === 'string') {
    const prefix = HUB_ID.exec(value)?.[1];
    const type = ALL.find((one) => one.type.toLowerCase() === prefix)?.type;
    return type === undefined ? value : { $type: type, $mark: `${plan} ${value}` };
  }
  if (Array.isArray(value)) return value.map((one) => unhubbed(one, plan));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, unhubbed(one, plan)]));
}
