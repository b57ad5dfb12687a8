/**
 * The reference: a connector for all four roles whose vendor is the memory of this process. It shows the contract with
 * nothing around it, and stands in for any brick in tests. A *business* holds things in the roles' own words; a
 * reference to another thing is written `{ $ref: 'Variant/v1' }`, and becomes its hub id.
 */
import { defineConnector, z, type Aggregate, type RoleName, type Sandbox, type SandboxOptions } from '#sdk';
import { businessOf, openBusiness } from './business.ts';
import { resolved } from './refs.ts';
import { roleStream } from './role.stream.ts';

export { openBusiness, type Business } from './business.ts';

const ROLES: readonly RoleName[] = ['shop', 'fulfilment', 'mass-edit', 'till'];

const aggregates = ROLES.map((role): Aggregate => ({
  root: role,
  reads: [],
  project({ id, body }, { hubId }) {
    const facet = resolved(body['facet'] ?? {}, hubId) as object;
    const type = id.slice(0, id.indexOf('/'));
    return [{ type, externalId: id.slice(type.length + 1), facet }];
  },
}));

export default defineConnector({
  name: 'memory',
  title: { en: 'In memory', fr: 'En mémoire' },
  roles: ROLES,
  settings: z.strictObject({
    /** Name of a business of this process. */
    business: z.string(),
    pageSize: z.number().int().min(1).default(3),
  }),
  secrets: [],
  aggregates,
  open(settings) {
    const business = businessOf(settings.business);
    return {
      streams: ROLES.map((role) => roleStream(role, business, settings.pageSize)),
      check: () => Promise.resolve([{ subject: 'business', state: 'ok', message: 'It is in memory.' }]),
    };
  },
  sandbox,
});

async function sandbox({ seed, bornAt }: SandboxOptions): Promise<Sandbox> {
  const { believable, anotherDay } = await import('./believable.ts');
  const business = openBusiness(`sandbox-${seed}-${crypto.randomUUID()}`);
  believable(business, bornAt);
  return {
    url: `memory:${business.name}`,
    settings: { business: business.name },
    step: () => Promise.resolve(anotherDay(business, bornAt)),
    close: () => Promise.resolve(business.close()),
  };
}
