import { randomUUID } from 'node:crypto';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { FakeOutbox } from '../roles/fake-outbox.ts';
import { hubStatus } from '../../src/hub/index.ts';
import { ReadBudget } from '../../src/roles/graph/index.ts';
import { childOptions, tell, untilDismissed } from './children.ts';
import { buildMonolithSchema, monolithContext } from './monolith.ts';
import { BRICK, openShopHub, type ShopAddress } from './shop-hub.ts';

/** Apollo Server as its documentation starts it, over one schema with the roles' own resolvers. */
const { data, shop } = childOptions<{ data: string; shop: ShopAddress }>();
const now = (): Date => new Date();
const hub = await openShopHub(data, shop);
const status = hubStatus(hub, {}, now);
const shared = { viewer: { name: 'bench', admin: true }, reader: hub.mirror.reader, status, defaultLocale: 'en', now };

const server = new ApolloServer<object>({
  schema: await buildMonolithSchema(),
  includeStacktraceInErrorResponses: false,
  stopOnTerminationSignals: false,
});
const { url } = await startStandaloneServer(server, {
  listen: { port: 0, host: '127.0.0.1' },
  context: async () =>
    monolithContext({
      ...shared,
      requestId: randomUUID(),
      budget: new ReadBudget(),
      primary: () => BRICK,
      outbox: new FakeOutbox(),
      hasBrick: (_role, name) => name === BRICK,
      bricksOf: () => [BRICK],
    }),
});
tell({ port: Number(new URL(url).port) });
await untilDismissed();
await server.stop();
await hub.close();
