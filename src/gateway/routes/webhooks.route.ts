import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import type { WebhookDelivery } from '#sdk';
import { TokenRate } from '../../access/index.ts';

/** Larger than any order that was recorded; what matters of it is an id. */
const LARGEST_DELIVERY = 2 * 1024 * 1024;
/** Of one sender, for one brick: a vendor sends one for each change of a mass edit. */
const RATE = { perMinute: 3_000, burst: 500 };

/** Judges a delivery and stores what it hints at before it resolves. */
export interface WebhookReceiver {
  receive(brick: string, delivery: WebhookDelivery): Promise<'stored' | 'nothing' | 'forged' | 'unknown'>;
}

/**
 * `POST /webhooks/<brick>`: what a vendor pushes. Without a token, since no vendor could send one: the signature over
 * the raw body is the right. What is answered tells nothing of the inside; 200 means that it is on disk.
 */
export function webhooksRoute(
  app: FastifyInstance,
  webhooks: WebhookReceiver,
  { log, now }: { log: Logger; now: () => Date },
): void {
  const rate = new TokenRate(RATE, now);
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LARGEST_DELIVERY }, (_request, body, done) => {
      done(null, body);
    });
    scope.post<{ Params: { brick: string } }>(
      '/webhooks/:brick',
      {
        bodyLimit: LARGEST_DELIVERY,
        // Before the body is read; whoever floods takes nothing from another sender.
        onRequest: async (request, reply) => {
          const retryAfter = rate.take(`${request.params.brick} ${request.ip}`);
          if (retryAfter !== null)
            await plain(reply.header('retry-after', String(retryAfter)), 429, 'Too many at once.');
        },
      },
      async (request, reply) => {
        const { brick } = request.params;
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const outcome = await webhooks.receive(brick, { headers: headersOf(request.headers), body });
        if (outcome === 'unknown') return plain(reply, 404, 'Not found.');
        if (outcome !== 'forged') return plain(reply, 200, 'Taken.');
        log.warn({ requestId: request.id }, 'a webhook with a wrong signature was refused');
        return plain(reply, 401, 'Refused.');
      },
    );
  });
}

function plain(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).type('text/plain').send(`${text}\n`);
}

function headersOf(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const found = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    Array.isArray(value) ? value.join(', ') : value,
  ]);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined)) as Record<string, string>;
}
