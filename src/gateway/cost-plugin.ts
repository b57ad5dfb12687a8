import type { ApolloServerPlugin } from '@apollo/server';
import type { Logger } from 'pino';
import { refuse } from '../roles/graph/index.ts';
import { costOf, EXPENSIVE, MOST_COST } from './cost.ts';
import type { GatewayRequest } from './supergraph.ts';

/**
 * Runs before execution: refuses what would cost too much. What is expensive or refused gets a line in the log before
 * anything is read, so that an operation that never ended can be found there. Never with variables.
 */
export function refuseCostly(log: Logger): ApolloServerPlugin<GatewayRequest> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operation, request, operationName, contextValue }) => {
        if (operation === undefined) return;
        const cost = costOf({ schema, document, operation, variables: request.variables ?? {} });
        if (cost < EXPENSIVE) return;
        const { requestId, viewer } = contextValue;
        const line = { requestId, token: viewer.name, operation: operationName, cost };
        if (cost <= MOST_COST) return log.info(line, 'expensive operation begins');
        log.warn({ ...line, limit: MOST_COST }, 'operation refused: too costly');
        throw refuse('QUERY_TOO_COSTLY', refusal(cost), 400);
      },
    }),
  };
}

function refusal(cost: number): string {
  return `The operation costs ${cost}, the limit is ${MOST_COST}. Ask for less at once: a smaller "first", fewer levels, fewer aliases; read on with "after".`;
}
