import type { GraphQLSchema } from 'graphql';
import { buildPlainSchema } from '../../src/roles/graph/index.ts';
import { hubParts, type HubRequest } from '../../src/roles/hub/index.ts';
import { shopParts } from '../../src/roles/shop/index.ts';

/** The resolvers of all roles in one schema without federation: what the engine is measured against. */
export function buildMonolithSchema(): Promise<GraphQLSchema> {
  // They refer to other subgraphs' entities: in one schema there would be two types of one name.
  const referring = new Set(['ChangeResolver', 'ViewerResolver']);
  const ofHub = hubParts.resolvers.filter(({ name }) => !referring.has(name));
  return buildPlainSchema([...shopParts.resolvers, ...ofHub]);
}

/** What the resolvers of all roles together want as the context of one request. */
export function monolithContext(request: HubRequest): object {
  return { ...hubParts.contextFor(request), ...shopParts.contextFor(request) };
}
