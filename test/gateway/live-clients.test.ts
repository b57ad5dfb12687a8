import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { Client as UrqlClient, fetchExchange, subscriptionExchange, type ClientOptions } from '@urql/core';
import { createClient as createEventClient } from 'graphql-sse';
import { startGateway, TOKEN, type TestGateway } from './a-gateway.ts';
import { aChange, Inbox, note, socketClient } from './live-samples.ts';

const authorization = `Bearer ${TOKEN}`;
const QUERY = 'subscription ($after: String) { changes(after: $after) { cursor id } }';
const PROGRESS =
  'subscription { progress { ... on MessageProgress { brick queued } ... on RunProgress { brick state } } }';

interface Data {
  changes?: { cursor: string; id: string };
  progress?: object;
}

let gateway: TestGateway;
/** Before the first change: where everybody begins. */
let after: string;
beforeEach(async () => {
  gateway = await startGateway();
  const { body } = await gateway.ask('{ changeCursor }');
  after = (body.data as { changeCursor: string }).changeCursor;
});
afterEach(() => gateway.stop());

/** What a client hands over, until it is stopped. */
interface Followed {
  inbox: Inbox<{ data?: Data | null | undefined; error?: unknown }>;
  stop(): void | Promise<void>;
}
type Follow = (query: string, variables: Record<string, unknown>) => Followed;

function urql(options: Pick<ClientOptions, 'url' | 'exchanges'> & Partial<ClientOptions>): Follow {
  const client = new UrqlClient({ fetchOptions: { headers: { authorization } }, preferGetMethod: false, ...options });
  return (query, variables) => {
    const inbox: Followed['inbox'] = new Inbox();
    const { unsubscribe } = client
      .subscription<Data, Record<string, unknown>>(query, variables)
      .subscribe(({ data, error }) => inbox.take({ data, error }));
    return { inbox, stop: unsubscribe };
  };
}

function urqlOverSocket(): Follow {
  const socket = socketClient(gateway);
  return urql({
    url: `${gateway.url}/graphql`,
    exchanges: [
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: socket.subscribe({ query, variables: variables as Record<string, unknown> }, sink as never),
          }),
        }),
      }),
    ],
  });
}

function apollo(): Follow {
  const socket = socketClient(gateway);
  return (query, variables) => {
    const client = new ApolloClient({ link: new GraphQLWsLink(socket), cache: new InMemoryCache() });
    const inbox: Followed['inbox'] = new Inbox();
    const subscription = client
      .subscribe<Data>({ query: gql(query), variables })
      .subscribe(({ data, error }) => inbox.take({ data, error }));
    const stop = async (): Promise<void> => {
      subscription.unsubscribe();
      client.stop();
      await socket.dispose();
    };
    return { inbox, stop };
  };
}

function graphqlWs(): Follow {
  const client = socketClient(gateway);
  return (query, variables) => {
    const inbox: Followed['inbox'] = new Inbox();
    const complete = () => undefined;
    const sink = { next: (one: object) => inbox.take(one), error: (error: unknown) => inbox.take({ error }), complete };
    client.subscribe<Data>({ query, variables }, sink);
    return { inbox, stop: () => client.dispose() };
  };
}

function graphqlSse(): Follow {
  const client = createEventClient({
    url: `${gateway.url}/graphql/stream`,
    headers: { authorization },
    retryAttempts: 0,
  });
  return (query, variables) => {
    const inbox: Followed['inbox'] = new Inbox();
    const complete = () => undefined;
    const sink = { next: (one: object) => inbox.take(one), error: (error: unknown) => inbox.take({ error }), complete };
    client.subscribe({ query, variables }, sink);
    return { inbox, stop: () => client.dispose() };
  };
}

describe.each<[string, () => Follow]>([
  ['graphql-ws', graphqlWs],
  ['graphql-sse', graphqlSse],
  ['Apollo Client over WebSocket', apollo],
  ['urql over WebSocket', urqlOverSocket],
  [
    'urql over server-sent events, at the address of queries',
    () => urql({ url: `${gateway.url}/graphql`, exchanges: [fetchExchange], fetchSubscriptions: true }),
  ],
  [
    'urql over server-sent events, at an address of their own',
    () => urql({ url: `${gateway.url}/graphql/stream`, exchanges: [fetchExchange], fetchSubscriptions: true }),
  ],
])('%s, unmodified', (_name, open) => {
  it('follows changes, and goes on from its cursor', async () => {
    const first = open()(QUERY, { after });
    note(gateway, aChange(1, { hubId: 'v1' }));
    const { data } = await first.inbox.next();
    expect(data?.changes?.id).toBe('v1');
    await first.stop();
    note(gateway, aChange(2, { hubId: 'v2' }), aChange(3, { hubId: 'v3' }));
    const again = open()(QUERY, { after: data?.changes?.cursor });
    expect((await again.inbox.some(2)).map((event) => event.data?.changes?.id)).toEqual(['v2', 'v3']);
    await again.stop();
  });

  it('tells unions apart', async () => {
    const { inbox, stop } = open()(PROGRESS, {});
    const events = (await inbox.some(2)).map(({ data }) => data?.progress);
    expect(events).toMatchObject([
      { brick: 'shop-fr', queued: 0 },
      { brick: 'shop-uk', queued: 0 },
    ]);
    await stop();
  });

  it('hands on a refusal with its code', async () => {
    const { inbox, stop } = open()(QUERY, { after: 'nonsense' });
    const refusal = JSON.stringify(await inbox.next());
    expect(refusal).toContain('INVALID_CURSOR');
    expect(refusal).toContain('requestId');
    await stop();
  });
});

it('Apollo Client over plain HTTP is told which transports carry subscriptions', async () => {
  const link = new HttpLink({ uri: `${gateway.url}/graphql`, headers: { authorization } });
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  const inbox = new Inbox<{ error?: { message: string } | undefined }>();
  const subscription = client.subscribe<Data>({ query: gql(QUERY), variables: { after } }).subscribe({
    next: ({ error }) => inbox.take({ error }),
    error: (error: Error) => inbox.take({ error }),
  });
  const { error } = await inbox.next();
  expect(error?.message).toMatch(/graphql-ws.*\/graphql\/stream/);
  subscription.unsubscribe();
  client.stop();
});
