import type { ExecutionResult, GraphQLError } from 'graphql';
import type { GatewayRequest } from './supergraph.ts';

/**
 * Executes a query until its time is over or its client has gone. Then it is answered at once, whatever it waits for,
 * and what still goes on ends at its next read. Not for mutations: what was begun is brought to its end.
 */
export async function untilDeadline(
  { budget, gone }: Pick<GatewayRequest, 'budget' | 'gone'>,
  execute: () => Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  const { promise, resolve } = Promise.withResolvers<ExecutionResult>();
  const end = (refusal: GraphQLError): void => resolve({ errors: [refusal] });
  const leave = (): void => end(budget.abandon());
  const timer = setTimeout(() => end(budget.expire()), budget.ms);
  gone?.addEventListener('abort', leave, { once: true });
  try {
    if (gone?.aborted) leave();
    return await Promise.race([promise, execute()]);
  } finally {
    clearTimeout(timer);
    gone?.removeEventListener('abort', leave);
  }
}
