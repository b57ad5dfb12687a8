import { statfs } from 'node:fs/promises';
import { channelsOf, knownBackups, watchAlerts, type AlertSources, type AlertWatch } from '../alerts/index.ts';
import { hubStatus } from '../hub/index.ts';
import { systemTimers } from '../outbox/index.ts';
import type { OpenedProgram } from '../program.ts';

const MOST_HOLDS = 500;

/** Looks after this hub while it is served, if alerts are configured; nobody is told of a demo. */
export function alertsOf(program: OpenedProgram): AlertWatch | null {
  const { config, hub, log } = program;
  if (!config.alerts || config.source === 'demo') return null;
  const now = (): Date => new Date();
  return watchAlerts({
    settings: config.alerts,
    data: config.data,
    sources: sourcesOf(program, now),
    channels: channelsOf(config.alerts, { locale: config.locale, now }),
    timers: systemTimers,
    now,
    log,
    // Of several hubs on one PostgreSQL, one tells.
    lock: () => hub.mirror.lockBrick('#alerts'),
  });
}

export function sourcesOf({ config, hub }: Pick<OpenedProgram, 'config' | 'hub'>, now: () => Date): AlertSources {
  const status = hubStatus(hub, config.roles, now);
  const { reader } = hub.mirror;
  return {
    bricks: () =>
      hub.sync.bricks().map(({ brick, lastGoodAt, lastRun }) => ({
        name: brick.name,
        state: status.bricks().find(({ name }) => name === brick.name)?.state ?? 'NEW',
        lastGoodAt,
        lastRunAt: lastRun?.startedAt ?? null,
        failure: lastRun?.failures[0]?.code ?? null,
      })),
    async holds() {
      const { rows } = await reader.holds({ state: 'open', first: MOST_HOLDS });
      return rows.map(({ id, brick, kind, openedAt, creates, updates, deletes, reasons }) => {
        return {
          id,
          brick,
          kind,
          openedAt,
          changes: creates + updates + deletes,
          rules: reasons.map(({ rule }) => rule),
        };
      });
    },
    async deadLetters() {
      const counts = await reader.messageCounts();
      return counts.flatMap(({ brick, state, count, oldest }) => (state === 'dead' ? [{ brick, count, oldest }] : []));
    },
    async disk() {
      const { bavail, blocks, bsize } = await statfs(config.data);
      return { folder: config.data, freeBytes: bavail * bsize, sizeBytes: blocks * bsize };
    },
    backups: async () => (config.backup ? knownBackups(config.data) : null),
    async drift() {
      const [shop, fulfilment] = [status.primary('shop'), status.primary('fulfilment')];
      if (shop === null || fulfilment === null) return null;
      // As `stockDiscrepancies` asks.
      const from = { type: 'StockItem', brick: fulfilment, column: 'available' };
      return reader.facets.count({
        type: 'Variant',
        brick: shop,
        where: [{ differs: { column: 'shop_quantity', from } }],
      });
    },
  };
}
