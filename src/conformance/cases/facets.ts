import { strict as assert } from 'node:assert';
import type { RoleName } from '#sdk';
import type { SubjectCase } from '../conformance.ts';
import { MemoryMirror } from '../memory-mirror.ts';
import { project, type Facet } from '../projection.ts';
import type { Subject } from '../subject.ts';

/** Which facets each role is made of: those that it cannot do without, and the others that it may have. */
const ROLE_FACETS: Record<RoleName, { needed: readonly string[]; others: readonly string[] }> = {
  shop: {
    needed: ['Product', 'Variant', 'Customer', 'Order'],
    others: ['Category', 'Invoice', 'PriceList'],
  },
  fulfilment: {
    needed: ['StockItem', 'StockLevel', 'Location'],
    others: ['FulfilmentOrder', 'Shipment', 'PurchaseOrder', 'Receipt', 'Return', 'Supplier'],
  },
  till: {
    needed: ['Sale'],
    others: ['TillItem', 'TillCustomer', 'Store', 'TillSession', 'LoyaltyCard', 'TillAlarm'],
  },
  'mass-edit': { needed: ['BulkEdit'], others: [] },
};

const EXACT = /^-?\d+(\.\d+)?$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
/** Fields of facets that hold a time. */
const TIMES = /(At|From|To)$/;

/** What a connector of these roles must say. */
export function facetCases(roles: readonly RoleName[]): SubjectCase[] {
  return [
    {
      name: 'every facet is one of its roles',
      async run(subject) {
        const known = roles.flatMap((role) => [...ROLE_FACETS[role].needed, ...ROLE_FACETS[role].others]);
        const strange = (await facetsOf(subject)).filter(({ type }) => !known.includes(type));
        assert.deepEqual([...new Set(strange.map(({ type }) => type))], []);
      },
    },
    ...roles.map((role) => ({
      name: `as a ${role} it says all that the role cannot do without`,
      async run(subject: Subject) {
        const said = new Set((await facetsOf(subject)).map(({ type }) => type));
        assert.deepEqual(
          ROLE_FACETS[role].needed.filter((type) => !said.has(type)),
          [],
        );
      },
    })),
    { name: 'no entity is said twice', run: eachSaidOnce },
    {
      name: 'money is exact and has a currency, times are UTC',
      async run(subject) {
        for (const { facet, type, externalId } of await facetsOf(subject)) checkValues(facet, `${type} ${externalId}`);
      },
    },
    {
      name: 'the same records project to the same facets',
      async run(subject) {
        assert.deepEqual(await facetsOf(subject), await facetsOf(subject));
      },
    },
    {
      name: 'facets survive being written down',
      async run(subject) {
        for (const { facet } of await facetsOf(subject)) assert.deepEqual(JSON.parse(JSON.stringify(facet)), facet);
      },
    },
  ];
}

async function facetsOf({ open, clock, connector }: Subject): Promise<Facet[]> {
  const mirror = new MemoryMirror();
  const brick = open();
  await mirror.run(brick, clock);
  return project(mirror, brick.streams, connector.aggregates);
}

async function eachSaidOnce(subject: Subject): Promise<void> {
  const seen = new Map<string, string>();
  for (const { type, externalId, root } of await facetsOf(subject)) {
    const entity = `${type} ${externalId}`;
    assert.equal(seen.get(entity), undefined, `${entity} comes from ${root} and from ${seen.get(entity)}.`);
    seen.set(entity, root);
  }
}

function checkValues(value: unknown, where: string): void {
  if (Array.isArray(value)) {
    value.forEach((one, index) => {
      checkValues(one, `${where}[${index}]`);
    });
  } else if (typeof value === 'object' && value !== null) {
    if ('amount' in value && 'currency' in value) {
      assert.match(String(value.amount), EXACT, `${where}.amount`);
      assert.match(String(value.currency), /^[A-Z]{3}$/, `${where}.currency`);
    }
    for (const [key, one] of Object.entries(value)) {
      if (TIMES.test(key) && typeof one === 'string') assert.match(one, TIME, `${where}.${key}`);
      checkValues(one, `${where}.${key}`);
    }
  } else if (typeof value === 'number') {
    assert.ok(Number.isFinite(value), where);
  }
}
