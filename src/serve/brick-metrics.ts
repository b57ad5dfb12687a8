import { createMetrics, type GatewayMetrics } from '../gateway/index.ts';
import type { MirrorReader } from '../mirror/index.ts';
import type { BrickView, SyncService } from '../sync/index.ts';
import { addOutboxMetrics } from './outbox-metrics.ts';

/** The gateway's metrics, how every brick is, and what waits for it. */
export function metricsOf(sync: SyncService, reader: MirrorReader): GatewayMetrics {
  const metrics = createMetrics();
  addOutboxMetrics(metrics, reader, () => new Date());
  const gauge = (name: string, help: string, value: (view: BrickView) => number | null): void => {
    metrics.gauge(name, help, 'brick', () =>
      Object.fromEntries(
        sync.bricks().flatMap((view) => {
          const number = value(view);
          return number === null ? [] : [[view.brick.name, number]];
        }),
      ),
    );
  };
  gauge('mortar_brick_stale', '1 while answers from this brick may be older than its schedule promises.', ({ stale }) =>
    Number(stale),
  );
  gauge('mortar_brick_running', '1 while a run of this brick is under way.', ({ running }) => Number(running));
  gauge('mortar_brick_last_good_seconds', 'When the last good run of this brick ended, Unix time.', ({ lastGoodAt }) =>
    lastGoodAt === null ? null : Date.parse(lastGoodAt) / 1000,
  );
  gauge('mortar_brick_open_holds', 'Batches of changes that wait for a person.', ({ openHolds }) => openHolds);
  gauge(
    'mortar_brick_projection_failures',
    'Records of this brick that could not be understood: they show as they were before, or not at all.',
    ({ unreadable }) => unreadable.reduce((sum, { count }) => sum + count, 0),
  );
  gauge('mortar_run_read', 'Records that the brick sent in its last run.', ({ lastRun }) => lastRun?.read ?? null);
  gauge('mortar_run_revisions', 'Revisions that the last run wrote.', ({ lastRun }) => lastRun?.revisions ?? null);
  gauge('mortar_run_held', 'Changes that the last run set aside for a person.', ({ lastRun }) => lastRun?.held ?? null);
  gauge('mortar_run_seconds', 'How long the last run took.', ({ lastRun }) => (lastRun ? lastRun.ms / 1000 : null));
  return metrics;
}
