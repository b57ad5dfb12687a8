import { randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import { GraphQLError, type ExecutionResult, type FormattedExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import type { Viewer } from '../../roles/graph/index.ts';
import { causeOf, isPublic, maskError } from '../mask.ts';
import { withRequestId } from '../plugins.ts';
import type { GatewayRequest } from '../supergraph.ts';
import type { Opening } from './subscribe.ts';

/** As clients send it. */
export interface Operation {
  query?: string | null | undefined;
  operationName?: string | null | undefined;
  variables?: Record<string, unknown> | null | undefined;
  extensions?: Record<string, unknown> | null | undefined;
}

/** What becomes of an operation: one answer, or events until somebody ends them. */
export type Performed =
  { answer: FormattedExecutionResult } | { events: AsyncGenerator<FormattedExecutionResult, undefined> };

/** Performs operations that come over transports which carry events. */
export type Perform = (operation: Operation, viewer: Viewer, requestId?: string) => Promise<Performed>;

export interface OperationsOptions {
  server: ApolloServer<GatewayRequest>;
  requestFor(id: string, viewer: Viewer): GatewayRequest;
  log: Logger;
}

/**
 * Every operation goes through Apollo Server first: the same parser, rules, costs and log as over plain HTTP. A
 * subscription leaves its results in `opening` on the way; they are executed without Apollo Server, which knows none.
 */
export function createPerform({ server, requestFor, log }: OperationsOptions): Perform {
  return async ({ query, operationName, variables, extensions }, viewer, requestId = randomUUID()) => {
    const end = new AbortController();
    const opening: Opening = { request: () => requestFor(requestId, viewer), signal: end.signal, results: null };
    const { body } = await server.executeOperation(
      {
        ...(query ? { query } : {}),
        ...(operationName ? { operationName } : {}),
        ...(variables ? { variables } : {}),
        ...(extensions ? { extensions } : {}),
      },
      { contextValue: { ...opening.request(), opening } },
    );
    if (body.kind !== 'single') throw new Error('Answers in parts are not asked for');
    if (opening.results === null) return { answer: body.singleResult };
    const told = { requestId, token: viewer.name, operation: operationName ?? null };
    return { events: endable(finished(opening.results, told, log), end) };
  };
}

/** Masked, with the request id; a failure of the source is the last event. */
async function* finished(
  results: AsyncGenerator<ExecutionResult>,
  told: { requestId: string; token: string; operation: string | null },
  log: Logger,
): AsyncGenerator<FormattedExecutionResult, undefined> {
  const { requestId } = told;
  let events = 0;
  const format = (error: GraphQLError) => {
    if (!isPublic(error)) log.error({ requestId, path: error.path, err: causeOf(error) }, 'unexpected error');
    return withRequestId(maskError(error.toJSON(), error), requestId);
  };
  try {
    for await (const { errors, ...result } of results) {
      events += 1;
      yield errors ? { ...result, errors: errors.map(format) } : result;
    }
  } catch (error) {
    yield { data: null, errors: [format(asGraphQLError(error))] };
  } finally {
    log.info({ ...told, events }, 'subscription ended');
  }
  return undefined;
}

export function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}

/** A generator that waits cannot be told to return; so what it waits for is ended first. */
function endable<Result>(
  inner: AsyncGenerator<Result, undefined>,
  end: AbortController,
): AsyncGenerator<Result, undefined> {
  const finish = async (): Promise<IteratorResult<Result, undefined>> => {
    end.abort();
    return inner.return(undefined);
  };
  return {
    next: () => inner.next(),
    return: finish,
    throw: finish,
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await finish();
    },
  };
}
