import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Viewer } from '../roles/graph/index.ts';
import { graphqlError } from './graphql-error.ts';
import type { TokenAuth } from './options.ts';

const viewers = new WeakMap<FastifyRequest, Viewer>();
const TOKEN_WANTED = 'Give an access token of this hub: "Authorization: Bearer <token>".';
const BEARER = /^Bearer +([^\s]+) *$/i;

/** Lets only requests with a known token through to the routes of this scope. Runs before the body is read. */
export function requireToken(scope: FastifyInstance, auth: TokenAuth): void {
  scope.addHook('onRequest', async (request, reply) => {
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    const known = token === undefined ? null : await auth.verify(token);
    if (known !== null) {
      viewers.set(request, { name: known.name, admin: known.admin ?? true });
      return;
    }
    return reply
      .code(401)
      .header('www-authenticate', 'Bearer realm="mortar"')
      .send(graphqlError('UNAUTHENTICATED', TOKEN_WANTED, request.id));
  });
}

/** Whose token came with a request that was let through. */
export function viewerOf(request: FastifyRequest): Viewer {
  const viewer = viewers.get(request);
  if (viewer === undefined) throw new Error('The route is not behind requireToken');
  return viewer;
}
