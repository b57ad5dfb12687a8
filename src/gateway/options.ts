import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import type { MirrorReader } from '../mirror/index.ts';
import type { BudgetLimits, Outbox, PeopleCount, Viewer } from '../roles/graph/index.ts';
import type { Rates } from '../access/index.ts';
import type { AuditTrail } from '../audit/index.ts';
import type { HubStatus } from '../roles/hub/index.ts';
import type { CarriersOptions } from './live/carriers.ts';
import type { GatewayMetrics } from './metrics.ts';
import type { PastSource } from './past/index.ts';
import type { LocalSubgraph } from './supergraph.ts';
import type { WebhookReceiver } from './routes/webhooks.route.ts';

/** Who may come in. */
export interface TokenAuth {
  /** Whose token it is, or null. Compares in constant time. */
  verify(token: string): Promise<(Omit<Viewer, 'admin'> & { admin?: boolean }) | null>;
}

/** Pictures kept beside the database. */
export interface BlobReader {
  open(sha256: string): Promise<{ stream: Readable; size: number } | null>;
}

export interface GatewayOptions {
  reader: MirrorReader;
  status: HubStatus;
  outbox: Outbox;
  blobs: BlobReader;
  auth: TokenAuth;
  log: Logger;
  /** Whether queries can be answered in full. */
  ready(): { ok: boolean; reason?: string };
  /** How old answers may be. */
  staleness(): { asOf: string | null; staleBricks: string[] };
  /** Answers what is asked with `Mortar-As-Of`. Absent: such queries are refused. */
  past?: PastSource;
  /** Folder of the built console; absent or missing: `/graphiql` says so. */
  consoleDir?: string;
  metrics?: GatewayMetrics;
  /** BCP 47 tag that texts fall back to. Default: `en`. */
  defaultLocale?: string;
  now?(): Date;
  /** What one request may read, and how long. Default: 100,000 rows, 15 seconds. */
  limits?: BudgetLimits;
  /** Connections that carry events: 100 of each token, and 100 that have not said whose they are. */
  live?: Omit<CarriersOptions, 'log'>;
  /** Counts the people whose data is read. Absent: nobody counts. */
  people?: PeopleCount;
  /** Takes what vendors send to `/webhooks/<brick>`. Absent: nothing is taken. */
  webhooks?: WebhookReceiver;
  /** How often each token may ask. Absent: as often as it likes. */
  rates?: Rates;
  /** Where operations are entered; `all`: those, too, that touch nobody. Absent: nowhere. */
  audit?: { trail: Pick<AuditTrail, 'note' | 'enter'>; queries: 'personal' | 'all' };
  /** Further subgraphs in this process. Default: those of all roles. */
  subgraphs?: readonly LocalSubgraph[];
}
