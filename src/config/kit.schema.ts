import { z } from 'zod';
import type { Places } from './document.ts';
import { suggestion } from './nearest.ts';
import type { Problems } from './problems.ts';
import { checkSchedule } from './schedule.ts';

/** What the survival kit says beside the data, and when it is written. */
export const kitSchema = z.strictObject({
  /** Folder in which a kit is written every night. Best on another machine. Relative to the file. Absent: none is. */
  into: z.string().min(1).optional(),
  /** Cron expression. */
  schedule: z.string().superRefine(checkSchedule).default('0 4 * * *'),
  /** So many kits stay in a folder. They hold personal data: no more than are needed. */
  keep: z
    .preprocess((value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value), z.number().int())
    .refine((keep) => keep >= 1, 'must be 1 or more')
    .default(7),
  /** Whom to call: agency, hosting company, insurer, bank, carriers. */
  phones: z
    .array(z.strictObject({ name: z.string().min(1), phone: z.string().min(1), note: z.string().optional() }))
    .default([]),
  /** Brick to the folder in which the agency leaves a copy of what the hub does not hold. Relative to the file. */
  dumps: z.record(z.string(), z.string().min(1)).default({}),
});

export type KitSettings = z.output<typeof kitSchema>;

export const KIT_DEFAULTS = kitSchema.parse({});

/** The same with absolute folders. */
export function resolveKit(kit: KitSettings, toAbsolute: (path: string) => string): KitSettings {
  const dumps = Object.fromEntries(Object.entries(kit.dumps).map(([brick, folder]) => [brick, toAbsolute(folder)]));
  return { ...kit, ...(kit.into !== undefined && { into: toAbsolute(kit.into) }), dumps };
}

/** A folder that is named for no brick would stand on no page. */
export function checkDumps(
  kit: KitSettings | undefined,
  { raw, places, problems }: { raw: Record<string, unknown>; places: Places; problems: Problems },
): void {
  for (const brick of Object.keys(kit?.dumps ?? {})) {
    if (brick in raw) continue;
    const path = ['kit', 'dumps', brick];
    const remedy = suggestion(brick, Object.keys(raw));
    problems.add({ where: places.keyPlace(path), key: path.join('.'), what: 'names no brick', remedy });
  }
}
