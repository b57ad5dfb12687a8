import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Viewer } from '../roles/graph/index.ts';
import type { Door } from './door.ts';
import { graphqlError } from './graphql-error.ts';
import type { TokenAuth } from './options.ts';

const viewers = new WeakMap<FastifyRequest, Viewer>();
const TOKEN_WANTED = 'Give an access token of this hub: "Authorization: Bearer <token>".';
const BEARER = /^Bearer +([^\s]+) *$/i;

/** The token of `Bearer <token>`; null: it is none. */
export function bearerOf(authorization: string | undefined): string | null {
  return BEARER.exec(authorization ?? '')?.[1] ?? null;
}

/** Whose token it is; null: nobody's. */
export async function viewerFor(auth: TokenAuth, token: string | null): Promise<Viewer | null> {
  const known = token === null ? null : await auth.verify(token);
  return known && { ...known, admin: known.admin ?? true };
}

/** Asks again whose token it is: a token may be revoked, or given to another, while a connection goes on. */
export type StillKnown = () => Promise<Viewer | null>;

/** Answers with null once the token is not that viewer's any more. */
export function stillKnown(auth: TokenAuth, token: string | null, { name }: Viewer): StillKnown {
  return async () => {
    const viewer = await viewerFor(auth, token);
    return viewer?.name === name ? viewer : null;
  };
}

/** What a client is told that asks too often. */
export function tooOften(retryAfter: number): string {
  return `This token asks too often. Ask again in ${retryAfter} s, or less often; an administrator can raise "access.rate" in the configuration.`;
}

/** Lets only requests with a known token through to the routes of this scope. Runs before the body is read. */
export function requireToken(scope: FastifyInstance, door: Pick<Door, 'admit'>): void {
  scope.addHook('onRequest', async (request, reply) => {
    const admission = await door.admit(bearerOf(request.headers.authorization), request.raw, request.id);
    if (admission.viewer !== null) {
      viewers.set(request, admission.viewer);
      return;
    }
    if (admission.refusal === 'RATE_LIMITED') {
      const { retryAfter } = admission;
      return reply
        .code(429)
        .header('retry-after', String(retryAfter))
        .send(graphqlError('RATE_LIMITED', tooOften(retryAfter), request.id));
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
