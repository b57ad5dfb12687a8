import type { BrickIntake, FacetFilling, RecordFilling } from '#sdk';
import type { Brick } from '../../sync/index.ts';
import { refuseMove } from './failures.ts';
import { hashOf } from './plan/plan.ts';

export type Way = 'rebuild' | 'swap';

/** How a brick is filled. Throws INTAKE_MISSING for one that cannot be. */
export function fillingOf(target: Brick, way: Way): { intake: BrickIntake; filling: RecordFilling | FacetFilling } {
  const { intake } = target.open;
  const filling = way === 'rebuild' ? intake?.records : intake?.facets;
  if (intake && filling) return { intake, filling };
  const from = way === 'rebuild' ? 'records of its own kind' : 'what another brick said';
  throw refuseMove(
    'INTAKE_MISSING',
    `The connector ${target.connector.name} cannot fill a brick from ${from}.`,
    way === 'rebuild' ? 'Plan a swap, or name another target.' : 'Name a brick of another connector as the target.',
  );
}

/** By what a target is told that is set up otherwise than when it was planned for. Holds nothing secret. */
export function fingerprintOf({ connector, settings }: Pick<Brick, 'connector' | 'settings'>): string {
  return hashOf({ connector: connector.name, settings: withoutSecrets(settings, connector.secrets) });
}

/** Throws TARGET_IS_SOURCE where both may be the same installation, and whatever else makes it no target. */
export function checkTarget(source: Brick, target: Brick, way: Way): void {
  const same = source.name === target.name || fingerprintOf(source) === fingerprintOf(target);
  const addresses = addressesIn(source.settings);
  if (same || [...addressesIn(target.settings)].some((one) => addresses.has(one)))
    throw refuseMove(
      'TARGET_IS_SOURCE',
      `${target.name} and ${source.name} are the same installation: it would be filled with itself.`,
      'Configure an empty one as a brick of its own, with standby: true.',
    );
  if (!target.standby)
    throw refuseMove(
      'TARGET_NOT_STANDBY',
      `The brick ${target.name} is in service.`,
      `Write standby: true and replaces: ${source.name} below it in the configuration.`,
    );
  if (target.replaces !== undefined && target.replaces !== source.name)
    throw refuseMove(
      'TARGET_REPLACES_ANOTHER',
      `${target.name} is to replace ${target.replaces}, not ${source.name}.`,
      'Correct replaces: in the configuration, or name the other brick.',
    );
  if (way === 'rebuild' && source.connector.name !== target.connector.name)
    throw refuseMove(
      'REBUILD_OF_ANOTHER_KIND',
      `A rebuild keeps the vendor: ${source.name} is ${source.connector.name}, ${target.name} ${target.connector.name}.`,
      'Plan a swap.',
    );
  fillingOf(target, way);
}

function withoutSecrets(settings: unknown, secrets: readonly string[]): object {
  if (typeof settings !== 'object' || settings === null) return {};
  return Object.fromEntries(Object.entries(settings).filter(([key]) => !secrets.includes(key)));
}

/** Web addresses among settings, without what does not tell two servers apart. */
function addressesIn(settings: unknown): Set<string> {
  const found = new Set<string>();
  if (typeof settings !== 'object' || settings === null) return found;
  for (const value of Object.values(settings)) {
    if (typeof value !== 'string' || !URL.canParse(value)) continue;
    const { protocol, host, pathname } = new URL(value);
    if (/^https?:$/.test(protocol)) found.add(`${host}${pathname.replace(/\/+$/, '')}`);
  }
  return found;
}
