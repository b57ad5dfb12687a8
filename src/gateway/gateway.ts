import type { ApolloServer } from '@apollo/server';
import type { FormattedExecutionResult } from 'graphql';
import { createApollo } from './apollo.ts';
import { createAnswer } from './answer.ts';
import { createDoor } from './door.ts';
import { createHttp } from './http.ts';
import { Carriers } from './live/carriers.ts';
import { createPerform } from './live/operations.ts';
import { createServeEvents } from './live/serve-events.ts';
import { serveWebSocket } from './live/websocket.ts';
import { marksOf } from './marks.ts';
import { createMetrics } from './metrics.ts';
import { OperationAudit } from './operation-audit.ts';
import type { GatewayOptions } from './options.ts';
import { requestFactory } from './request.ts';
import { blobsRoute } from './routes/blobs.route.ts';
import { consoleRoute } from './routes/console.route.ts';
import { graphqlRoute } from './routes/graphql.route.ts';
import { healthRoutes } from './routes/health.route.ts';
import { webhooksRoute } from './routes/webhooks.route.ts';
import { metricsRoute } from './routes/metrics.route.ts';
import { compose, localSubgraphs, type GatewayRequest, type Supergraph } from './supergraph.ts';

export interface Gateway {
  /** Listens; port 0 takes a free one. */
  start(port: number, host: string): Promise<{ url: string }>;
  /** Takes no new requests, answers those under way, then stops. */
  stop(): Promise<void>;
  server: ApolloServer<GatewayRequest>;
  /** Answers a query of whoever may open the machine's own socket; it needs no listening. Throws QUERY_ONLY. */
  answer(asked: {
    query: string;
    variables: Record<string, unknown>;
    asOf?: string;
  }): Promise<FormattedExecutionResult>;
}

function auditOf(supergraph: Supergraph, { audit, log, now }: GatewayOptions): OperationAudit | null {
  return audit
    ? new OperationAudit(audit, { marks: marksOf(supergraph), log, now: now ?? ((): Date => new Date()) })
    : null;
}

export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const metrics = options.metrics ?? createMetrics();
  const supergraph = compose(options.subgraphs ?? (await localSubgraphs()));
  const { requestFor, inPast } = requestFactory({ ...options, metrics });
  const audit = auditOf(supergraph, options);
  const server = await createApollo(supergraph, { ...options, metrics, inPast, audit });
  let stopping = false;
  const app = createHttp(options.log, () => stopping);

  const { auth, log } = options;
  const carriers = new Carriers({ ...options.live, log });
  const door = createDoor({ auth, rates: options.rates ?? null, audit, metrics });
  const live = { perform: createPerform({ server, requestFor, log }), auth, door, audit, carriers, log };
  metrics.gauge('mortar_live_connections', 'Open connections that carry events.', 'token', () =>
    Object.fromEntries(carriers.counts()),
  );
  graphqlRoute(app, { server, door, requestFor, serveEvents: createServeEvents(live) });
  serveWebSocket(app.server, live);
  healthRoutes(
    app,
    () => options.ready(),
    () => stopping,
  );
  metricsRoute(app, metrics, door);
  blobsRoute(app, options.blobs);
  if (options.webhooks) webhooksRoute(app, options.webhooks, { log, now: options.now ?? ((): Date => new Date()) });
  consoleRoute(app, options.consoleDir);

  return {
    server,
    answer: createAnswer(server, requestFor),
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
