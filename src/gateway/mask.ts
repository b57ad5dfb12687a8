import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLFormattedError } from 'graphql';
import { isCoded } from '#sdk';
import { GRAPH_CODES } from '../roles/graph/index.ts';

/** Codes whose message was written for clients: ours, and those of Apollo Server for requests that are wrong. */
const PUBLIC_CODES: ReadonlySet<unknown> = new Set([
  ...GRAPH_CODES,
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

const MASKED = 'Something went wrong inside the hub. Tell its operator the request id; the reason is in the log.';

/** The innermost error: resolvers' errors arrive wrapped by every layer on their way. */
export function causeOf(error: unknown): unknown {
  let cause = error;
  for (let next = unwrapOnce(cause); next !== cause; next = unwrapOnce(cause)) cause = next;
  return cause;
}

function unwrapOnce(error: unknown): unknown {
  const inner = unwrapResolverError(error);
  if (inner !== error) return inner;
  return error instanceof Error && 'originalError' in error && error.originalError instanceof Error
    ? error.originalError
    : error;
}

/** Whether an error was written for clients; all others are only for the log. */
export function isPublic(error: unknown): boolean {
  const cause = causeOf(error);
  return isCoded(cause) || PUBLIC_CODES.has(codeOf(cause)) || PUBLIC_CODES.has(codeOf(error));
}

function codeOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('extensions' in error)) return undefined;
  const { extensions } = error;
  return typeof extensions === 'object' && extensions !== null && 'code' in extensions ? extensions.code : undefined;
}

/** What a client is told of an error: code and message of a coded one, nothing of any other. */
export function maskError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { message: _message, extensions: _extensions, ...place } = formatted;
  const cause = causeOf(error);
  if (isCoded(cause)) {
    return { message: cause.message, ...place, extensions: { code: cause.code, remedy: cause.remedy } };
  }
  const code = formatted.extensions?.['code'];
  if (PUBLIC_CODES.has(code)) return { message: formatted.message, ...place, extensions: { code } };
  return { message: MASKED, ...place, extensions: { code: 'INTERNAL_ERROR' } };
}
