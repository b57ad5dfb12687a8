import { Cron } from 'croner';
import type { Logger } from 'pino';
import type { BlobStore, BrickHttp, Connector, DropBox, OpenBrick } from '#sdk';
import { createBrickHttp, type ClosableBrickHttp } from '../sdk/http-client.ts';
import { createDropBox } from '../sdk/open-drop-box.ts';
import { createTableCodec } from '../sdk/table-codec.ts';
import type { HoldSettings } from './brick-sync.ts';

/** One configured brick, as the configuration says it. */
export interface BrickSettings {
  name: string;
  connector: Connector;
  /** Validated by the connector. */
  settings: unknown;
  /** Cron expression. */
  schedule: string;
  holds: HoldSettings;
  /** True: it is empty, and waits to be filled and to take another's place; until then it is neither read nor served. */
  standby?: boolean;
  /** The brick whose place it is to take. */
  replaces?: string;
}

/** One brick of this hub, opened. */
export interface Brick extends BrickSettings {
  open: OpenBrick;
  waitingMs(): number;
  resetWaiting(): void;
  breaker(): ReturnType<BrickHttp['breaker']>;
  /** Milliseconds between two scheduled runs. */
  interval: number;
  /** Lets go of its connections. */
  close(): Promise<void>;
}

export function openBrick(settings: BrickSettings, tools: { blobs: BlobStore; log: Logger; now(): Date }): Brick {
  const clients: ClosableBrickHttp[] = [];
  const boxes: DropBox[] = [];
  const log = tools.log.child({ brick: settings.name });
  const open = settings.connector.open(settings.settings, {
    brick: settings.name,
    blobs: tools.blobs,
    log,
    now: () => tools.now(),
    http(options) {
      const client = createBrickHttp(options, { log });
      clients.push(client);
      return client;
    },
    drop(options) {
      const box = createDropBox(options, { log, now: () => tools.now() });
      boxes.push(box);
      return box;
    },
    tables: createTableCodec(),
  });
  return {
    ...settings,
    open,
    waitingMs: () => Math.max(0, ...clients.map((client) => client.waitingMs())),
    resetWaiting: () => {
      for (const client of clients) client.resetWaiting();
    },
    breaker: () => clients.map((client) => client.breaker()).find((state) => state !== 'closed') ?? 'closed',
    interval: intervalOf(settings.schedule),
    async close() {
      await open.close?.();
      for (const client of clients) client.close();
      for (const box of boxes) await box.close();
    },
  };
}

/** The longest time between two of the next runs: a schedule may pause at night. */
function intervalOf(schedule: string): number {
  const runs = new Cron(schedule, { paused: true }).nextRuns(10);
  const gaps = runs.slice(1).map((run, i) => run.getTime() - (runs[i]?.getTime() ?? 0));
  return Math.max(60_000, ...gaps);
}
