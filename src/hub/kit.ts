import { Cron } from 'croner';
import type { Logger } from 'pino';
import { PermanentError } from '#sdk';
import { KIT_DEFAULTS, type Config } from '../config.ts';
import type { Mirror } from '../mirror/index.ts';
import type { KitBrick, KitOrder, KitSummary } from '../recovery/index.ts';
import type { BrickView, SyncService } from '../sync/index.ts';

/** What is configured of the kit; absent: nothing. */
export type HubKitConfig = Partial<Pick<Config, 'kit' | 'locale'>> & {
  backup?: { include: readonly string[]; recipients?: readonly string[] };
};

/** The survival kit of this hub. */
export interface HubKit {
  /** Writes one into this folder, or the configured one. Kits are written one after the other. */
  write(into: string | null): Promise<KitSummary>;
  /** Begins the nightly ones, if a folder for them is configured. */
  start(): void;
  /** Waits for one under way. */
  stop(): Promise<void>;
}

interface Parts {
  mirror: Pick<Mirror, 'lockBrick'>;
  sync: SyncService;
  log: Logger;
  now(): Date;
  write(order: KitOrder): Promise<KitSummary>;
}

export function kitOf({ mirror, sync, log, now, write }: Parts, config: HubKitConfig): HubKit {
  const settings = config.kit ?? KIT_DEFAULTS;
  let turn: Promise<unknown> = Promise.resolve();
  let cron: Cron | null = null;
  const make = async (into: string): Promise<KitSummary> => {
    return write({
      bricks: await Promise.all(sync.bricks().map((view) => brickOf(view, config))),
      phones: settings.phones,
      state: { locale: config.locale ?? 'fr', at: now(), ...sync.staleness() },
      into,
      keep: settings.keep,
    });
  };
  const inTurn = (into: string): Promise<KitSummary> => {
    const written = turn.then(() => make(into));
    turn = written.catch(() => undefined);
    return written;
  };
  const nightly = async (into: string): Promise<void> => {
    // Of several hubs on one database, one writes it.
    const release = await mirror.lockBrick('#kit');
    if (!release) return;
    try {
      const { folder, ms } = await inTurn(into);
      log.info({ folder, ms }, 'the survival kit is written');
    } catch (error) {
      log.error({ err: error }, 'the survival kit was not written');
    } finally {
      await release();
    }
  };
  return {
    write: async (into) => inTurn(into ?? settings.into ?? nowhere()),
    start() {
      const { into } = settings;
      if (into !== undefined) cron = new Cron(settings.schedule, { protect: true }, () => nightly(into));
    },
    async stop() {
      cron?.stop();
      await turn;
    },
  };
}

async function brickOf({ brick, lastGoodAt, stale, openHolds }: BrickView, config: HubKitConfig): Promise<KitBrick> {
  const { name, connector } = brick;
  const folder = config.kit?.dumps[name];
  const { agencyDump } = await import('../recovery/index.ts');
  const dump = folder === undefined ? null : await agencyDump(folder, config.backup?.include ?? []);
  return { name, connector: connector.name, roles: connector.roles, lastGoodAt, stale, openHolds, dump };
}

function nowhere(): never {
  throw new PermanentError({
    code: 'KIT_FOLDER_MISSING',
    message: 'No folder for the kit is named.',
    remedy: 'Run: mortar kit --into DIR, or write kit.into in the configuration.',
  });
}
