import type { Client } from 'graphql-ws';
import type { MessageRow, RunRow } from '../../src/mirror/index.ts';
import { startGateway, type TestGateway } from './a-gateway.ts';
import { Inbox, socketClient } from './live-samples.ts';

let gateway: TestGateway;
let client: Client;
beforeEach(async () => {
  gateway = await startGateway();
  client = socketClient(gateway);
});
afterEach(async () => {
  await client.dispose();
  await gateway.stop();
});

const FIELDS = `{
  ... on RunProgress { __typename brick run state stream read due }
  ... on MessageProgress { __typename brick origin queued delivered dead }
  ... on DeliveryProgress { __typename message { id state attempts failure { code detail } } }
}`;

function follow(args = ''): Inbox<unknown> {
  const inbox = new Inbox<unknown>();
  client.subscribe<{ progress: unknown }>(
    { query: `subscription { progress${args} ${FIELDS} }` },
    { next: ({ data }) => inbox.take(data?.progress), error: (error) => inbox.take(error), complete: () => undefined },
  );
  return inbox;
}

const RUN: RunRow = {
  ...{ id: 'run_1', brick: 'shop-fr', full: false, trigger: 'schedule', startedAt: '2026-11-15T11:00:00.000Z' },
  ...{ endedAt: '2026-11-15T11:01:00.000Z', state: 'done', read: 7, revisions: 1, tombstones: 0, held: 0, ms: 60_000 },
  ...{ waitingMs: 0, failures: [] },
};

function aMessage(id: string, changes: Partial<MessageRow> = {}): MessageRow {
  return {
    ...{ id, seq: 1, brick: 'shop-fr', command: 'setStock', lane: 'Variant:v1', state: 'queued', attempts: 0 },
    ...{ nextAt: null, failure: null, createdAt: '2026-11-15T11:00:00.000Z', createdBy: 'staff', deliveredAt: null },
    ...{ confirmedAt: null, origin: 'command', reason: null, ...changes },
  };
}

const nothing = (brick: string) => ({
  ...{ __typename: 'MessageProgress', brick, origin: null, queued: 0, delivered: 0, dead: 0 },
});

describe('progress', () => {
  it('tells first how every brick is, then only what differs', async () => {
    gateway.mirror.runs.push(RUN);
    const inbox = follow();
    expect(await inbox.some(3)).toEqual([
      { __typename: 'RunProgress', brick: 'shop-fr', run: 'run_1', state: 'DONE', stream: null, read: 7, due: 0 },
      nothing('shop-fr'),
      nothing('shop-uk'),
    ]);
    gateway.mirror.messages.push(aMessage('msg_1', { brick: 'shop-uk' }));
    gateway.status.live.poke();
    expect(await inbox.next()).toEqual({ ...nothing('shop-uk'), queued: 1 });
  });

  it('follows a run of this process step by step', async () => {
    const inbox = follow('(bricks: ["shop-fr"])');
    expect(await inbox.next()).toEqual(nothing('shop-fr'));
    const { live } = gateway.status;
    const brick = 'shop-fr';
    live.listen({ event: 'run-started', brick, run: 'run_2', full: true, streams: ['products'] });
    expect(await inbox.next()).toMatchObject({ run: 'run_2', state: 'RUNNING', stream: null, read: 0 });
    live.listen({ event: 'page', brick, kind: 'products', read: 100, revisions: 3 });
    expect(await inbox.next()).toMatchObject({ stream: 'products', read: 100 });
    live.listen({ event: 'page', brick, kind: 'orders', read: 20, revisions: 0 });
    expect(await inbox.next()).toMatchObject({ stream: 'orders', read: 120 });
    live.listen({ event: 'projecting', brick, due: 40 });
    expect(await inbox.next()).toMatchObject({ due: 40, state: 'RUNNING' });
    const counts = { read: 120, revisions: 3, tombstones: 0, held: 0, waitingMs: 1, ms: 2, failures: [] };
    live.listen({ event: 'run-done', brick, run: 'run_2', state: 'partial', ...counts });
    expect(await inbox.next()).toMatchObject({ run: 'run_2', state: 'PARTIAL', due: 0 });
  });

  it('counts the messages of one origin, those that are over included', async () => {
    const edit = { origin: 'edit:e1' };
    gateway.mirror.messages.push(aMessage('msg_1', edit), aMessage('msg_2', edit), aMessage('msg_3'));
    const inbox = follow('(origin: "edit:e1")');
    const counted = { __typename: 'MessageProgress', brick: 'shop-fr', origin: 'edit:e1' };
    expect(await inbox.next()).toEqual({ ...counted, queued: 2, delivered: 0, dead: 0 });
    gateway.mirror.messages.splice(
      0,
      2,
      aMessage('msg_1', { ...edit, state: 'delivered' }),
      aMessage('msg_2', { ...edit, state: 'dead' }),
    );
    gateway.status.live.poke();
    expect(await inbox.next()).toEqual({ ...counted, queued: 0, delivered: 1, dead: 1 });
  });

  it('follows one message by its id', async () => {
    gateway.mirror.messages.push(aMessage('msg_1'), aMessage('msg_2'));
    const inbox = follow('(messages: ["msg_2"])');
    expect(await inbox.next()).toEqual({
      __typename: 'DeliveryProgress',
      message: { id: 'msg_2', state: 'QUEUED', attempts: 0, failure: null },
    });
    const failure = {
      code: 'BRICK_REFUSED',
      message: 'No.',
      remedy: 'Mend it.',
      detail: 'nope',
      at: '2026-11-15T11:00:00.000Z',
    };
    gateway.mirror.messages.splice(1, 1, aMessage('msg_2', { state: 'dead', attempts: 1, failure }));
    gateway.status.live.poke();
    expect(await inbox.next()).toMatchObject({
      message: {
        state: 'DEAD',
        attempts: 1,
        failure: { code: 'BRICK_REFUSED', detail: 'nope' },
      },
    });
  });

  it.each([
    ['a message that there is not', '(messages: ["msg_x"])', 'INVALID_ARGUMENT'],
    ['no message at all', '(messages: [])', 'INVALID_ARGUMENT'],
    ['a brick that there is not', '(bricks: ["shop-xx"])', 'UNKNOWN_BRICK'],
  ])('refuses %s', async (_name, args, code) => {
    expect(await follow(args).next()).toMatchObject([{ extensions: { code } }]);
  });
});
