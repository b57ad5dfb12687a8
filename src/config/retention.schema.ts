import { z } from 'zod';
import { checkSchedule } from './schedule.ts';

const months = z.number().int().min(1).max(1_200);

/** How long personal data is kept, by kind. What is not named here is kept. */
export const retentionSchema = z.strictObject({
  /** Cron expression: when what is over its time goes. */
  schedule: z.string().superRefine(checkSchedule).default('40 3 * * *'),
  /** Customers go so many months after their last order or sale; who never bought, after they last changed. */
  customers: z
    .strictObject({
      months,
      /**
       * A customer whom a brick has that cannot be told to erase them. `wait`: they stay. `erase`: the hub forgets them all
       * the same; if they come back to that brick under their old account, the hub shows them without a name.
       */
      untold: z.enum(['wait', 'erase']).default('wait'),
    })
    .optional(),
  /** Who is named in an order that belongs to no customer goes so many months after it was placed. */
  guestOrders: z.strictObject({ months }).optional(),
  /** What bricks were told goes so many days after it was asked for, where nothing is to be done with it any more. */
  messages: z.strictObject({ days: z.number().int().min(7).max(36_500) }).optional(),
  /** So many persons at most go in one pass; the others in the next ones. */
  most: z.number().int().min(1).max(10_000).default(200),
});

export type RetentionSettings = z.output<typeof retentionSchema>;

/** Where nothing is configured. */
export const RETENTION_DEFAULTS = retentionSchema.parse({});
