import { createServer } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { BLIND, codesOf, startGuarded, type GuardedGateway } from '../access/a-guarded-gateway.ts';
import { SCOPES } from '../../src/roles/graph/index.ts';
import { hubSchema } from '../../src/config/hub.schema.ts';
import { FakeMirror } from '../roles/fake-reader.ts';
import { fillShop } from '../roles/shop-samples.ts';

const STAFF = SCOPES;
const FRONTEND = BLIND.filter((scope) => scope !== 'admin' && scope !== 'recovery');
const SEVERAL = '{ products { nodes { variants { product { variants { sku } } } } } }';

let gateway: GuardedGateway;
afterEach(() => gateway.stop());

/** A mirror whose first page comes when it is let go. */
function slowMirror() {
  const mirror = new FakeMirror();
  fillShop(mirror);
  const asked = Promise.withResolvers<void>();
  const letGo = Promise.withResolvers<void>();
  const { facets } = mirror.reader;
  const page: typeof facets.page = async (query) => {
    asked.resolve();
    await letGo.promise;
    return facets.page(query) as never;
  };
  // Methods stay on the prototype of the reader's facets.
  const slow = Object.assign(Object.create(facets) as typeof facets, { page });
  return { mirror, reader: { ...mirror.reader, facets: slow }, asked: asked.promise, letGo: letGo.resolve };
}

const logged = async (code: string): Promise<void> => {
  while (!gateway.logged.some((line) => line.includes(code))) await turn();
};

it.each([
  ['nested too deep', `{ me ${'{ customer { orders '.repeat(12)} { id } ${'} }'.repeat(12)} }`, /nest|deep/i],
  ['too many words', `{ ${'a: me { name } '.repeat(3_000)} }`, /token/i],
  [
    'too many aliases',
    `{ ${Array.from({ length: 400 }, (_, n) => `a${n}: products(first: 500) { nodes { id } }`).join(' ')} }`,
    /costs/,
  ],
  ['too many selections of a fragment', fragments(14), /recursive|selections|costs/i],
])('an operation that is %s is refused before anything is read', async (_what, query, words) => {
  gateway = await startGuarded();
  gateway.mirror.calls.length = 0;
  const { body } = await gateway.as(STAFF, query);
  expect(body.data ?? null).toBeNull();
  expect(body.errors?.[0]?.message).toMatch(words);
  expect(gateway.mirror.calls).toEqual([]);
});

it('for a client that went away, nothing more is read', async () => {
  const { mirror, reader, asked, letGo } = slowMirror();
  gateway = await startGuarded({ reader });
  const leaving = new AbortController();
  const answer = fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${STAFF.join('+')}` },
    body: JSON.stringify({ query: SEVERAL }),
    signal: leaving.signal,
  }).catch(() => 'left');
  await asked;
  leaving.abort();
  expect(await answer).toBe('left');
  await logged('REQUEST_GONE');
  mirror.calls.length = 0;
  letGo();
  await turn();
  await turn();
  expect(mirror.calls.filter((call) => call.includes('Variant'))).toEqual([]);
});

it('a query whose time is over is answered, and ends at its next read', async () => {
  const { mirror, reader, letGo } = slowMirror();
  gateway = await startGuarded({ reader, limits: { ms: 20 } });
  const answer = await gateway.as(STAFF, SEVERAL);
  expect([answer.status, codesOf(answer)]).toEqual([503, ['QUERY_TIMEOUT']]);
  mirror.calls.length = 0;
  letGo();
  await turn();
  await turn();
  expect(mirror.calls.filter((call) => call.includes('Variant'))).toEqual([]);
});

describe('the schema', () => {
  const introspection = '{ __schema { types { name } } }';

  it('is shown to staff', async () => {
    gateway = await startGuarded();
    expect((await gateway.as(['recovery'], introspection)).body.errors).toBeUndefined();
    expect((await gateway.as(STAFF, '{ prodcts { totalCount } }')).text).toContain('Did you mean');
  });

  it('is shown to nobody else, asked for or by the way', async () => {
    gateway = await startGuarded();
    for (const query of [
      introspection,
      '{ __type(name: "Customer") { fields { name } } }',
      'query { ...S } fragment S on Query { __schema { queryType { name } } }',
    ])
      expect(codesOf(await gateway.as(FRONTEND, query))).toEqual(['FORBIDDEN']);
    for (const query of ['{ prodcts { totalCount } }', '{ products(frst: 1) { totalCount } }', '{ me { nam } }']) {
      const { body, text } = await gateway.as(FRONTEND, query);
      expect(body.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
      expect(text).not.toContain('Did you mean');
    }
    expect((await gateway.as(FRONTEND, '{ __typename products { totalCount } }')).body.errors).toBeUndefined();
  });
});

it('listens to this machine alone, unless it is told otherwise', async () => {
  expect(hubSchema.parse({}).host).toBe('127.0.0.1');
  gateway = await startGuarded();
  const { port } = new URL(gateway.url);
  // Another address of the same machine has the port free.
  const other = createServer();
  await new Promise<void>((resolve, reject) => other.once('error', reject).listen(Number(port), '127.0.0.2', resolve));
  await new Promise((resolve) => other.close(resolve));
});

function fragments(levels: number): string {
  const parts = Array.from({ length: levels }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
  return `{ ...F0 } ${parts.join(' ')} fragment F${levels} on Query { me { name } }`;
}
