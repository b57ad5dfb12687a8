import type { ApolloServerPlugin } from '@apollo/server';
import type { Logger } from 'pino';
import { fulfils, isGiven, lacking, refuse, scopesOf } from '../roles/graph/index.ts';
import type { Marks } from './marks.ts';
import { argumentsOf, needsOf } from './need-walk.ts';
import { notForShoppers } from './shopper-fields.ts';
import type { GatewayRequest } from './supergraph.ts';

/**
 * Runs before anything is planned: refuses an operation that asks for more than its token may. The whole operation is
 * refused, whatever of it would have been allowed; resolvers check the same marks once more.
 */
export function refuseForbidden(marks: Marks, log: Logger): ApolloServerPlugin<GatewayRequest> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operation, request, operationName, contextValue }) => {
        if (operation === undefined) return;
        const { requestId, viewer } = contextValue;
        const refused = (): Error | null => {
          const needs = needsOf(schema, document, operation, marks);
          if (viewer.shopper) return shopperRefusal(needs.fields);
          if (!viewer.admin && (needs.fields.has('__schema') || needs.fields.has('__type'))) return schemaRefusal();
          const scopes = scopesOf(viewer);
          for (const [coordinate, all] of needs.scopes)
            for (const need of all) if (!fulfils(scopes, need)) return lacking(coordinate, need);
          for (const { coordinate, node, need } of needs.args) {
            if (scopes.has(need.scope)) continue;
            if (!isGiven(argumentsOf(node, operation, request.variables ?? {}), need.path)) continue;
            return lacking(`${coordinate}(${need.path.join('.')})`, [[need.scope]]);
          }
          return null;
        };
        const refusal = refused();
        if (refusal === null) return;
        const line = { requestId, token: viewer.name, operation: operationName, reason: refusal.message };
        log.warn(line, 'operation refused: not allowed');
        throw refusal;
      },
    }),
  };
}

function schemaRefusal(): Error {
  const text =
    'The schema is shown to staff: this token needs the scope recovery or admin. Programs take it from the release: schema/supergraph.graphql.';
  return refuse('FORBIDDEN', text, 403);
}

function shopperRefusal(fields: Iterable<string>): Error | null {
  const field = notForShoppers(fields);
  if (field === undefined) return null;
  return refuse('FORBIDDEN', `A shopper may not use ${field}: only "me" and their own customer and orders.`, 403);
}
