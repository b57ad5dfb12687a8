import { z } from 'zod';

/** What one Odoo brick needs to be told. */
export const settingsSchema = z.strictObject({
  /** The address at which staff open Odoo, without `/web` or `/odoo`: `https://erp.example.com`. */
  url: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !/^https?:\/\/[^/]*@/i.test(url), 'must hold no user or password: they go into `user` and `key`')
    .refine((url) => !/[?#]/.test(url), 'must have no query and no fragment')
    .transform((url) => url.replace(/\/(web|odoo|jsonrpc)\/?$/, '').replace(/\/*$/, '/')),
  /** Name of the database, as the database selector shows it. */
  database: z.string().min(1),
  /** Login of the user as whom the hub reads. */
  user: z.string().min(1),
  /** API key of that user (Preferences > Account Security), or a password; JSON-2 takes only keys. */
  key: z.string().min(1),
  /** `auto` asks the server for its version: JSON-2 from 19 on. */
  protocol: z.enum(['auto', 'jsonrpc', 'json2']).default('auto'),
  /** Rows a page. */
  pageSize: z.number().int().min(1).max(2000).default(200),
  /** Requests in flight at once. */
  concurrency: z.number().int().min(1).max(16).default(2),
  /** Requests a second at most. */
  perSecond: z.number().positive().optional(),
  /** Which company of several; absent: all that the user may see. */
  companyId: z.number().int().positive().optional(),
  /** Language of names, `fr_FR`, one of those of the database; absent: the one in which the user sees Odoo. */
  language: z
    .string()
    .regex(/^[a-z]{2,3}(_[A-Z]{2}|_419)?(@[a-z]+)?$/, 'must be a code as Odoo writes it: fr_FR')
    .optional(),
  /** How far a changed-since read reaches back: a long transaction commits rows that carry the time of its beginning. */
  overlapSeconds: z.number().int().min(0).default(300),
  /** Within this time every record has been read again, so that a change that moves no `write_date` is found. */
  compareHours: z.number().positive().default(24),
  /** Milliseconds until an attempt is given up. */
  timeoutMs: z.number().int().positive().default(60_000),
});

export type OdooSettings = z.output<typeof settingsSchema>;
