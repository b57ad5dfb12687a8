/**
 * The role hub: how the bricks are, what was read when, what was set aside, what bricks are told. It reads the mirror and
 * the `HubStatus` port, which sync implements; it decides nothing itself.
 */
import { buildSubgraph, type Subgraph, type SubgraphParts } from '../graph/index.ts';
import { BackupResolver } from './backup.resolver.ts';
import { BindingResolver } from './binding.resolver.ts';
import { ChangeResolver } from './change.resolver.ts';
import { changeEvents } from './change-events.ts';
import { BrickFlowsResolver, FlowResolver } from './flow.resolver.ts';
import { HubResolver } from './hub.resolver.ts';
import { BrickMessagesResolver, MessageResolver } from './message.resolver.ts';
import type { HubRequest } from './port.ts';
import { progressEvents } from './progress-events.ts';
import { ProgressResolver } from './progress.resolver.ts';
import { ViewerResolver } from './viewer.resolver.ts';

export type { LivePort, RunStep } from './live-port.ts';
export type { BackupPort, BrickState, BrickStatus, FlowPort, HubRequest, HubStatus, SyncOutcome } from './port.ts';

/** What the hub's own subgraph is made of. */
export const hubParts = {
  name: 'hub',
  resolvers: [
    HubResolver,
    BackupResolver,
    BindingResolver,
    MessageResolver,
    BrickMessagesResolver,
    FlowResolver,
    BrickFlowsResolver,
    ChangeResolver,
    ProgressResolver,
    ViewerResolver,
  ],
  references: {},
  contextFor: (request: HubRequest) => request,
  events: { changes: changeEvents, progress: progressEvents },
} satisfies SubgraphParts<HubRequest, HubRequest>;

/** The hub's own subgraph. */
export function hubSubgraph(): Promise<Subgraph<HubRequest>> {
  return buildSubgraph<HubRequest, HubRequest>(hubParts);
}
