import { Inbox, socketClient } from './live-samples.ts';
import { startGateway, type TestGateway } from './a-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

const ASK = 'query ($id: ID!) { product(id: $id) { id } }';

it.each<[name: string, query: string, variables: Record<string, unknown>]>([
  ['U+0000', ASK, { id: 'a\0b' }],
  ['the first half of a pair', ASK, { id: '\ud83d' }],
  ['the second half of a pair', ASK, { id: 'a\udc00b' }],
  ['a literal with U+0000', '{ product(id: "a\\u0000b") { id } }', {}],
  ['what lies deep', ASK, { id: { a: [1, null, { b: ['\0'] }] } }],
  ['a name', ASK, { id: { 'a\0': 1 } }],
  ['a variable that is not declared', '{ me { name } }', { other: '\0' }],
])('%s is refused before anything is read', async (_name, query, variables) => {
  gateway.mirror.calls.length = 0;
  const { status, body } = await gateway.ask(query, variables);
  expect(status).toBe(400);
  expect(body.errors).toMatchObject([
    { message: expect.stringContaining('U+0000') as string, extensions: { code: 'INVALID_ARGUMENT' } },
  ]);
  expect(gateway.mirror.calls).toEqual([]);
});

it.each(['😀', 'a\tb\n', 'é', '\uffff', ''])('%j is a text like any other', async (id) => {
  expect((await gateway.ask(ASK, { id })).body).toMatchObject({ data: { product: null } });
});

it('a subscription is refused alike', async () => {
  const client = socketClient(gateway);
  const inbox = new Inbox<unknown>();
  const sink = { next: () => undefined, error: (one: unknown) => inbox.take(one), complete: () => undefined };
  client.subscribe({ query: 'subscription { changes { id } }', variables: { after: '\0' } }, sink);
  expect(await inbox.next()).toMatchObject([{ extensions: { code: 'INVALID_ARGUMENT' } }]);
  await client.dispose();
});
