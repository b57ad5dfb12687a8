import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHandler } from 'graphql-sse';
import type { Logger } from 'pino';
import { bearerOf, stillKnown, viewerOf } from '../bearer.ts';
import { graphqlError } from '../graphql-error.ts';
import type { OperationAudit } from '../operation-audit.ts';
import type { TokenAuth } from '../options.ts';
import { AS_OF, notLive } from '../past/index.ts';
import type { Carriers } from './carriers.ts';
import { EventStream } from './event-stream.ts';
import type { Perform } from './operations.ts';

/** Answers one request with events. */
export type ServeEvents = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

const FULL = 'There are too many connections of this token already. Close some, or try again later.';

/** What asks for events and takes no JSON, such as urql at its one address. */
export function takesOnlyEvents({ headers: { accept = '' } }: FastifyRequest): boolean {
  return accept.includes('text/event-stream') && !accept.includes('application/');
}

export interface ServeEventsOptions {
  perform: Perform;
  auth: TokenAuth;
  carriers: Carriers;
  audit: OperationAudit | null;
  log: Logger;
}

/** Server-sent events by the graphql-sse protocol, one operation a connection. */
export function createServeEvents(options: ServeEventsOptions): ServeEvents {
  const { perform, auth, carriers, audit, log } = options;
  const protocol = createHandler<FastifyRequest, { stream: EventStream }>({
    // One connection for several operations would need a second kind of token.
    authenticate: () => null,
    async onSubscribe({ raw, context }, params) {
      if (raw.headers[AS_OF] !== undefined) return { data: undefined, errors: [notLive()] } as never;
      const performed = await perform(params, viewerOf(raw), raw.id);
      // Errors without data are an answer, too: graphql-sse tells answers by this member.
      return 'answer' in performed
        ? ({ data: undefined, ...performed.answer } as never)
        : (context.stream.paced(performed.events) as never);
    },
  });

  return async (request, reply) => {
    const viewer = viewerOf(request);
    const { name } = viewer;
    if (!carriers.hasRoom(name)) {
      audit?.turnedAway(viewer, request.id, 'TOO_MANY_SUBSCRIPTIONS');
      return reply.code(429).send(graphqlError('TOO_MANY_SUBSCRIPTIONS', FULL, request.id));
    }
    const stream = new EventStream(name, reply.raw, {
      log,
      stillKnown: stillKnown(auth, bearerOf(request.headers.authorization), viewer),
    });
    carriers.add(stream);
    reply.raw.once('close', () => carriers.remove(stream));
    const [body, { status, headers }] = await protocol({
      method: request.method,
      url: request.url,
      // urql names two types, graphql-sse knows only the one alone.
      headers: { get: (key) => (key === 'accept' ? 'text/event-stream' : request.headers[key]?.toString()) },
      body: request.body as Record<string, unknown> | null,
      raw: request,
      context: { stream },
    });
    reply.headers({ ...headers }).code(status);
    if (body === null || typeof body === 'string') return reply.send(body ?? '');
    reply.hijack();
    reply.raw.writeHead(status, reply.getHeaders() as Record<string, string>);
    await stream.write(body);
    return reply;
  };
}
