import { knownBackups } from '../alerts/index.ts';
import type { Config } from '../config.ts';
import type { GatewayMetrics } from '../gateway/index.ts';
import { lookAtMasterKey } from '../mirror/index.ts';

/** Whether a restart would still find the master key of personal data, and whether it lies anywhere else. */
export function addKeyMetrics(
  metrics: Pick<GatewayMetrics, 'gauge'>,
  config: Pick<Config, 'data' | 'database' | 'personKey' | 'personKeyKeptAt' | 'backup'>,
): void {
  const place = config.personKey === undefined ? 'file' : 'configuration';
  metrics.gauge(
    'mortar_person_key_fits',
    '1 while the master key of personal data is in its place and opens the database: a restart would find it.',
    'place',
    async () => {
      const fits = await lookAtMasterKey(config).then(
        () => 1,
        () => 0,
      );
      return { [place]: fits };
    },
  );
  metrics.gauge(
    'mortar_person_key_kept',
    '1 where the master key of personal data lies elsewhere, too: in a backup, or where personKeyKeptAt says.',
    'place',
    async () => {
      const backups = config.backup ? (await knownBackups(config.data).catch(() => [])).length : 0;
      return { backup: Number(backups > 0), named: Number(config.personKeyKeptAt !== undefined) };
    },
  );
}
