import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGateway, TOKEN, PICTURE, type TestGateway } from './a-gateway.ts';
import { anyNumber, textLike, like } from './matchers.ts';

let gateway: TestGateway;
const bearer = { authorization: `Bearer ${TOKEN}` };
const json = { 'content-type': 'application/json' };
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}${path}`, { headers, redirect: 'manual' });
const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { ...bearer, ...json, ...headers }, body });

describe('GraphQL over HTTP', () => {
  const GRAPHQL = 'application/graphql-response+json';
  const query = encodeURIComponent('{ me { name admin } }');

  it('answers GET queries and names the asker', async () => {
    const response = await get(`/graphql?query=${query}`, { ...bearer, 'apollo-require-preflight': '1' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ data: { me: { name: 'staff', admin: true } } });
  });

  it('refuses GET without a header that makes browsers ask first (CSRF)', async () => {
    const response = await get(`/graphql?query=${query}`, bearer);
    expect([response.status, await response.json()]).toEqual([
      400,
      { errors: [like({ extensions: like({ code: 'BAD_REQUEST' }) })] },
    ]);
  });

  it('refuses mutations by GET', async () => {
    const mutation = encodeURIComponent('mutation { syncBrick(name: "x") { __typename } }');
    const response = await get(`/graphql?query=${mutation}`, { ...bearer, 'apollo-require-preflight': '1' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it.each([
    ['a syntax error', { query: '{' }, 'application/json', 200, 'GRAPHQL_PARSE_FAILED'],
    ['a syntax error', { query: '{' }, GRAPHQL, 400, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: '{ nonsense }' }, 'application/json', 200, 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown field', { query: '{ nonsense }' }, GRAPHQL, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown field, any media type', { query: '{ nonsense }' }, '*/*', 200, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a wrong variable',
      { query: 'query A($n: Int!) { products(first: $n) { totalCount } }', variables: { n: 'x' } },
      'application/json',
      200,
      'BAD_USER_INPUT',
    ],
    [
      'a missing variable',
      { query: 'query A($n: Int!) { products(first: $n) { totalCount } }' },
      'application/json',
      200,
      'BAD_USER_INPUT',
    ],
    [
      'a wrong variable',
      { query: 'query A($n: Int!) { products(first: $n) { totalCount } }', variables: { n: 'x' } },
      GRAPHQL,
      400,
      'BAD_USER_INPUT',
    ],
    ['no query', { operationName: 'A' }, 'application/json', 400, 'BAD_REQUEST'],
    [
      'variables that are no object',
      { query: '{ me { name } }', variables: 'x' },
      'application/json',
      400,
      'BAD_REQUEST',
    ],
    [
      'an operation that is not there',
      { query: 'query A { me { name } }', operationName: 'B' },
      'application/json',
      200,
      'OPERATION_RESOLUTION_FAILURE',
    ],
  ])('%s: %j as %s', async (_name, body, accept, status, code) => {
    const response = await post(JSON.stringify(body), { accept });
    const answer = (await response.json()) as { errors: { extensions: { code: string } }[] };
    expect([response.status, answer.errors[0]?.extensions.code]).toEqual([status, code]);
    expect(response.headers.get('content-type')).toContain(accept === GRAPHQL ? GRAPHQL : 'application/json');
    expect(answer).not.toHaveProperty('data');
  });

  it.each([
    ['not JSON', '{', json, 400],
    ['another media type', '{ me { name } }', { 'content-type': 'text/plain' }, 400],
    ['a batch', '[{"query":"{ me { name } }"}]', json, 400],
    ['an empty body', '', json, 400],
    ['more than 1 MB', JSON.stringify({ query: `{ me { name } } #${'x'.repeat(1_100_000)}` }), json, 413],
  ])('refuses %s', async (_name, body, headers, status) => {
    const response = await post(body, headers);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: textLike(/^(BAD_REQUEST|PAYLOAD_TOO_LARGE)$/) } }],
    });
  });

  it('refuses other methods', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'PUT',
      headers: { ...bearer, ...json },
      body: '{}',
    });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });

  it('refuses subscriptions and names the transports that carry them', async () => {
    const response = await post(JSON.stringify({ query: 'subscription { changes { id } }' }));
    expect([response.status, await response.json()]).toEqual([
      400,
      like({
        errors: [
          like({
            message: textLike(/graphql-ws.*\/graphql,.*server-sent events at \/graphql\/stream/),
            extensions: like({ code: 'SUBSCRIPTION_TRANSPORT' }),
          }),
        ],
      }),
    ]);
  });

  it('says how old every answer is, refusals too', async () => {
    const mortar = { asOf: '2026-11-01T00:00:00.000Z', staleBricks: [] };
    for (const query of ['{ me { name } }', '{', '{ product { id } }']) {
      expect((await gateway.ask(query)).body.extensions).toEqual({ mortar });
    }
  });

  it('answers introspection, alone or beside __typename', async () => {
    const { body } = await gateway.ask('{ __typename __schema { queryType { name description } } }');
    expect(body.data).toEqual({
      __typename: 'Query',
      __schema: { queryType: { name: 'Query', description: textLike(/What can be asked/) } },
    });
    expect((await gateway.ask('{ __typename }')).body.data).toEqual({ __typename: 'Query' });
  });

  it('refuses to mix introspection with data rather than answering half', async () => {
    for (const query of [
      '{ __schema { queryType { name } } me { name } }',
      '{ me { name } __type(name: "Query") { name } }',
    ]) {
      const { body } = await gateway.ask(query);
      expect(body.errors?.[0]?.extensions['code']).toBe('INVALID_ARGUMENT');
    }
  });
});

describe('limits', () => {
  const nested = (depth: number): string => (depth === 0 ? 'id' : `parent { ${nested(depth - 1)} }`);

  it('lets 20 levels through, not 21', async () => {
    expect((await gateway.ask(`{ category(id: "c2") { ${nested(18)} } }`)).body.errors).toBeUndefined();
    const { body } = await gateway.ask(`{ category(id: "c2") { ${nested(19)} } }`);
    expect(body.errors?.[0]?.message).toMatch(/20 deep/);
  });

  it('sees through fragments', async () => {
    const { body } = await gateway.ask(
      `{ category(id: "c2") { ...Deep } } fragment Deep on Category { ... on Category { ${nested(19)} } }`,
    );
    expect(body.errors?.[0]?.message).toMatch(/20 deep/);
  });

  it('survives a fragment inside itself', async () => {
    const { body } = await gateway.ask(
      '{ category(id: "c2") { ...Loop } } fragment Loop on Category { parent { ...Loop } }',
    );
    expect(body.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('refuses fragments that multiply', async () => {
    const fragments = Array.from(
      { length: 15 },
      (_, i) => `fragment F${i} on Category { a: parent { ...F${i + 1} } ...F${i + 1} b: parent { ...F${i + 1} } }`,
    );
    const { body } = await gateway.ask(
      `{ category(id: "c2") { ...F0 } } ${fragments.join(' ')} fragment F15 on Category { id }`,
    );
    expect(body.errors?.[0]?.message).toMatch(/too many selections/);
  });

  it('refuses documents of endless length', async () => {
    const { body } = await gateway.ask(`{ ${'me { name } '.repeat(4000)} }`);
    expect(body.errors?.[0]?.message).toMatch(/10000 tokens/);
  });
});

describe('who may come in', () => {
  it.each([
    ['no token', {}],
    ['a wrong token', { authorization: 'Bearer wrong' }],
    ['another scheme', { authorization: `Basic ${TOKEN}` }],
    ['an empty token', { authorization: 'Bearer ' }],
  ])('refuses %s', async (_name, headers) => {
    for (const path of ['/graphql', '/metrics']) {
      const response = await get(path, { ...headers, 'apollo-require-preflight': '1' });
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="mortar"']);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    }
  });

  it('needs none for health, pictures and the console', async () => {
    for (const path of ['/health', '/ready', `/blobs/${PICTURE}.jpg`]) expect((await get(path)).status).toBe(200);
    const root = await get('/');
    expect([root.status, root.headers.get('location')]).toEqual([302, '/graphiql']);
  });

  it('lets no other site read answers', async () => {
    const response = await post('{"query":"{ me { name } }"}', { origin: 'https://evil.example' });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(
      (await fetch(`${gateway.url}/graphql`, { method: 'OPTIONS', headers: { origin: 'https://evil.example' } }))
        .status,
    ).toBe(401);
  });

  it('sends the headers that browsers are careful by', async () => {
    for (const path of ['/health', '/graphql', '/nowhere']) {
      const { headers } = await get(path);
      expect(
        Object.fromEntries(
          ['x-content-type-options', 'x-frame-options', 'referrer-policy', 'content-security-policy'].map((name) => [
            name,
            headers.get(name),
          ]),
        ),
      ).toEqual({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      });
    }
  });
});

describe('pictures', () => {
  it('are served for ever', async () => {
    const response = await get(`/blobs/${PICTURE}.jpg`);
    expect(await response.text()).toBe('picture');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': '7',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
  });

  it.each([
    [`/blobs/${'b'.repeat(64)}.jpg`],
    [`/blobs/${PICTURE}.svg`],
    [`/blobs/${PICTURE}.html`],
    [`/blobs/${PICTURE}`],
    [`/blobs/${PICTURE.toUpperCase()}.jpg`],
    ['/blobs/..%2f..%2fetc%2fpasswd'],
    ['/blobs/%2e%2e/%2e%2e/etc/passwd'],
    [`/blobs/..%2f${PICTURE}.jpg`],
    ['/blobs/'],
  ])('nothing else: %s', async (path) => {
    const response = await get(path);
    expect([response.status, response.headers.get('cache-control')]).toEqual([404, null]);
  });
});

describe('requests', () => {
  it('keep their id from the caller to the log', async () => {
    const { headers } = await gateway.ask('query Named { me { name } }', {}, { 'x-request-id': 'call-42' });
    expect(headers.get('x-request-id')).toBe('call-42');
    const line = gateway.logged
      .map((text) => JSON.parse(text) as Record<string, unknown>)
      .find(({ requestId }) => requestId === 'call-42');
    expect(line).toMatchObject({ operation: 'Named', token: 'staff', errors: 0, ms: anyNumber });
  });

  it('get an id of their own when the given one is no id', async () => {
    const { headers } = await gateway.ask('{ me { name } }', {}, { 'x-request-id': 'not an id "' });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('leave no variables in the log', async () => {
    await gateway.ask('query Secret($email: String!) { customer(email: $email) { id } }', {
      email: 'someone@private.example',
    });
    expect(gateway.logged.join('')).not.toContain('private.example');
  });

  it('are measured by operation name', async () => {
    await gateway.ask('query Measured { products { nodes { id } } }');
    const metrics = await (await get('/metrics', bearer)).text();
    expect(metrics).toMatch(/mortar_graphql_seconds_count\{operation="Measured",outcome="ok"\} 1/);
    expect(metrics).toMatch(/mortar_mirror_reads_total\{read="page"\} \d/);
  });

  it('are told apart by so many names only', async () => {
    for (let i = 0; i < 60; i += 1) await gateway.ask(`query Name${i} { me { name } }`);
    const metrics = await (await get('/metrics', bearer)).text();
    expect(metrics.match(/mortar_graphql_seconds_count\{/g)?.length).toBeLessThan(60);
    expect(metrics).toContain('operation="other"');
  });
});

describe('every error', () => {
  it.each([
    ['a refusal of a resolver', { query: '{ product { id } }' }],
    ['a syntax error', { query: '{' }],
    ['an unknown field', { query: '{ nonsense }' }],
    ['no query', {}],
    ['a wrong variable', { query: 'query A($n: Int!) { products(first: $n) { totalCount } }', variables: { n: 'x' } }],
    ['an operation that is not there', { query: 'query A { me { name } }', operationName: 'B' }],
  ])('carries a code and the id of the request: %s', async (_name, body) => {
    await expectIds(await post(JSON.stringify(body)));
  });

  it('outside of GraphQL too', async () => {
    await expectIds(await post('{'));
    await expectIds(await post('{}', { authorization: 'Bearer wrong' }));
    await expectIds(await get('/graphql?query={me{name}}', bearer));
  });

  async function expectIds(response: Response): Promise<void> {
    const { errors } = (await response.json()) as { errors: { extensions: Record<string, unknown> }[] };
    const requestId = response.headers.get('x-request-id');
    expect(errors.map(({ extensions }) => extensions)).toEqual([like({ code: textLike(/^[A-Z_]+$/), requestId })]);
  }
});

describe('addresses that lead nowhere', () => {
  it.each([
    ['/nowhere', 404, /^Not found/],
    ['/%zz', 400, /^This address is malformed/],
    ['/blobs/%E0%A4%A', 400, /^This address is malformed/],
    ['/graphiql/..%2f..%2fetc%2fpasswd', 404, /^Not found/],
    ['/graphiql/%00', 404, /^Not found/],
    ['//', 404, /^Not found/],
  ])('%s: %i', async (path, status, text) => {
    const response = await fetch(`${page.url}${path}`);
    expect([response.status, await response.text()]).toEqual([status, textLike(text)]);
    expect(response.headers.get('x-request-id')).not.toBeNull();
  });

  let page: TestGateway;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'console-'));
    await writeFile(join(folder, 'index.html'), 'console');
    page = await startGateway({ consoleDir: folder });
  });
  afterAll(async () => {
    await page.stop();
    await rm(folder, { recursive: true });
  });
});
