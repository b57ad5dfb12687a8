import { randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import { Kind, OperationTypeNode, parse, type DocumentNode, type FormattedExecutionResult } from 'graphql';
import { PermanentError } from '#sdk';
import type { Gateway } from './gateway.ts';
import type { RequestFactory } from './request.ts';
import type { GatewayRequest } from './supergraph.ts';

const VIEWER = { name: 'command line', admin: true };

/** Queries without HTTP: the same parser, rules, costs, masks and log. */
export function createAnswer(
  server: ApolloServer<GatewayRequest>,
  requestFor: RequestFactory['requestFor'],
): Gateway['answer'] {
  return async ({ query, variables, asOf }): Promise<FormattedExecutionResult> => {
    if (!onlyReads(query)) throw queryOnly();
    const request = requestFor(randomUUID(), VIEWER);
    const contextValue = asOf === undefined ? request : { ...request, asOf };
    const { body } = await server.executeOperation({ query, variables }, { contextValue });
    if (body.kind !== 'single') throw new Error('Answers in parts are not asked for');
    return body.singleResult;
  };
}

function onlyReads(query: string): boolean {
  let document: DocumentNode;
  try {
    document = parse(query, { maxTokens: 10_000 });
  } catch {
    // What is wrong with it, the answer says.
    return true;
  }
  return document.definitions.every(
    (node) => node.kind !== Kind.OPERATION_DEFINITION || node.operation === OperationTypeNode.QUERY,
  );
}

function queryOnly(): PermanentError {
  return new PermanentError({
    code: 'QUERY_ONLY',
    message: 'Only queries can be asked here; this would change something.',
    remedy: 'Send mutations over HTTP, with a token of their own.',
  });
}
