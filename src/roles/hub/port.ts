import type { FlowName, RoleName } from '#sdk';
import type {
  AuditReader,
  BindOrder,
  BindOutcome,
  ErasureRow,
  HoldOrder,
  HoldOutcome,
  RunRow,
  UnreadableRecords,
} from '../../mirror/index.ts';
import type { GraphRequest } from '../graph/index.ts';
import type { LivePort } from './live-port.ts';
import type { MovePort } from './move-port.ts';

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
  /** What the connector can do, in stable words: `read:products`, `deletions:orders`, `write:setStock`. */
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

/** A flow between two bricks. */
export interface FlowStatus {
  name: FlowName;
  from: string;
  to: string;
  mode: 'on' | 'observe' | 'off';
  /** `conflict`: another writes the same values. */
  state: 'on' | 'observe' | 'off' | 'conflict';
  reason: string | null;
}

/** One value that a flow would write. */
export interface FlowDifference {
  command: string;
  entity: string;
  hubId: string;
  /** SKU, reference: what staff know it by. */
  subject: string;
  before: string | null;
  after: string;
}

interface OneFlow {
  name: string;
  from: string;
  to: string;
}

/** What flows do and would do. */
export interface FlowPort {
  list(): readonly FlowStatus[];
  /** Null: there is no such flow between these bricks. */
  differences(asked: OneFlow & { first: number }): Promise<readonly FlowDifference[] | null>;
  /** Takes all differences of now. */
  reconcile(
    asked: OneFlow & { by: string },
  ): Promise<{ outcome: 'taken'; taken: number; held: number } | { outcome: 'unknown' | 'not-on' }>;
}

/** A backup, as the hub remembers it. */
export interface BackupStatus {
  id: string;
  at: string;
  seconds: number;
  bytes: number;
  targets: readonly {
    name: string;
    site: string;
    stored: boolean;
    message: string | null;
    journalAt: string | null;
  }[];
  journalAt: string | null;
  verifiedAt: string | null;
  restoreSeconds: number | null;
}

/** The backups that this hub made, newest first. */
export interface BackupPort {
  list(first: number): Promise<readonly BackupStatus[]>;
}

export interface EraseOrder {
  /** Hub id. */
  customer: string;
  reason: string;
  /** The hub id once more. */
  confirm: string;
  by: string;
}

export type EraseOutcome =
  | { outcome: 'erased' | 'already'; erasure: ErasureRow }
  | { outcome: 'unknown' }
  | { outcome: 'refused'; code: string; message: string; remedy: string };

/** What the hub holds of people, given out and erased. */
export interface PersonPort {
  /** Null: the hub knows nobody so. */
  export(asked: { customer: string } | { email: string }): Promise<object | null>;
  erase(order: EraseOrder): Promise<EraseOutcome>;
}
/** What people decide about holds; what queries show follows in the same step. */
export interface HoldPort {
  decide(order: HoldOrder): Promise<HoldOutcome>;
}

/** The audit trail, newest first. */
export type AuditPort = Pick<AuditReader, 'page' | 'count'>;

/** Files of the salvage brick's folder, and what a person says of them. */
export interface SalvageAsked {
  files: readonly string[];
  subject?: 'products' | 'stock' | 'customers' | 'orders';
  map?: string;
  taxRate?: string;
  dated?: string;
  apply: boolean;
}

interface SalvageRefusal {
  code: string;
  message: string;
  remedy: string;
}

/** What salvage says of them. */
export type SalvageTold =
  | { refused: SalvageRefusal }
  | {
      files: {
        file: string;
        at: string | null;
        dated: string | null;
        subject: string | null;
        rows: number;
        columns: { heading: string; field: string | null; confidence: number; why: string; samples: string[] }[];
        refused: SalvageRefusal | null;
      }[];
      changes: { kind: string; created: number; updated: number; unchanged: number }[];
      doubts: {
        code: string;
        effect: string;
        file: string;
        place: number | null;
        column: string | null;
        message: string;
        remedy: string;
      }[];
      counts: { count: number }[];
      applied: object | null;
    };

/** To which buyers of salvaged orders is still to be written. */
export type LettersTold =
  | { refused: SalvageRefusal }
  | { letters: { reference: string; to: string }[]; unknown: string[]; before: number; withoutAddress: string[] };

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
  flows: FlowPort;
  holds: HoldPort;
  backups: BackupPort;
  people: PersonPort;
  moves: MovePort;
  audit: AuditPort;
  /** Reads files, and applies them where that is asked. */
  salvage(asked: SalvageAsked): Promise<SalvageTold>;
  /** Says to whom is to be written; `apply`: and begins to, without waiting for the end. */
  letters(asked: { apply: boolean; since?: string }): Promise<LettersTold>;
  live: LivePort;
}

/** A request to the hub's subgraph. */
export interface HubRequest extends GraphRequest {
  status: HubStatus;
}
