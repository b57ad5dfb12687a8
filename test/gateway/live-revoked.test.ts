import { WebSocket } from 'ws';
import { createTokenAuth, hashToken, type TokenHash } from '../../src/gateway/index.ts';
import { settled, TestClock } from '../outbox/test-clock.ts';
import { startGateway, TOKEN, type TestGateway } from './a-gateway.ts';
import { Inbox, socketUrl } from './live-samples.ts';

const HEARTBEAT = 15_000;
const CHANGES = 'subscription { changes { id } }';
const STAFF: TokenHash = { name: 'staff', sha256: hashToken(TOKEN) };

let gateway: TestGateway;
let clock: TestClock;
let tokens: TokenHash[];
beforeEach(async () => {
  clock = new TestClock('2026-11-15T12:00:00Z');
  tokens = [STAFF];
  gateway = await startGateway({ auth: createTokenAuth(() => tokens), live: { timers: clock } });
});
afterEach(() => gateway.stop());

type Socket = { send(message: object): void; inbox: Inbox<{ type: string }>; closed: Promise<number> };

async function connected(): Promise<Socket> {
  const socket = new WebSocket(socketUrl(gateway), 'graphql-transport-ws');
  const inbox = new Inbox<{ type: string }>();
  socket.on('message', (data: Buffer) => inbox.take(JSON.parse(String(data)) as { type: string }));
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const send = (message: object): void => socket.send(JSON.stringify(message));
  await new Promise((resolve) => socket.once('open', resolve));
  send({ type: 'connection_init', payload: { authorization: `Bearer ${TOKEN}` } });
  expect(await inbox.next()).toMatchObject({ type: 'connection_ack' });
  return { send, inbox, closed };
}

const subscribe = (query: string) => ({ type: 'subscribe', id: '1', payload: { query } });
const operations = (): number => gateway.logged.filter((line) => line.includes('"msg":"operation"')).length;

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await settled();
}

const nobody = (): TokenHash[] => [];
const another = (): TokenHash[] => [{ ...STAFF, name: 'another' }];

describe.each([
  ['revoked', nobody],
  ['given to somebody else', another],
])('a token that was %s', (_what, after) => {
  it('gets no further operation over its WebSocket', async () => {
    const { send, closed } = await connected();
    tokens = after();
    send(subscribe('{ me { name } }'));
    expect(await closed).toBe(4401);
    expect(operations()).toBe(0);
  });

  it('loses its subscriptions with the next heartbeat', async () => {
    const { send, closed } = await connected();
    send(subscribe(CHANGES));
    await until(() => operations() === 1);
    tokens = after();
    await clock.pass(HEARTBEAT);
    expect(await closed).toBe(4401);
    await until(() => gateway.logged.some((line) => line.includes('subscription ended')));
  });

  it('loses its event stream with the next heartbeat', async () => {
    const response = await fetch(`${gateway.url}/graphql/stream`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: CHANGES }),
    });
    const text = response.text();
    tokens = after();
    await clock.pass(HEARTBEAT);
    expect(await text).not.toContain('event: next');
    expect(gateway.logged.join('')).toContain('an event stream of a revoked token is ended');
  });
});

it('an operation has the rights that its token has by then', async () => {
  const { send, inbox } = await connected();
  tokens = [{ ...STAFF, admin: false }];
  send(subscribe('mutation { discardMessage(id: "m", reason: "no") { __typename } }'));
  expect(await inbox.next()).toMatchObject({ payload: [{ extensions: { code: 'FORBIDDEN' } }] });
});

it('a token that cannot be verified just now keeps its connection', async () => {
  let fails = false;
  await gateway.stop();
  const { verify } = createTokenAuth(() => tokens);
  const auth = { verify: (token: string) => (fails ? Promise.reject(new Error('no answer')) : verify(token)) };
  gateway = await startGateway({ auth, live: { timers: clock } });
  const { send, inbox } = await connected();
  fails = true;
  await clock.pass(HEARTBEAT);
  await until(() => gateway.logged.some((line) => line.includes('could not be verified')));
  fails = false;
  send(subscribe('{ me { name } }'));
  expect(await inbox.next()).toMatchObject({ payload: { data: { me: { name: 'staff' } } } });
});
