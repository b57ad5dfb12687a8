import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; img-src 'self' data: blob:; " +
  "font-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'";

const NOT_BUILT = 'The console is not built. Run "npm run console" and start the hub again.\n';

/** `/graphiql`: the staff's page, from our own files, usable without internet. It asks for the token itself. */
export function consoleRoute(app: FastifyInstance, folder: string | undefined): void {
  app.get('/', async (_request, reply) => reply.redirect('/graphiql'));
  if (folder === undefined || !existsSync(join(folder, 'index.html'))) {
    for (const path of ['/graphiql', '/graphiql/*']) {
      app.get(path, async (_request, reply) => reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT));
    }
    return;
  }
  app.register(fastifyStatic, {
    root: folder,
    prefix: '/graphiql/',
    setHeaders: (reply) => {
      reply.header('content-security-policy', POLICY);
    },
  });
  app.get('/graphiql', async (_request, reply) => reply.sendFile('index.html'));
}
