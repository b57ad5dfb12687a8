/**
 * The way in: one HTTP server with the graph, the staff's console, pictures, health and metrics. Apollo Server carries
 * the federation engine; roles run in this process. It authenticates, limits, masks and logs; it knows no brick and
 * decides nothing about the business.
 */
export { adminToken } from './admin-token.ts';
export { createGateway, type Gateway } from './gateway.ts';
export { createMetrics, type GatewayMetrics } from './metrics.ts';
export type { BlobReader, GatewayOptions } from './options.ts';
export { createTokenAuth, hashToken, type TokenHash } from './token-auth.ts';
export { schemaFiles, staleSchemas, writeSchemas } from './schema-files.ts';
export { compose, localSubgraphs } from './supergraph.ts';
