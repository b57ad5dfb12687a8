import type { GraphQLSchema } from 'graphql';
import { buildPlainSchema } from '../roles/graph/index.ts';
import { hubParts } from '../roles/hub/index.ts';
import { shopParts } from '../roles/shop/index.ts';
import type { GatewayRequest } from './supergraph.ts';

/** The resolvers of all roles in one schema without federation: what the engine is measured against. */
export function buildMonolithSchema(): Promise<GraphQLSchema> {
  return buildPlainSchema([...shopParts.resolvers, ...hubParts.resolvers]);
}

/** What the resolvers of all roles together want as the context of one request. */
export function monolithContext(request: GatewayRequest): object {
  return { ...hubParts.contextFor(request), ...shopParts.contextFor(request) };
}
