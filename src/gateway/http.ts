import { randomUUID } from 'node:crypto';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { graphqlError } from './graphql-error.ts';

const REQUEST_ID = /^[\w.-]{1,64}$/;

/** The HTTP server: request ids, security headers, and errors that tell nothing of the inside. */
export function createHttp(log: Logger, isStopping: () => boolean): FastifyInstance {
  const app = fastify({
    forceCloseConnections: 'idle',
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
  });
  // Else a connection whose last request was under way when the hub stopped would be kept open, and the stop with it.
  app.addHook('onSend', async (_request, reply) => {
    if (isStopping()) reply.header('connection', 'close');
  });
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if (error.statusCode === 413) {
      return reply.code(413).send(graphqlError('PAYLOAD_TOO_LARGE', 'The request is larger than 1 MB.'));
    }
    if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
      return reply
        .code(error.statusCode)
        .send(graphqlError('BAD_REQUEST', 'The request is not understood: is it JSON?'));
    }
    log.error({ err: error, requestId: request.id }, 'unexpected error');
    const text = 'Something went wrong inside the hub. Tell its operator the request id; the reason is in the log.';
    return reply.code(500).send(graphqlError('INTERNAL_ERROR', text, { requestId: request.id }));
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('text/plain').send('Not found. The graph is at /graphql.\n'),
  );
  return app;
}
