import { HeaderMap, type ApolloServerPlugin, type GraphQLRequestContext, type GraphQLResponse } from '@apollo/server';
import { GraphQLError, OperationTypeNode, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { RetryableError } from '#sdk';
import type { MirrorReader, PastAnswer } from '../../mirror/index.ts';
import { refuse, scopesOf } from '../../roles/graph/index.ts';
import { causeOf, isPublic, maskError } from '../mask.ts';
import type { GatewayRequest } from '../supergraph.ts';
import { timeOf } from './header.ts';
import { rootFieldsOf } from './root-fields.ts';

type Context = GraphQLRequestContext<GatewayRequest>;
type Answer = Pick<GraphQLResponse, 'body' | 'http'>;

/** Where the past is asked for. */
export interface PastSource {
  at(time: Date): Promise<PastAnswer>;
}

export interface PastOptions {
  /** Absent: no past is kept here. */
  past?: PastSource;
  log: Logger;
  /** What of a request is another thing when it reads another mirror, at another time. */
  inPast(request: GatewayRequest, past: { reader: MirrorReader; at: Date }): Partial<GatewayRequest>;
  /** Fields of queries that say how the hub is, which nobody has kept. */
  presentOnly: ReadonlySet<string>;
}

const READ_ONLY = 'The past cannot be changed, and nothing happens in it: only queries take the header Mortar-As-Of.';
const STAFF = 'This token may not use the header Mortar-As-Of: it needs the scope recovery or admin.';
const NOT_HERE = 'This hub keeps no past.';

/**
 * Runs when the operation may be executed, right before it is: with the header `Mortar-As-Of` it reads what was
 * published at that time. What is not built yet is answered by PAST_PREPARING; asking again is the way to wait.
 */
export function answerFromPast(options: PastOptions): ApolloServerPlugin<GatewayRequest> {
  return {
    requestDidStart: async () => {
      let release: (() => void) | null = null;
      return {
        async responseForOperation(context) {
          const { contextValue } = context;
          if (contextValue.asOf === undefined) return null;
          try {
            const answer = await openPast(context, options);
            if (answer.state === 'preparing') return preparing(answer);
            release = answer.release;
            const { at, publishedAt, reader } = answer;
            Object.assign(contextValue, options.inPast(contextValue, { reader, at: new Date(at) }));
            contextValue.past = { asOf: at, publishedAt };
            return null;
          } catch (error) {
            if (!isPublic(error))
              options.log.error({ err: error, requestId: contextValue.requestId }, 'the past could not be built');
            return refused(error);
          }
        },
        async willSendResponse() {
          release?.();
        },
      };
    },
  };
}

async function openPast(context: Context, { past, presentOnly }: PastOptions): Promise<PastAnswer> {
  const { contextValue, operation, document } = context;
  const time = timeOf(contextValue.asOf);
  if (time === undefined || !operation || !document) throw new Error('there is nothing to ask the past');
  if (operation.operation !== OperationTypeNode.QUERY) throw refuse('PAST_READ_ONLY', READ_ONLY, 400);
  const scopes = scopesOf(contextValue.viewer);
  const isStaff = scopes.has('recovery') || scopes.has('admin');
  if (contextValue.viewer.shopper || !isStaff) throw refuse('FORBIDDEN', STAFF, 403);
  if (!past) throw refuse('PAST_NOT_KEPT', NOT_HERE, 400);
  const field = [...rootFieldsOf(document, operation)].find((name) => presentOnly.has(name));
  if (field !== undefined) throw refuse('PAST_NOT_KEPT', onlyNow(field), 400);
  return past.at(time);
}

function onlyNow(field: string): string {
  return `"${field}" says how the hub itself is, and nobody kept how it was: ask it without the header Mortar-As-Of.`;
}

function preparing({ progress, retryAfter }: { progress: number; retryAfter: number }): Answer {
  const percent = Math.floor(progress * 100);
  const message = `That past is being prepared (${percent} %). Ask the same again in ${retryAfter} s.`;
  const extensions = { code: 'PAST_PREPARING', retryAfter, progress: percent / 100 };
  return answerOf({ message, extensions }, 503, [['retry-after', String(retryAfter)]]);
}

function refused(error: unknown): Answer {
  const cause = causeOf(error);
  const plain = cause instanceof GraphQLError ? cause.toJSON() : { message: '' };
  return answerOf(maskError(plain, error), statusOf(cause));
}

function statusOf(error: unknown): number {
  if (error instanceof RetryableError) return 503;
  const http =
    error instanceof GraphQLError ? (error.extensions['http'] as { status?: number } | undefined) : undefined;
  return http?.status ?? (isPublic(error) ? 400 : 500);
}

function answerOf(error: GraphQLFormattedError, status: number, headers: [string, string][] = []): Answer {
  const head = new HeaderMap();
  for (const [name, value] of headers) head.set(name, value);
  return { http: { status, headers: head }, body: { kind: 'single', singleResult: { errors: [error] } } };
}
