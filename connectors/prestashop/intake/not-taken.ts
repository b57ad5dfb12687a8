import { PermanentError, type IntakeItem, type IntakeStage } from '#sdk';
import { isShopFailure } from '../commands/shop-failure.ts';

/** How often the shop may fail on one thing while it answers what is asked between. */
const MOST_FAILURES = 5;

/**
 * A thing on which the shop fails whatever the day is refused, where the rebuild would wait for it for ever. Before each
 * new try the shop was asked for the thing and answered: so it is there, and it is this one that it cannot take.
 */
export function refusingAtLast(stage: IntakeStage): IntakeStage {
  const failures = new Map<string, number>();
  return {
    ...stage,
    async put(items, context) {
      try {
        return await stage.put(items, context);
      } catch (error) {
        if (!isShopFailure(error)) throw error;
        const key = `${context.plan} ${items.map(({ id }: IntakeItem) => id).join(' ')}`;
        const count = (failures.get(key) ?? 0) + 1;
        failures.set(key, count);
        if (count < MOST_FAILURES) throw error;
        failures.delete(key);
        throw notTaken(stage.kind, error.detail);
      }
    },
  };
}

function notTaken(kind: string, detail: string | undefined): PermanentError {
  return new PermanentError({
    code: 'INTAKE_NOT_TAKEN',
    message: `The shop keeps failing on this record of "${kind}" while it answers everything else.`,
    remedy:
      'Look into the target shop’s PHP error log. Deprecations that PHP reports count as failures in the webservice: set error_reporting to "E_ALL & ~E_DEPRECATED" there; then apply the plan again.',
    ...(detail === undefined ? {} : { detail }),
  });
}
