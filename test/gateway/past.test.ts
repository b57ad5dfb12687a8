import type { PastAnswer } from '../../src/mirror/index.ts';
import { FakeMirror } from '../roles/fake-reader.ts';
import { aProduct } from '../roles/shop-samples.ts';
import { startGateway, TOKEN, type TestGateway } from './a-gateway.ts';

const T = '2026-08-15T02:00:00Z';
const THEN = '2026-08-15T02:00:00.000Z';
const QUERY = '{ products { nodes { id name } } }';

let gateway: TestGateway;
let answer: PastAnswer | Error;
let asked: string[];
let released: number;

beforeAll(async () => {
  gateway = await startGateway({
    auth: {
      verify: async (token) =>
        token === TOKEN
          ? { name: 'staff', scopes: new Set(['catalogue:read', 'recovery']) }
          : { name: 'shelf', scopes: new Set(['catalogue:read']) },
    },
    past: {
      async at(time) {
        asked.push(time.toISOString());
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
  });
});
afterAll(() => gateway.stop());
beforeEach(() => {
  asked = [];
  released = 0;
  const then = new FakeMirror();
  then.add('Product', 'p9', aProduct({ name: { fr: 'Avant' } }));
  const release = (): void => void (released += 1);
  answer = { state: 'ready', at: THEN, publishedAt: '2026-08-15T01:00:00.000Z', reader: then.reader, release };
});

const askThen = (query: string, headers: Record<string, string> = {}) =>
  gateway.ask(query, {}, { 'mortar-as-of': T, ...headers });

it('the same query is answered by the past, which is let go afterwards', async () => {
  const { status, body } = await askThen(QUERY);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    data: { products: { nodes: [{ id: 'p9', name: 'Avant' }] } },
    extensions: { mortar: { asOf: THEN, publishedAt: '2026-08-15T01:00:00.000Z', staleBricks: [] } },
  });
  expect(asked).toEqual([THEN]);
  expect(released).toBe(1);
  const { body: now } = await gateway.ask(QUERY);
  expect(JSON.stringify(now)).not.toContain('Avant');
  expect(now.extensions).toMatchObject({ mortar: { asOf: '2026-11-01T00:00:00.000Z' } });
});

it('a time with an offset is that time', async () => {
  await askThen(QUERY, { 'mortar-as-of': '2026-08-15T04:00:00+02:00' });
  expect(asked).toEqual([THEN]);
});

it('says how long to wait while it is prepared', async () => {
  answer = { state: 'preparing', progress: 0.256, retryAfter: 7 };
  const { status, headers, body } = await askThen(QUERY);
  expect(status).toBe(503);
  expect(headers.get('retry-after')).toBe('7');
  expect(body.errors).toEqual([
    {
      message: 'That past is being prepared (25 %). Ask the same again in 7 s.',
      extensions: { code: 'PAST_PREPARING', retryAfter: 7, progress: 0.25, requestId: expect.any(String) as string },
    },
  ]);
  expect(body.data).toBeUndefined();
});

it.each([
  ['a mutation', 'mutation { syncBrick(name: "shop-fr") { __typename } }', 'PAST_READ_ONLY', 400],
  ['how the hub is', '{ products { nodes { id } } bricks { name } }', 'PAST_NOT_KEPT', 400],
  ['the same in a fragment', 'query { ...A } fragment A on Query { messages { nodes { id } } }', 'PAST_NOT_KEPT', 400],
])('refuses %s', async (_what, query, code, status) => {
  const answered = await askThen(query);
  expect(answered.status).toBe(status);
  expect(answered.body.errors?.[0]?.extensions).toMatchObject({ code });
  expect(gateway.status.started).toEqual([]);
  expect(asked).toEqual([]);
});

it.each(['yesterday', '2026-08-15', '2026-08-15T02:00:00', ''])('refuses the time "%s"', async (time) => {
  const { status, body } = await askThen(QUERY, { 'mortar-as-of': time });
  expect(status).toBe(400);
  expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_ARGUMENT' });
});

it('is for staff, and what a token may not read now it may not read then', async () => {
  const frontend = { authorization: 'Bearer a-token-of-a-frontend' };
  const refused = await askThen(QUERY, frontend);
  expect(refused.status).toBe(403);
  expect(refused.body.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  const people = await askThen('{ customers { nodes { email } } }');
  expect(people.status).toBe(403);
  expect(people.body.errors?.[0]?.message).toContain('customers:read');
  expect(asked).toEqual([]);
});

it('a failure that nobody foresaw tells nothing of the inside', async () => {
  answer = new Error('the disk at /srv is full');
  const { status, text } = await askThen(QUERY);
  expect(status).toBe(500);
  expect(text).toContain('INTERNAL_ERROR');
  expect(text).not.toContain('/srv');
  expect(gateway.logged.join()).toContain('the disk at /srv is full');
});

it('transports that carry events refuse it', async () => {
  const response = await fetch(`${gateway.url}/graphql/stream`, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', accept: 'text/event-stream', 'mortar-as-of': T },
      authorization: `Bearer ${TOKEN}`,
    },
    body: JSON.stringify({ query: QUERY }),
  });
  expect(await response.text()).toContain('PAST_READ_ONLY');
  expect(asked).toEqual([]);
});

it('a hub without a past says so', async () => {
  const bare = await startGateway();
  const { body } = await bare.ask(QUERY, {}, { 'mortar-as-of': T });
  expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'PAST_NOT_KEPT' });
  await bare.stop();
});
