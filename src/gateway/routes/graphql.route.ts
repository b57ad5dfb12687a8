import { HeaderMap, type ApolloServer } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import type { Door } from '../door.ts';
import { graphqlError } from '../graphql-error.ts';
import { isTooLarge, LARGEST_BODY, LARGEST_UPLOAD } from '../limits.ts';
import { withRequestId } from '../plugins.ts';
import type { GatewayRequest } from '../supergraph.ts';
import { requireToken, viewerOf } from '../bearer.ts';
import { AS_OF } from '../past/index.ts';
import { takesOnlyEvents, type ServeEvents } from '../live/serve-events.ts';

const TOO_LARGE = 'The request is larger than 1 MB. Only the text of a mass edit may be, as a variable.';

export interface GraphqlRoute {
  server: ApolloServer<GatewayRequest>;
  door: Door;
  requestFor(id: string, viewer: GatewayRequest['viewer']): GatewayRequest;
  serveEvents: ServeEvents;
}

/** `/graphql`: Fastify's request to Apollo Server's, and its answer back. `/graphql/stream`: answers as events. */
export function graphqlRoute(app: FastifyInstance, { server, door, requestFor, serveEvents }: GraphqlRoute): void {
  app.register(async (scope) => {
    requireToken(scope, door);
    // Apollo Server says best what is wrong with any other media type.
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined));
    scope.post('/graphql/stream', { bodyLimit: LARGEST_BODY }, serveEvents);
    scope.all('/graphql', { bodyLimit: LARGEST_UPLOAD }, async (request, reply) => {
      if (isTooLarge(request.body, lengthOf(request))) {
        return reply.code(413).send(graphqlError('PAYLOAD_TOO_LARGE', TOO_LARGE, request.id));
      }
      if (request.method === 'POST' && takesOnlyEvents(request)) return serveEvents(request, reply);
      const answer = await server.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: request.method.toUpperCase(),
          headers: headersOf(request),
          search: searchOf(request.url),
          body: request.body,
        },
        context: async () => {
          const made = { ...requestFor(request.id, viewerOf(request)), gone: goneOf(reply) };
          const asOf = request.headers[AS_OF];
          return asOf === undefined ? made : { ...made, asOf };
        },
      });
      return send(reply, answer, request.id);
    });
  });
}

/** Aborted when the connection closes before the whole answer is written. */
function goneOf({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

function lengthOf({ headers }: FastifyRequest): number | null {
  const length = headers['content-length'];
  return length === undefined ? null : Number(length);
}

type Answer = Awaited<ReturnType<ApolloServer['executeHTTPGraphQLRequest']>>;

function send(reply: FastifyReply, { status, headers, body }: Answer, requestId: string): FastifyReply {
  reply.code(status ?? 200);
  for (const [name, value] of headers) reply.header(name, value);
  if (body.kind !== 'complete') throw new Error('Answers in parts are not asked for');
  const isRefusal = (status ?? 200) >= 400 && headers.get('content-type')?.includes('json');
  return reply.send(isRefusal ? withRequestIds(body.string, requestId) : body.string);
}

// What Apollo Server refuses before there is a context, no plugin of ours sees.
function withRequestIds(text: string, requestId: string): string {
  const answer = JSON.parse(text) as { errors?: GraphQLFormattedError[] };
  if (answer.errors === undefined) return text;
  return JSON.stringify({ ...answer, errors: answer.errors.map((error) => withRequestId(error, requestId)) });
}

function headersOf(request: FastifyRequest): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

function searchOf(url: string): string {
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start);
}
