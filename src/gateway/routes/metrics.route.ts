import type { FastifyInstance } from 'fastify';
import { requireToken, viewerOf } from '../bearer.ts';
import type { Door } from '../door.ts';
import { graphqlError } from '../graphql-error.ts';
import type { GatewayMetrics } from '../metrics.ts';

const NOT_YOURS = 'Metrics need a token with the scope admin or recovery.';

/** `/metrics` for Prometheus; behind a token, because names of bricks and operations are nobody else's business. */
export function metricsRoute(app: FastifyInstance, metrics: GatewayMetrics, door: Door): void {
  app.register(async (scope) => {
    requireToken(scope, door);
    scope.get('/metrics', async (request, reply) => {
      if (!viewerOf(request).admin) return reply.code(403).send(graphqlError('FORBIDDEN', NOT_YOURS, request.id));
      return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
    });
  });
}
