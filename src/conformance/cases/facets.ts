import { strict as assert } from 'node:assert';
import type { RoleName } from '#sdk';
import type { FacetCase } from '../conformance.ts';
import type { Facet } from '../projection.ts';
import { ROLE_SHAPES } from '../shapes/role-shapes.ts';
import { currency, decimal, time } from '../shapes/values.ts';

/** The facets that a role cannot do without. */
const NEEDED: Record<RoleName, readonly string[]> = {
  shop: ['Product', 'Variant', 'Customer', 'Order'],
  fulfilment: ['StockItem', 'StockLevel', 'Location'],
  till: ['Sale'],
  'mass-edit': ['BulkEdit'],
};

/** Fields of facets that hold a time. */
const TIMES = /(At|From|To)$/;

/** What a connector of these roles must say. */
export function facetCases(roles: readonly RoleName[]): FacetCase[] {
  const shapes = Object.assign({}, ...roles.map((role) => ROLE_SHAPES[role])) as (typeof ROLE_SHAPES)[RoleName];
  return [
    {
      name: 'every facet is one of its roles',
      judge(facets) {
        const strange = facets.filter(({ type }) => !(type in shapes));
        assert.deepEqual([...new Set(strange.map(({ type }) => type))], []);
      },
    },
    ...roles.map((role) => ({
      name: `as a ${role} it says all that the role cannot do without`,
      judge(facets: readonly Facet[]) {
        const said = new Set(facets.map(({ type }) => type));
        assert.deepEqual(
          NEEDED[role].filter((type) => !said.has(type)),
          [],
        );
      },
    })),
    {
      name: 'every facet has the shape of its type',
      judge(facets) {
        for (const { type, externalId, facet } of facets) {
          const issues = shapes[type]?.safeParse(facet).error?.issues ?? [];
          const wrong = issues.map(({ path, message }) => `${type} ${externalId} ${path.join('.')}: ${message}`);
          assert.deepEqual(wrong, []);
        }
      },
    },
    { name: 'no entity is said twice', judge: eachSaidOnce },
    {
      name: 'money is exact and has a currency of ISO 4217, times are UTC',
      judge(facets) {
        for (const { facet, type, externalId } of facets) checkValues(facet, `${type} ${externalId}`);
      },
    },
    {
      name: 'facets survive being written down',
      judge(facets) {
        for (const { facet } of facets) assert.deepEqual(JSON.parse(JSON.stringify(facet)), facet);
      },
    },
  ];
}

function eachSaidOnce(facets: readonly Facet[]): void {
  const seen = new Map<string, string>();
  for (const { type, externalId, root } of facets) {
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
      assert.ok(decimal.safeParse(value.amount).success, `${where}.amount is ${String(value.amount)}`);
      assert.ok(currency.safeParse(value.currency).success, `${where}.currency is ${String(value.currency)}`);
    }
    for (const [key, one] of Object.entries(value)) {
      if (TIMES.test(key) && typeof one === 'string')
        assert.ok(time.safeParse(one).success, `${where}.${key} is ${one}`);
      checkValues(one, `${where}.${key}`);
    }
  } else if (typeof value === 'number') {
    assert.ok(Number.isFinite(value), where);
  }
}
