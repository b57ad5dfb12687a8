import type { GatewayOptions } from '../../src/gateway/index.ts';
import { FakeMirror } from '../roles/fake-reader.ts';
import { FakeOutbox } from '../roles/fake-outbox.ts';
import { aMessage, queue } from '../outbox/a-relay.ts';
import { MessageStore } from '../outbox/message-store.ts';
import { startGateway, type TestGateway } from './a-gateway.ts';

const AT = new Date('2026-11-15T11:00:00Z');
const DEAD = {
  code: 'BRICK_REFUSED',
  message: 'The shop refused the price.',
  remedy: 'Give another price.',
  detail: 'Property Product->price is not valid',
  at: '2026-11-15T11:30:00.000Z',
};

/** What the gateway is given: messages in memory, and the decisions about them. */
function messagesOf(): Pick<GatewayOptions, 'reader' | 'outbox'> {
  const outbox = Object.assign(new FakeOutbox(), {
    redrive: (id: string, by: string) => store.redrive({ id, by, at: AT.toISOString() }),
    discard: (id: string, by: string, reason: string) => store.discard({ id, by, reason, at: AT.toISOString() }),
  });
  return {
    reader: {
      ...new FakeMirror().reader,
      messages: (filter) => store.messages(filter),
      messageCounts: () => store.messageCounts(),
    },
    outbox,
  };
}

const store = new MessageStore();
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway(messagesOf());
});
afterAll(() => gateway.stop());
beforeEach(async () => {
  store.kept.length = 0;
  const more = { brick: 'shop-fr' };
  await queue(store, AT, aMessage('waiting', more), aMessage('dead', more), aMessage('edited', { origin: 'edit:e1' }));
  Object.assign(store.kept[1]!, { state: 'dead', attempts: 1, nextAt: null, failure: DEAD });
});

describe('messages', () => {
  it('are listed newest first, with all that staff need to know', async () => {
    const { body } = await gateway.ask(`{ messages { totalCount nodes { id } } message(id: "dead") {
      id brick command state attempts nextAt failure { code message remedy detail at } createdAt createdBy deliveredAt
      confirmedAt origin reason } none: message(id: "none") { id } }`);
    expect(body.data).toEqual({
      messages: { totalCount: 3, nodes: [{ id: 'edited' }, { id: 'dead' }, { id: 'waiting' }] },
      message: {
        ...{ id: 'dead', brick: 'shop-fr', command: 'setVariantPrice', state: 'DEAD', attempts: 1, nextAt: null },
        ...{ failure: DEAD, createdAt: AT.toISOString(), createdBy: 'staff', deliveredAt: null, confirmedAt: null },
        ...{ origin: 'command', reason: null },
      },
      none: null,
    });
  });

  it.each([
    ['state: QUEUED', ['edited', 'waiting']],
    ['brick: "shop"', ['edited']],
    ['origin: "command", state: DEAD', ['dead']],
    ['state: DISCARDED', []],
  ])('are found by %s', async (filter, ids) => {
    const { body } = await gateway.ask(`{ messages(filter: {${filter}}) { totalCount nodes { id } } }`);
    expect(body.data).toEqual({ messages: { totalCount: ids.length, nodes: ids.map((id) => ({ id })) } });
  });

  it('come in pages', async () => {
    const page = '{ nodes { id } pageInfo { hasNextPage endCursor } totalCount }';
    const { body } = await gateway.ask(`{ messages(first: 2) ${page} }`);
    const pageInfo = { hasNextPage: true, endCursor: 'dead' };
    expect(body.data).toEqual({ messages: { nodes: [{ id: 'edited' }, { id: 'dead' }], pageInfo, totalCount: 3 } });
    const next = await gateway.ask(`{ messages(first: 2, after: "dead") ${page} }`);
    expect(next.body.data).toMatchObject({
      messages: { nodes: [{ id: 'waiting' }], pageInfo: { hasNextPage: false } },
    });
    const { body: refused } = await gateway.ask('{ messages(first: 501) { nodes { id } } }');
    expect(refused.errors).toMatchObject([{ extensions: { code: 'INVALID_ARGUMENT' } }]);
  });

  it('are counted by brick', async () => {
    const { body } = await gateway.ask('{ bricks { name queued deadLetters } }');
    expect(body.data).toEqual({
      bricks: [
        { name: 'shop-fr', queued: 1, deadLetters: 1 },
        { name: 'shop-uk', queued: 0, deadLetters: 0 },
      ],
    });
  });
});

describe('a dead letter', () => {
  const redrive = (id: string): string =>
    `mutation { redriveMessage(id: "${id}") { __typename ... on MessageRedriven { message { state } }
      ... on MessageNotDead { message { state } } ... on UnknownMessage { id } } }`;
  const discard = (id: string, reason = 'wrong price'): string =>
    `mutation { discardMessage(id: "${id}", reason: "${reason}") { __typename ... on MessageDiscarded { message {
      state reason } } ... on MessageNotDiscardable { message { state } } ... on UnknownMessage { id } } }`;

  it.each([
    [redrive('dead'), { redriveMessage: { __typename: 'MessageRedriven', message: { state: 'QUEUED' } } }],
    [redrive('waiting'), { redriveMessage: { __typename: 'MessageNotDead', message: { state: 'QUEUED' } } }],
    [redrive('none'), { redriveMessage: { __typename: 'UnknownMessage', id: 'none' } }],
    [
      discard('dead'),
      { discardMessage: { __typename: 'MessageDiscarded', message: { state: 'DISCARDED', reason: 'wrong price' } } },
    ],
    [discard('none'), { discardMessage: { __typename: 'UnknownMessage', id: 'none' } }],
  ])('is decided by a person: %s', async (mutation, answer) => {
    const { body } = await gateway.ask(mutation);
    expect(body).toMatchObject({ data: answer });
  });

  it('cannot be discarded twice, nor without a reason', async () => {
    await gateway.ask(discard('dead'));
    const again = await gateway.ask(discard('dead', 'other reason'));
    expect(again.body.data).toMatchObject({ discardMessage: { __typename: 'MessageNotDiscardable' } });
    expect(store.kept[1]).toMatchObject({ reason: 'wrong price' });
    const { body } = await gateway.ask(discard('waiting', '  '));
    expect(body.errors).toMatchObject([{ extensions: { code: 'INVALID_ARGUMENT' } }]);
    expect(store.kept[0]).toMatchObject({ state: 'queued' });
  });

  it('is for administrators to decide, and its own words for them to read', async () => {
    const auth = { verify: async () => ({ name: 'reader', admin: false }) };
    const reading = await startGateway({ ...messagesOf(), auth });
    for (const mutation of [redrive('dead'), discard('dead')]) {
      const { body } = await reading.ask(mutation);
      expect(body.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    }
    const { body } = await reading.ask('{ message(id: "dead") { state failure { message detail } } }');
    expect(body.data).toEqual({ message: { state: 'DEAD', failure: { message: DEAD.message, detail: null } } });
    await reading.stop();
  });
});
