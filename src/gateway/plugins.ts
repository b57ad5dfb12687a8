import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import { GraphQLError, OperationTypeNode, type GraphQLFormattedError } from 'graphql';
import { refuse } from '../roles/graph/index.ts';
import { causeOf, isPublic } from './mask.ts';
import type { GatewayOptions } from './options.ts';
import type { GatewayRequest } from './supergraph.ts';

type Plugin = ApolloServerPlugin<GatewayRequest>;
type RequestContext = GraphQLRequestContext<GatewayRequest>;

/** Error codes of requests that are well-formed HTTP: `application/json` answers them with 200 (GraphQL over HTTP). */
const WELL_FORMED: ReadonlySet<unknown> = new Set([
  ApolloServerErrorCode.GRAPHQL_PARSE_FAILED,
  ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED,
  ApolloServerErrorCode.BAD_USER_INPUT,
  ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE,
]);

const TRANSPORTS =
  'Subscriptions do not work over plain HTTP requests. Use WebSocket (the graphql-ws protocol) at /graphql, or server-sent events at /graphql/stream (POST with "Accept: text/event-stream").';
const GRAPHQL_RESPONSE = 'application/graphql-response+json';

/**
 * Runs before execution. A subscription over plain HTTP would end after one empty answer, so it is refused; so is an
 * operation that the document does not hold, which the engine cannot be asked about.
 */
export const refuseUnanswerable: Plugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation, request, contextValue }) => {
      if (operation === undefined) throw noSuchOperation(request.operationName);
      if (operation.operation !== OperationTypeNode.SUBSCRIPTION || contextValue.opening !== undefined) return;
      throw refuse('SUBSCRIPTION_TRANSPORT', TRANSPORTS, 400);
    },
  }),
};

function noSuchOperation(name: string | undefined): GraphQLError {
  const text = name
    ? `The document has no operation named "${name}".`
    : 'Name the operation to run: there are several.';
  const code = ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE;
  return new GraphQLError(text, { extensions: { code, http: { status: 400 } } });
}

/** Runs last, on every answer: its age, the request id beside every error, the status that the client's media type asks. */
export function finishAnswers(staleness: GatewayOptions['staleness']): Plugin {
  return {
    requestDidStart: async () => ({
      willSendResponse: async (context) => {
        const { body, http } = context.response;
        if (body.kind !== 'single') return;
        const { singleResult } = body;
        const { past } = context.contextValue;
        const mortar = past ? { ...past, staleBricks: [] } : staleness();
        singleResult.extensions = { ...singleResult.extensions, mortar };
        if (singleResult.errors === undefined) return;
        const { requestId, viewer } = context.contextValue;
        const shown = viewer.admin ? singleResult.errors : singleResult.errors.map(withoutSuggestion);
        singleResult.errors = shown.map((error) => withRequestId(error, requestId));
        if (http.status !== undefined && answersWellFormed(context)) http.status = 200;
      },
    }),
  };
}

/** Who may not see the schema is not led to its names either. */
function withoutSuggestion(error: GraphQLFormattedError): GraphQLFormattedError {
  return { ...error, message: error.message.replace(/\s*Did you mean .*\?$/s, '') };
}

/** An error by which the line of the log can be found. */
export function withRequestId(error: GraphQLFormattedError, requestId: string): GraphQLFormattedError {
  return { ...error, extensions: { ...error.extensions, requestId } };
}

function answersWellFormed({ request, response }: RequestContext): boolean {
  if (request.http?.headers.get('accept')?.includes(GRAPHQL_RESPONSE)) return false;
  const errors = response.body?.kind === 'single' ? response.body.singleResult.errors : undefined;
  return errors?.every((error) => WELL_FORMED.has(error.extensions?.['code'])) ?? false;
}

/** One line per operation, without variables; unexpected errors in full, which clients never see. */
export function logAnswers({ log, metrics }: Pick<GatewayOptions, 'log' | 'metrics'>): Plugin {
  return {
    requestDidStart: async ({ contextValue: { requestId, viewer, budget } }) => {
      const begin = performance.now();
      return {
        didEncounterErrors: async ({ errors }) => {
          for (const error of errors) {
            if (!isPublic(error)) log.error({ requestId, path: error.path, err: causeOf(error) }, 'unexpected error');
          }
        },
        willSendResponse: async ({ operationName, errors }) => {
          if (budget.refusal !== null) {
            const { code } = budget.refusal.extensions;
            log.warn({ requestId, token: viewer.name, operation: operationName, code }, 'operation given up');
          }
          const ms = performance.now() - begin;
          const count = errors?.length ?? 0;
          metrics?.answered(operationName ?? null, ms / 1000, count > 0 ? 'errors' : 'ok');
          log.info(
            {
              requestId,
              token: viewer.name,
              operation: operationName ?? null,
              ms: Math.round(ms * 100) / 100,
              errors: count,
            },
            'operation',
          );
        },
      };
    },
  };
}
