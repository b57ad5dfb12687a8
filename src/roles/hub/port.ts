import type { RoleName } from '#sdk';
import type { BindOrder, BindOutcome, RunRow, UnreadableRecords } from '../../mirror/index.ts';
import type { GraphRequest } from '../graph/index.ts';

/**
 * `NEW`: not read in full yet. `HEALTHY`: on schedule. `INCOMPLETE`: on schedule, but not all was understood. `LATE`:
 * behind it. `FAILING`: the last run failed.
 */
export type BrickState = 'NEW' | 'HEALTHY' | 'INCOMPLETE' | 'LATE' | 'FAILING';

/** How one brick is, as staff see it. */
export interface BrickStatus {
  name: string;
  /** The connector's name: `prestashop`. */
  connector: string;
  roles: readonly RoleName[];
  /** The result of the last run: it stays while a retry is under way. */
  state: BrickState;
  running: boolean;
  /** Seconds since the end of the last good run; null: never. */
  lag: number | null;
  lastRun: RunRow | null;
  breaker: 'closed' | 'open' | 'half-open';
  /** What the connector can do, in stable words: `read:products`, `ids:orders`. */
  capabilities: readonly string[];
  /** Batches that wait for a person's decision. */
  openHolds: number;
  /** Records that no mapper understood, by kind. */
  unreadable: readonly UnreadableRecords[];
  /** A sentence for staff, and what to do about it; remedy null: nothing. */
  health: { message: string; remedy: string | null };
}

/** What became of the wish to sync a brick now. */
export type SyncOutcome = 'started' | 'running' | 'unknown';

/** The hub's bricks, as the role `hub` sees them. Implemented by sync; must answer from memory. */
export interface HubStatus {
  bricks(): readonly BrickStatus[];
  /** The brick that answers for a role when none is named. */
  primary(role: RoleName): string | null;
  /** Starts a run and does not wait for its end. */
  sync(name: string, options: { full: boolean }): Promise<SyncOutcome>;
  /** Joins a record to an entity by hand; what queries show follows in the background. */
  bind(order: BindOrder): Promise<BindOutcome>;
  /** Makes a record an entity of its own by hand. */
  unbind(order: Omit<BindOrder, 'hubId'>): Promise<BindOutcome>;
}

/** A request to the hub's subgraph. */
export interface HubRequest extends GraphRequest {
  status: HubStatus;
}
