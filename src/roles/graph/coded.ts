import { GraphQLError } from 'graphql';

/** The codes in `extensions.code` that clients can rely on. Brick and mirror errors bring further codes of their own. */
export const GRAPH_CODES = [
  'INVALID_ARGUMENT',
  'INVALID_CURSOR',
  'UNKNOWN_BRICK',
  'NO_BRICK',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'PERSONAL_DATA_LIMIT',
  'SUBSCRIPTION_TRANSPORT',
  'TOO_MANY_SUBSCRIPTIONS',
  'PAYLOAD_TOO_LARGE',
  'QUERY_TOO_COSTLY',
  'QUERY_TOO_LARGE',
  'QUERY_TIMEOUT',
  'PAST_READ_ONLY',
  'PAST_NOT_KEPT',
  'RATE_LIMITED',
  'REQUEST_GONE',
  'AUDIT_UNAVAILABLE',
  'INTERNAL_ERROR',
] as const;

export type GraphCode = (typeof GRAPH_CODES)[number];

/**
 * A refusal that the asker can mend: the message is for them, and names nothing of the inside. `status` is only for
 * refusals of a whole request: it becomes the HTTP status.
 */
export function refuse(code: GraphCode, message: string, status?: number): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...(status === undefined ? {} : { http: { status } }) } });
}
