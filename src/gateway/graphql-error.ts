import type { GraphCode } from '../roles/graph/index.ts';

/** A refusal outside of GraphQL in the words of GraphQL, so that every client can show it. */
export function graphqlError(code: GraphCode | 'BAD_REQUEST', message: string, requestId: string): object {
  return { errors: [{ message, extensions: { code, requestId } }] };
}
