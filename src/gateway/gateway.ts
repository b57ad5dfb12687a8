import type { ApolloServer } from '@apollo/server';
import { createApollo } from './apollo.ts';
import { createHttp } from './http.ts';
import { Carriers } from './live/carriers.ts';
import { createPerform } from './live/operations.ts';
import { createServeEvents } from './live/serve-events.ts';
import { serveWebSocket } from './live/websocket.ts';
import { createMetrics } from './metrics.ts';
import type { GatewayOptions } from './options.ts';
import { requestFactory } from './request.ts';
import { blobsRoute } from './routes/blobs.route.ts';
import { consoleRoute } from './routes/console.route.ts';
import { graphqlRoute } from './routes/graphql.route.ts';
import { healthRoutes } from './routes/health.route.ts';
import { metricsRoute } from './routes/metrics.route.ts';
import { compose, localSubgraphs, type GatewayRequest } from './supergraph.ts';

export interface Gateway {
  /** Listens; port 0 takes a free one. */
  start(port: number, host: string): Promise<{ url: string }>;
  /** Takes no new requests, answers those under way, then stops. */
  stop(): Promise<void>;
  server: ApolloServer<GatewayRequest>;
}

export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const metrics = options.metrics ?? createMetrics();
  const supergraph = compose(options.subgraphs ?? (await localSubgraphs()));
  const server = await createApollo(supergraph, { ...options, metrics });
  let stopping = false;
  const app = createHttp(options.log, () => stopping);

  const { auth, log } = options;
  const requestFor = requestFactory({ ...options, metrics });
  const carriers = new Carriers({ ...options.live, log });
  const live = { perform: createPerform({ server, requestFor, log }), auth, carriers, log };
  metrics.gauge('mortar_live_connections', 'Open connections that carry events.', 'token', () =>
    Object.fromEntries(carriers.counts()),
  );
  graphqlRoute(app, { server, auth, requestFor, serveEvents: createServeEvents(live) });
  serveWebSocket(app.server, live);
  healthRoutes(
    app,
    () => options.ready(),
    () => stopping,
  );
  metricsRoute(app, metrics, auth);
  blobsRoute(app, options.blobs);
  consoleRoute(app, options.consoleDir);

  return {
    server,
    async start(port, host) {
      return { url: await app.listen({ port, host }) };
    },
    async stop() {
      if (stopping) return;
      stopping = true;
      await carriers.stop();
      await app.close();
      await server.stop();
    },
  };
}
