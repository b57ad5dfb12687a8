import { z } from 'zod';
import type { Places } from './document.ts';
import { suggestion } from './nearest.ts';
import type { Problems } from './problems.ts';
import { checkSchedule } from './schedule.ts';

/** Proof that bricks can be rebuilt. */
export const recoverySchema = z.strictObject({
  /** Bricks are rebuilt into throw-away ones on schedule, where the hub is served. Absent: only by hand. */
  drill: z
    .strictObject({
      /** Cron expression. */
      schedule: z.string().superRefine(checkSchedule).default('0 3 1 * *'),
      /** Which ones. Absent: all whose connector can fill a sandbox of its own. */
      bricks: z.array(z.string()).min(1).optional(),
      /** Somebody is told when the last good drill of one of them is older than so many days. */
      days: z
        .preprocess(
          (value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value),
          z.number().int(),
        )
        .refine((days) => days >= 1, 'must be 1 or more')
        .default(40),
    })
    .optional(),
});

export type RecoverySettings = z.output<typeof recoverySchema>;

/** What is no brick is drilled by nobody. */
export function checkDrills(
  recovery: RecoverySettings | undefined,
  { raw, places, problems }: { raw: Record<string, unknown>; places: Places; problems: Problems },
): void {
  for (const [index, brick] of (recovery?.drill?.bricks ?? []).entries()) {
    if (brick in raw) continue;
    const path = ['recovery', 'drill', 'bricks', String(index)];
    const remedy = suggestion(brick, Object.keys(raw));
    problems.add({ where: places.valuePlace(path), key: path.join('.'), what: `names "${brick}", no brick`, remedy });
  }
}
