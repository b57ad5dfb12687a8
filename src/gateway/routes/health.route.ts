import type { FastifyInstance } from 'fastify';
import type { GatewayOptions } from '../options.ts';

/** `/health`: the process lives. `/ready`: it can answer queries in full. Neither needs a token, neither tells secrets. */
export function healthRoutes(app: FastifyInstance, ready: GatewayOptions['ready'], isStopping: () => boolean): void {
  app.get('/health', async () => ({ status: 'ok' }));
  app.get('/ready', async (_request, reply) => {
    const state = isStopping() ? { ok: false, reason: 'The hub is stopping.' } : ready();
    if (state.ok) return { status: 'ready' };
    return reply.code(503).send({ status: 'not ready', reason: state.reason ?? 'Not ready yet.' });
  });
}
