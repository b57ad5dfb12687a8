/**
 * The role hub: how the bricks are, what was read when, what was set aside, what bricks are told. It reads the mirror and
 * the `HubStatus` port, which sync implements; it decides nothing itself.
 */
import { buildSubgraph, type Subgraph, type SubgraphParts } from '../graph/index.ts';
import { AuditResolver } from './audit.resolver.ts';
import { BackupResolver } from './backup.resolver.ts';
import { BindingResolver } from './binding.resolver.ts';
import { ChangeResolver } from './change.resolver.ts';
import { changeEvents } from './change-events.ts';
import { BrickRecoveryResolver, DrillResolver } from './drill.resolver.ts';
import { BrickFlowsResolver, FlowResolver } from './flow.resolver.ts';
import { HistoryResolver } from './history.resolver.ts';
import { HoldChangesResolver, HoldResolver } from './hold.resolver.ts';
import { HubResolver } from './hub.resolver.ts';
import { BrickMessagesResolver, MessageResolver } from './message.resolver.ts';
import type { HubRequest } from './port.ts';
import { MovedResolver } from './moved.resolver.ts';
import { PersonResolver } from './person.resolver.ts';
import { PlanResolver } from './plan.resolver.ts';
import { progressEvents } from './progress-events.ts';
import { ProgressResolver } from './progress.resolver.ts';
import { LettersResolver } from './letters.resolver.ts';
import { SalvageResolver } from './salvage.resolver.ts';
import { ViewerResolver } from './viewer.resolver.ts';

export type { LivePort, RunStep } from './live-port.ts';
export type {
  BackupPort,
  BrickState,
  BrickStatus,
  EraseOrder,
  EraseOutcome,
  FlowPort,
  HoldPort,
  HubRequest,
  HubStatus,
  PersonPort,
  LettersTold,
  SalvageAsked,
  SalvageTold,
  SyncOutcome,
} from './port.ts';

/** What the hub's own subgraph is made of. */
export const hubParts = {
  name: 'hub',
  resolvers: [
    HubResolver,
    AuditResolver,
    BackupResolver,
    BindingResolver,
    MessageResolver,
    BrickMessagesResolver,
    FlowResolver,
    BrickFlowsResolver,
    DrillResolver,
    MovedResolver,
    BrickRecoveryResolver,
    ChangeResolver,
    ProgressResolver,
    HoldResolver,
    HoldChangesResolver,
    HistoryResolver,
    SalvageResolver,
    PlanResolver,
    LettersResolver,
    ViewerResolver,
    PersonResolver,
  ],
  references: {},
  contextFor: (request: HubRequest) => request,
  events: { changes: changeEvents, progress: progressEvents },
} satisfies SubgraphParts<HubRequest, HubRequest>;

/** The hub's own subgraph. */
export function hubSubgraph(): Promise<Subgraph<HubRequest>> {
  return buildSubgraph<HubRequest, HubRequest>(hubParts);
}
