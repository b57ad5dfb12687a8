import type { FastifyInstance } from 'fastify';
import { requireToken } from '../bearer.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { TokenAuth } from '../options.ts';

/** `/metrics` for Prometheus; behind a token, because names of bricks and operations are nobody else's business. */
export function metricsRoute(app: FastifyInstance, metrics: GatewayMetrics, auth: TokenAuth): void {
  app.register(async (scope) => {
    requireToken(scope, auth);
    scope.get('/metrics', async (_request, reply) => {
      return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
    });
  });
}
