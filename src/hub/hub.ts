import type { Logger } from 'pino';
import { createAccess, type Access } from '../access/index.ts';
import type { Config } from '../config.ts';
import type { Operations } from '../control/index.ts';
import { backupsIn } from './backups.ts';
import { catchingUp } from './catch-up.ts';
import { flowsOf, type HubFlows } from './flows.ts';
import { kitOf, type HubKit, type HubKitConfig } from './kit.ts';
import { operationsOf } from './operations.ts';
import { createLiveFeed, telling, type LiveFeed } from './live.ts';
import { outboxOf, type OutboxConfig } from './outbox.ts';
import { relayOf } from './relay.ts';
import { openBlobs, openMirror, type Mirror } from '../mirror/index.ts';
import { systemTimers, type Relay } from '../outbox/index.ts';
import type { Outbox } from '../roles/graph/index.ts';
import type { BackupPort } from '../roles/hub/index.ts';
import { createSyncService, openBrick, type Listener, type SyncService } from '../sync/index.ts';
import type { BrickSettings } from '../sync/index.ts';

export interface HubOptions {
  config: Pick<Config, 'data' | 'database'> & OutboxConfig & HubKitConfig & Partial<Pick<Config, 'flows'>>;
  bricks: readonly BrickSettings[];
  /** Address of the module that exports `connectors` and `facetTypes`; the mirror's writer imports it itself. */
  registry: string;
  /** File addresses of connectors from outside, for the same thread. */
  extensions?: readonly string[];
  log: Logger;
  now?(): Date;
  /** How long a message stays with a relay that gives no sign of life. Default: a minute. */
  leaseMs?: number;
  /** Sees every event of every run. */
  listen?: Listener;
}

/** A hub without its way in: mirror, bricks and syncs. The gateway serves it, the command line uses it. */
export interface Hub {
  mirror: Mirror;
  blobs: ReturnType<typeof openBlobs>;
  sync: SyncService;
  operations: Operations;
  /** Who may come in. */
  access: Access;
  /** What is ordered here is on disk when it resolves; it is delivered where a relay runs. */
  outbox: Outbox;
  /** Brings messages to the bricks once it is started: where the hub is served. */
  relay: Relay;
  /** Rules between bricks, followed once they are started. */
  flows: HubFlows;
  /** What a store works with on paper; every night once it is started. */
  kit: HubKit;
  /** Those that were made of this data folder. */
  backups: BackupPort;
  /** Wakes who follows what is written. */
  live: LiveFeed;
  /** Whether all that an upgrade or a kill left to be projected is projected. */
  isCaughtUp(): boolean;
  close(): Promise<void>;
}

export async function openHub(options: HubOptions): Promise<Hub> {
  const { config, log, now = (): Date => new Date() } = options;
  const live = createLiveFeed(systemTimers);
  const opened = await openMirror({
    data: config.data,
    ...(config.database === undefined ? {} : { database: config.database }),
    registry: options.registry,
    ...(options.extensions && { extensions: options.extensions }),
    bricks: options.bricks.map(({ name, connector }) => ({ name, connector: connector.name })),
  });
  const mirror: Mirror = { ...opened, writer: telling(opened.writer, () => live.poke()) };
  const blobs = openBlobs(config.data);
  const sync = await openSync(options, { mirror, blobs, live }).catch(async (error: unknown) => {
    // Its writer's thread would keep the process alive.
    await mirror.close();
    throw error;
  });
  const relay = relayOf(mirror, sync, { log, now, leaseMs: options.leaseMs });
  const outbox = outboxOf({ writer: mirror.writer, sync, relay, now }, config);
  const flows = await openFlows({ mirror, sync, relay, outbox, log, now }, config.flows ?? []);
  const kit = kitOf({ mirror, sync, log, now }, config);
  const catchUp = catchingUp(mirror, options);
  const access = createAccess(opened.tokens, { now, log });
  return {
    mirror,
    blobs,
    sync,
    operations: { ...operationsOf(mirror, sync), tokens: access.desk, kit: kit.write },
    access,
    outbox,
    relay,
    flows,
    kit,
    backups: backupsIn(config.data),
    live,
    isCaughtUp: catchUp.isDone,
    async close() {
      catchUp.stop();
      await kit.stop();
      await flows.stop();
      // It talks to bricks, which sync closes, and to the mirror.
      await relay.stop();
      await sync.stop();
      await mirror.close();
    },
  };
}

/** Flows that cannot be are a mistake of the configuration: nothing is left open behind it. */
async function openFlows(parts: Parameters<typeof flowsOf>[0], choices: Config['flows']): Promise<HubFlows> {
  try {
    return flowsOf(parts, choices);
  } catch (error) {
    await parts.sync.stop();
    await parts.mirror.close();
    throw error;
  }
}

async function openSync(
  options: HubOptions,
  { mirror, blobs, live }: Pick<Hub, 'mirror' | 'blobs' | 'live'>,
): Promise<SyncService> {
  const { log, listen, now = (): Date => new Date() } = options;
  return createSyncService({
    bricks: options.bricks.map((settings) => openBrick(settings, { blobs, log, now })),
    reader: mirror.reader,
    writer: mirror.writer,
    lock: (brick) => mirror.lockBrick(brick),
    log,
    now,
    listen(event) {
      live.listen(event);
      listen?.(event);
    },
  });
}
