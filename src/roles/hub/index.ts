/**
 * The role hub: how the bricks are, what was read when, what was set aside. It reads the mirror and the `HubStatus`
 * port, which sync implements; it decides nothing itself.
 */
import { buildSubgraph, type Subgraph } from '../graph/index.ts';
import { HubResolver } from './hub.resolver.ts';
import type { HubRequest } from './port.ts';

export type { BrickState, BrickStatus, HubRequest, HubStatus, SyncOutcome } from './port.ts';

/** The hub's own subgraph. */
export function hubSubgraph(): Promise<Subgraph<HubRequest>> {
  return buildSubgraph<HubRequest, HubRequest>({
    name: 'hub',
    resolvers: [HubResolver],
    references: {},
    contextFor: (request) => request,
  });
}
