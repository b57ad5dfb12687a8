import { parse } from 'graphql';
import { createLocalExecutor } from '../../src/gateway/local-executor.ts';
import { localSubgraphs } from '../../src/gateway/index.ts';
import { ReadBudget, SCOPES, type Scope } from '../../src/roles/graph/index.ts';
import type { GatewayRequest, LocalSubgraph } from '../../src/gateway/supergraph.ts';
import { aChange, Inbox, note, socketClient } from '../gateway/live-samples.ts';
import { MemoryAudit } from '../audit/memory-audit.ts';
import { FakeOutbox } from '../roles/fake-outbox.ts';
import { aCustomer, anOrder } from '../roles/shop-samples.ts';
import { aMessage, queue } from '../outbox/a-relay.ts';
import { MessageStore } from '../outbox/message-store.ts';
import { aViewer, BLIND, codesOf, startGuarded, type GuardedGateway } from '../access/a-guarded-gateway.ts';

const EMAIL = 'ada.secret@example.com';
const AT = '2026-11-15T11:00:00.000Z';
const store = new MessageStore();

const trail = new MemoryAudit();

let gateway: GuardedGateway;
beforeAll(async () => {
  gateway = await startGuarded({ audit: { trail, queries: 'all' } });
  Object.assign(gateway.status, { audit: trail });
  const { mirror } = gateway;
  mirror.facets.length = 0;
  mirror.add('Customer', 'k1', aCustomer({ email: EMAIL, lastName: 'Secret' }));
  mirror.add('Order', 'o1', anOrder({ note: `write to ${EMAIL}` }));
  mirror.add('Invoice', 'i1', {
    ...{ number: '#IN1', issuedAt: AT, order: 'o1' },
    ...{ total: anOrder().totals.total, totalWithTax: anOrder().totals.total, shippingWithTax: anOrder().totals.total },
  });
  mirror.holds.push({
    ...{ id: 'h1', brick: 'shop-fr', kind: 'customers', run: 'r1', openedAt: AT, state: 'open', direction: 'incoming' },
    ...{ creates: 0, updates: 1, deletes: 0, reasons: [], sample: [EMAIL], decisions: [] },
  });
  mirror.conflicts.push({
    ...{ id: 'c1', type: 'Customer', brick: 'shop-fr', externalId: '1', hubId: 'k1', scheme: 'email', value: EMAIL },
    ...{ reason: 'ambiguous', candidates: [], since: AT },
  });
  await queue(store, new Date(AT), aMessage('dead', { brick: 'shop-fr' }));
  const failure = { code: 'BRICK_REFUSED', message: 'Refused.', remedy: 'Look.', detail: `${EMAIL} is taken`, at: AT };
  Object.assign(store.kept[0]!, { state: 'dead', nextAt: null, failure });
  mirror.messages.push(...store.kept);
});
afterAll(() => gateway.stop());

/** Each shows the address to whoever may read it; `says`: or tells that it guessed right. */
const WAYS: [string, string, { says?: string; variables?: Record<string, unknown> }?][] = [
  ['asking for it', '{ customer(id: "k1") { email } }'],
  ['the list', '{ customers { nodes { email } } }'],
  [
    'a fragment',
    'query { orders { nodes { ...Who } } } fragment Who on Order { customer { ...Mail } } fragment Mail on Customer { email }',
  ],
  ['an inline fragment', '{ orders { nodes { ... on Order { customer { ... { email } } } } } }'],
  ['another name', '{ orders { edges { total: node { reference: customer { id: email } } } } }'],
  ['an entity behind another', '{ invoices { nodes { order { customer { email } } } } }'],
  [
    'a field that is left out only today',
    'query($no: Boolean!) { customer(id: "k1") @skip(if: $no) { email } }',
    { variables: { no: false } },
  ],
  ['a note of staff', '{ order(id: "o1") { note } }'],
  ['a filter as an oracle', '{ orders(filter: { customer: "k1" }) { totalCount } }', { says: '"totalCount":1' }],
  [
    'a filter in a variable',
    'query($filter: OrderFilter) { orders(filter: $filter) { totalCount } }',
    { variables: { filter: { customer: 'k1' } }, says: '"totalCount":1' },
  ],
  ['a search as an oracle', '{ customers(search: "ada.secret") { totalCount } }', { says: '"totalCount":1' }],
  ['the order of a list', '{ customers(orderBy: LAST_NAME_ASC) { nodes { id } } }', { says: '"k1"' }],
  ['a guess', `{ customer(email: "${EMAIL}") { __typename } }`, { says: '"Customer"' }],
  ['a hold', '{ holds { nodes { sample } } }'],
  ['a conflict', '{ bindingConflicts { nodes { value } } }'],
  ['a dead letter', '{ messages(filter: { state: DEAD }) { nodes { failure { detail } } } }'],
];

it.each(WAYS)('by %s: only with customers:read', async (_way, query, { says = EMAIL, variables = {} } = {}) => {
  expect((await gateway.as(SCOPES, query, variables)).text).toContain(says);
  const { body, text, status } = await gateway.as(BLIND, query, variables);
  expect(codesOf({ body } as never)).toEqual(['FORBIDDEN']);
  expect({ status, data: body.data ?? null }).toEqual({ status: 403, data: null });
  expect(text).not.toContain(EMAIL);
});

it('leaves what is not about people', async () => {
  const { body } = await gateway.as(BLIND, '{ orders { totalCount nodes { reference status } } }');
  expect(body).toMatchObject({ data: { orders: { totalCount: 1 } } });
});

it('errors name the field and the scope, never a value', async () => {
  const { body } = await gateway.as(BLIND, `{ customer(email: "${EMAIL}") { email } }`);
  expect(body.errors?.map(({ message }) => message)).toEqual([
    'This token may not use Query.customer: it needs the scope customers:read.',
  ]);
  expect(gateway.logged.join('')).not.toContain(EMAIL);
});

it('the audit trail tells that somebody looked, not for whom', async () => {
  await gateway.as(SCOPES, 'query Seek($mail: String) { customer(email: $mail) { email } }', { mail: EMAIL });
  await gateway.as(SCOPES, `{ customer(email: "${EMAIL}") { email } }`);
  const query = '{ auditEntries { nodes { operation variables detail people code hash } } }';
  const { body, text } = await gateway.as(BLIND, query);
  expect(body.errors).toBeUndefined();
  expect(text).toContain('"Seek"');
  expect(text).toContain('redacted');
  expect(text).not.toContain(EMAIL);
});

describe('by _entities', () => {
  let shop: LocalSubgraph;
  beforeAll(async () => {
    shop = (await localSubgraphs()).find(({ name }) => name === 'shop')!;
  });

  /** Past the gateway's own check, as a plan that nobody foresaw would. */
  async function inside(scopes: readonly Scope[], query: string): Promise<string> {
    const { schema, contextFor } = shop;
    const request: GatewayRequest = {
      ...{ requestId: 'r', viewer: aViewer(scopes), reader: gateway.mirror.reader, budget: new ReadBudget() },
      ...{ status: gateway.status, outbox: new FakeOutbox(), primary: () => 'shop-fr', bricksOf: () => ['shop-fr'] },
      ...{ hasBrick: () => true, defaultLocale: 'en', now: () => new Date(AT) },
    };
    return JSON.stringify(
      await createLocalExecutor(schema)({ document: parse(query), variables: {}, context: contextFor(request) }),
    );
  }

  it.each([
    [
      'of a customer',
      '{ _entities(representations: [{ __typename: "Customer", id: "k1" }]) { ... on Customer { email } } }',
    ],
    [
      'of an order',
      '{ _entities(representations: [{ __typename: "Order", id: "o1" }]) { ... on Order { customer { email } } } }',
    ],
    ['and a list', '{ customers { nodes { email } } }'],
    ['and a filter', '{ orders(filter: { customer: "k1" }) { nodes { customer { email } } } }'],
  ])('%s: resolvers check once more', async (_of, query) => {
    expect(await inside(SCOPES, query)).toContain(EMAIL);
    const answer = await inside(BLIND, query);
    expect(answer).toContain('FORBIDDEN');
    expect(answer).not.toContain(EMAIL);
  });

  it('which clients cannot ask for at all', async () => {
    const { body } = await gateway.as(SCOPES, '{ _entities(representations: []) { __typename } }');
    expect(codesOf({ body } as never)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });
});

describe('by subscription', () => {
  const follow = (scopes: readonly Scope[], query: string, inbox: Inbox<string>) => {
    const client = socketClient(gateway, { connectionParams: { authorization: `Bearer ${scopes.join('+')}` } });
    client.subscribe(
      { query },
      {
        next: (result) => inbox.take(JSON.stringify(result)),
        error: (error) => inbox.take(JSON.stringify(error)),
        complete: () => undefined,
      },
    );
    return client;
  };

  it('is refused', async () => {
    const inbox = new Inbox<string>();
    const client = follow(BLIND, 'subscription { changes { customer { email } } }', inbox);
    const told = await inbox.next();
    expect(told).toContain('FORBIDDEN');
    expect(told).not.toContain(EMAIL);
    await client.dispose();
  });

  it('does not even tell that somebody’s account changed', async () => {
    note(gateway, aChange(1));
    const { body } = await gateway.as(BLIND, '{ changeCursor }');
    const { changeCursor } = body.data as { changeCursor: string };
    note(gateway, aChange(2, { type: 'Customer', entity: 'Customer', hubId: 'k1' }), aChange(3));
    const query = `subscription { changes(after: "${changeCursor}") { type id } }`;
    const seen = new Inbox<string>();
    const client = follow(BLIND, query, seen);
    expect(await seen.next()).toContain('"Variant"');
    await client.dispose();
  });
});
