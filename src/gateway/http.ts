import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { graphqlError } from './graphql-error.ts';

const REQUEST_ID = /^[\w.-]{1,64}$/;

/** The HTTP server: request ids, security headers, and errors that tell nothing of the inside. */
export function createHttp(log: Logger, isStopping: () => boolean): FastifyInstance {
  const app = fastify({
    forceCloseConnections: 'idle',
    // Addresses that cannot be read, such as /%zz: no route is found, and no hook runs.
    frameworkErrors: (_error, request, reply) => malformed(request.id, reply as FastifyReply),
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headersFor(request.id));
  });
  // Else a connection whose last request was under way when the hub stopped would be kept open, and the stop with it.
  app.addHook('onSend', async (_request, reply) => {
    if (isStopping()) reply.header('connection', 'close');
  });
  closeUnused(app);
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if (error.statusCode === 413) {
      return reply.code(413).send(graphqlError('PAYLOAD_TOO_LARGE', 'The request is larger than 16 MB.', request.id));
    }
    if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
      // Without a body the address is wrong, whatever the files of the console say to it: "forbidden" would be untrue.
      if (request.body === undefined && request.headers['content-length'] === undefined) return notFound(reply);
      const text = 'The request is not understood: is it JSON?';
      return reply.code(error.statusCode).send(graphqlError('BAD_REQUEST', text, request.id));
    }
    log.error({ err: error, requestId: request.id }, 'unexpected error');
    const text = 'Something went wrong inside the hub. Tell its operator the request id; the reason is in the log.';
    return reply.code(500).send(graphqlError('INTERNAL_ERROR', text, request.id));
  });
  app.setNotFoundHandler((_request, reply) => notFound(reply));
  return app;
}

/** Browsers and `fetch` connect ahead. Node takes a connection that never asked for a busy one, and a stop would wait. */
function closeUnused(app: FastifyInstance): void {
  const unused = new Set<Socket>();
  app.server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  app.server.on('request', ({ socket }) => unused.delete(socket));
  app.addHook('preClose', async () => {
    for (const socket of unused) socket.destroy();
  });
}

function headersFor(requestId: string): Record<string, string> {
  return {
    'x-request-id': requestId,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    // Pages and pictures have one of their own; all else is no page.
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  };
}

function malformed(requestId: string, reply: FastifyReply): void {
  void reply.headers(headersFor(requestId)).code(400).type('text/plain').send('This address is malformed.\n');
}

function notFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).type('text/plain').send('Not found. The graph is at /graphql.\n');
}
