import { SCOPES } from '../../src/roles/graph/index.ts';
import { BLIND, codesOf, startGuarded, type GuardedGateway } from '../access/a-guarded-gateway.ts';
import { MemoryAudit } from '../audit/memory-audit.ts';
import { aCustomer, anOrder } from '../roles/shop-samples.ts';
import { Inbox, socketClient } from './live-samples.ts';

const EMAIL = 'ada.secret@example.com';

let gateway: GuardedGateway;
let trail: MemoryAudit;
beforeEach(async () => {
  trail = new MemoryAudit();
  gateway = await startGuarded({ audit: { trail, queries: 'personal' } });
  Object.assign(gateway.status, { audit: trail });
  gateway.mirror.add('Customer', 'k1', aCustomer({ email: EMAIL }));
  gateway.mirror.add('Order', 'o1', anOrder({ customer: 'k1' }));
});
afterEach(() => gateway.stop());

const ask = (query: string, variables = {}) => gateway.as(SCOPES, query, variables);

it('what reads of people is entered: who, what, whose, and no value of theirs', async () => {
  const query = 'query Who($mail: String) { customer(email: $mail) { email } }';
  const { body } = await ask(query, { mail: EMAIL });
  expect(body.data).toEqual({ customer: { email: EMAIL } });
  expect(trail.entries).toMatchObject([
    {
      ...{ kind: 'read', who: SCOPES.join('+'), operation: 'Who', people: ['k1'], outcome: 'ok', code: null },
      variables: { mail: '[redacted]' },
      document: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      request: expect.any(String) as unknown,
    },
  ]);
  expect(JSON.stringify(trail.entries)).not.toContain(EMAIL);
});

it('a person behind an order is a person who was read', async () => {
  await ask('{ order(id: "o1") { customer { lastName } } }');
  expect(trail.entries).toMatchObject([{ kind: 'read', people: ['k1'] }]);
});

it('a search that finds nobody is entered, too', async () => {
  await ask('{ customer(email: "nobody@example.com") { email } }');
  expect(trail.entries).toMatchObject([{ kind: 'read', people: [], outcome: 'ok' }]);
});

it('what touches nobody is not entered, unless that is wished', async () => {
  await ask('{ products { nodes { name } } }');
  expect(trail.entries).toEqual([]);
  await gateway.stop();
  gateway = await startGuarded({ audit: { trail, queries: 'all' } });
  await ask('{ products { nodes { name } } }');
  expect(trail.entries).toMatchObject([{ kind: 'read', people: [], outcome: 'ok' }]);
});

it('a mutation is entered before it begins, and before it is answered', async () => {
  const before: number[] = [];
  gateway.status.sync = async () => {
    before.push(trail.entries.length);
    return 'started';
  };
  await ask('mutation Sync { syncBrick(name: "shop-fr") { __typename } }');
  expect(before).toEqual([1]);
  expect(trail.entries).toMatchObject([
    { kind: 'mutation', operation: 'Sync', outcome: 'begun', begun: null },
    {
      ...{ kind: 'mutation', operation: 'Sync', outcome: 'ok', begun: 1 },
      detail: { answers: [{ field: 'syncBrick', answer: 'SyncStarted' }] },
    },
  ]);
});

it('names the messages of a mutation, and the code of its refusal', async () => {
  const [product] = gateway.mirror.facets.filter(({ type }) => type === 'Product');
  const mutation = 'mutation($id: ID!) { updateProduct(id: $id, changes: { active: false }) { __typename } }';
  await ask(mutation, { id: product?.id });
  const [order] = gateway.outbox.orders;
  expect(trail.entries.at(-1)).toMatchObject({
    outcome: 'ok',
    messages: order?.messages.map(({ id }) => id),
    begun: 1,
  });
  expect(trail.entries.at(-1)?.messages).toHaveLength(1);
  await ask(mutation, { id: 'nothing' });
  expect(trail.entries.at(-1)).toMatchObject({ outcome: 'refused', code: expect.any(String) as unknown, messages: [] });
});

it('what a token may not do is entered', async () => {
  const answer = await gateway.as(BLIND, 'query Curious { customer(id: "k1") { email } }');
  expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  expect(trail.entries).toMatchObject([
    { kind: 'refusal', operation: 'Curious', outcome: 'refused', code: 'FORBIDDEN', people: [] },
  ]);
});

describe('where the trail cannot be written', () => {
  beforeEach(() => {
    trail.trouble = new Error('disk full');
  });

  it('nothing is shown of people', async () => {
    const answer = await ask('{ customer(id: "k1") { email } }');
    expect(codesOf(answer)).toEqual(['AUDIT_UNAVAILABLE']);
    expect(answer.text).not.toContain(EMAIL);
  });

  it('nothing is changed', async () => {
    const answer = await ask('mutation { syncBrick(name: "shop-fr") { __typename } }');
    expect([codesOf(answer), gateway.status.started]).toEqual([['AUDIT_UNAVAILABLE'], []]);
  });

  it('all else is answered', async () => {
    const { body } = await ask('{ products { totalCount } }');
    expect(body.errors).toBeUndefined();
  });
});

it('a subscription that shows people is entered when it begins', async () => {
  const client = socketClient(gateway, { connectionParams: { authorization: `Bearer ${SCOPES.join('+')}` } });
  const inbox = new Inbox<string>();
  client.subscribe(
    { query: 'subscription Follow { changes { customer { email } } }' },
    { next: () => inbox.take('event'), error: () => inbox.take('error'), complete: () => inbox.take('end') },
  );
  // A second operation on the same connection is answered after the first one was opened.
  client.subscribe(
    { query: '{ me { name } }' },
    { next: () => inbox.take('answered'), error: () => undefined, complete: () => undefined },
  );
  expect(await inbox.next()).toBe('answered');
  expect(trail.entries).toMatchObject([{ kind: 'read', operation: 'Follow', detail: { subscribed: true } }]);
  await client.dispose();
});

it('is read by administrators only', async () => {
  await ask('{ customer(id: "k1") { email } }');
  const query = `query($person: ID) { auditEntries(person: $person) {
    totalCount nodes { seq kind who operation people outcome variables hash previous } } }`;
  const { body } = await gateway.as(['admin'], query, { person: 'k1' });
  expect(body.data).toMatchObject({ auditEntries: { totalCount: 1, nodes: [{ kind: 'READ', people: ['k1'] }] } });
  expect(
    codesOf(
      await gateway.as(
        SCOPES.filter((scope) => scope !== 'admin'),
        query,
      ),
    ),
  ).toEqual(['FORBIDDEN']);
  expect(codesOf(await gateway.as(['admin'], '{ auditEntries(after: "x") { totalCount } }'))).toEqual([
    'INVALID_CURSOR',
  ]);
});
