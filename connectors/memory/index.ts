/**
 * The reference: a connector for all four roles whose vendor is the memory of this process. It shows the contract with
 * nothing around it, and stands in for any brick in tests. A *business* holds things in the roles' own words; a
 * reference to another thing is written `{ $ref: 'Variant/v1' }`, and becomes its hub id. Its sandbox serves a business
 * over HTTP, so that the judge can put faults between.
 */
import {
  defineConnector,
  z,
  type Aggregate,
  type BrickCommands,
  type BrickTools,
  type RoleName,
  type Sandbox,
  type SandboxOptions,
} from '#sdk';
import { businessOf, openBusiness } from './business.ts';
import { commandsOf } from './commands.ts';
import { gateOverHttp, inProcessGate, memoryIntake, type Gate } from './intake.ts';
import { resolved } from './refs.ts';
import { roleStream } from './role.stream.ts';
import { overHttp } from './served.ts';
import { inProcess, type Source } from './source.ts';
import { commandsOverHttp, toError } from './told.ts';

export { openBusiness, type Business } from './business.ts';

const ROLES: readonly RoleName[] = ['shop', 'fulfilment', 'mass-edit', 'till'];

const pageSize = z.number().int().min(1).default(3);

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
  settings: z.union([
    z.strictObject({
      /** Name of a business of this process. */
      business: z.string(),
      pageSize,
    }),
    z.strictObject({
      /** Where a business is served. */
      url: z.url(),
      pageSize,
    }),
  ]),
  secrets: [],
  aggregates,
  open(settings, tools) {
    const { source, commands, gate } = reachOf(settings, tools);
    const page = 'url' in settings ? pageOf(settings.url) : undefined;
    return {
      streams: ROLES.map((role) => roleStream(role, source, settings.pageSize)),
      commands,
      intake: memoryIntake(gate, page),
      async check() {
        await source.ids('shop', new AbortController().signal);
        return [{ subject: 'business', state: 'ok', message: 'It is in memory.' }];
      },
    };
  },
  sandbox,
});

function reachOf(
  settings: { business: string } | { url: string },
  tools: BrickTools,
): { source: Source; commands: BrickCommands; gate: Gate } {
  if ('business' in settings) {
    const business = businessOf(settings.business);
    return { source: inProcess(business), commands: commandsOf(business), gate: inProcessGate(business) };
  }
  const http = tools.http({ baseUrl: settings.url, secrets: [], toError });
  return { source: overHttp(http), commands: commandsOverHttp(http), gate: gateOverHttp(http) };
}

/** What anybody sees of a product: what a witness looks at. */
function pageOf(url: string): (type: string, externalId: string) => Promise<string | null> {
  return (type, externalId) =>
    Promise.resolve(type === 'Product' ? `${url}/pages/${encodeURIComponent(externalId)}` : null);
}

async function sandbox({ seed, bornAt, fresh = false }: SandboxOptions): Promise<Sandbox> {
  const { believable, anotherDay } = await import('./believable.ts');
  const { serve } = await import('./served.ts');
  const business = openBusiness(`sandbox-${seed}-${crypto.randomUUID()}`);
  if (!fresh) believable(business, bornAt);
  const served = await serve(business);
  return {
    url: served.url,
    settings: { url: served.url },
    step: () => Promise.resolve(anotherDay(business, bornAt)),
    async close() {
      await served.close();
      business.close();
    },
  };
}
