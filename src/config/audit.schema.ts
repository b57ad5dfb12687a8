import { z } from 'zod';

/** Who did what, and for how long that is kept. */
export const auditSchema = z.strictObject({
  /** Days after which entries are let go. Three years: as long as most claims about it can be made. */
  keepDays: z.number().int().min(30).max(36_500).default(1_096),
  /** `personal`: queries that read of people. `all`: every query; ten times as many entries and more. */
  queries: z.enum(['personal', 'all']).default('personal'),
});

export type AuditSettings = z.output<typeof auditSchema>;

/** Where nothing is configured. */
export const AUDIT_DEFAULTS = auditSchema.parse({});
