import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Operations } from './control/index.ts';
import { openBlobs, openMirror, type Mirror } from './mirror/index.ts';
import { createSyncService, openBrick, type Listener, type SyncService } from './sync/index.ts';
import type { BrickSettings } from './sync/index.ts';

export interface HubOptions {
  config: Pick<Config, 'data' | 'database'>;
  bricks: readonly BrickSettings[];
  /** Address of the module that exports `connectors` and `facetTypes`; the mirror's writer imports it itself. */
  registry: string;
  log: Logger;
  now?(): Date;
  /** Sees every event of every run. */
  listen?: Listener;
}

/** A hub without its way in: mirror, bricks and syncs. The gateway serves it, the command line uses it. */
export interface Hub {
  mirror: Mirror;
  blobs: ReturnType<typeof openBlobs>;
  sync: SyncService;
  operations: Operations;
  close(): Promise<void>;
}

export async function openHub(options: HubOptions): Promise<Hub> {
  const { config } = options;
  const mirror = await openMirror({
    data: config.data,
    ...(config.database === undefined ? {} : { database: config.database }),
    registry: options.registry,
    bricks: options.bricks.map(({ name, connector }) => ({ name, connector: connector.name })),
  });
  const blobs = openBlobs(config.data);
  const sync = await openSync(options, mirror, blobs).catch(async (error: unknown) => {
    // Its writer's thread would keep the process alive.
    await mirror.close();
    throw error;
  });
  return {
    mirror,
    blobs,
    sync,
    operations: operationsOf(mirror, sync),
    async close() {
      await sync.stop();
      await mirror.close();
    },
  };
}

async function openSync(options: HubOptions, mirror: Mirror, blobs: Hub['blobs']): Promise<SyncService> {
  const { log, listen, now = (): Date => new Date() } = options;
  return createSyncService({
    bricks: options.bricks.map((settings) => openBrick(settings, { blobs, log, now })),
    reader: mirror.reader,
    writer: mirror.writer,
    lock: (brick) => mirror.lockBrick(brick),
    log,
    now,
    ...(listen && { listen }),
  });
}

function operationsOf(mirror: Mirror, sync: SyncService): Operations {
  const named = (brick: string | null): string[] =>
    brick === null ? sync.bricks().map((view) => view.brick.name) : [sync.find(brick).name];
  return {
    async sync(brick, { full, signal }, listen) {
      const runs = [];
      for (const name of named(brick)) {
        if (signal?.aborted) break;
        runs.push(await sync.sync(name, { full, trigger: 'command', listen, ...(signal && { signal }) }));
      }
      return runs;
    },
    async reproject(brick, progress) {
      const names = named(brick);
      await mirror.writer.reproject(brick);
      let total = 0;
      for (const name of names) {
        for (let due = 1; due > 0;) {
          const step = await mirror.writer.project({ brick: name, limit: 100 });
          due = step.due;
          total += step.projected;
          progress(due);
        }
      }
      return total;
    },
    check: async (brick) =>
      Promise.all(named(brick).map(async (name) => ({ brick: name, findings: await sync.find(name).open.check() }))),
  };
}
