import { z } from 'zod';

const siteUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => !/^https?:\/\/[^/]*@/i.test(url), 'must hold no user or password')
  .refine((url) => !/[?#]/.test(url), 'must have no query and no fragment')
  .transform((url) => url.replace(/\/(wp-json|wp-admin)(\/.*)?$/, '').replace(/\/*$/, '/'));

/** What one WooCommerce brick needs to be told. */
export const settingsSchema = z.strictObject({
  /** The site's address without `/wp-json`: `https://www.example.com`. */
  url: siteUrl,
  /** The address that WordPress has for itself, if the hub reaches it by another: signatures and images name it. */
  homeUrl: siteUrl.optional(),
  /** `ck_…`, from WooCommerce > Settings > Advanced > REST API; with write permission if the hub is to write. */
  consumerKey: z.string().min(1),
  /** `cs_…`, shown once when the key is made. */
  consumerSecret: z.string().min(1),
  /** The secret of the webhooks, if the shop sends any: one for all of them, at least 16 characters. */
  webhookSecret: z.string().min(16).optional(),
  /** A WordPress user who may upload media; only a swap or rebuild into this shop needs it. */
  mediaUser: z.string().min(1).optional(),
  /** An application password of that user (Users > Profile > Application Passwords). */
  mediaPassword: z.string().min(1).optional(),
  /** The language of the shop's texts; absent: the site's own. */
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'must be a language tag: fr-FR')
    .optional(),
  /** Rows a page; the shop gives 100 at most. */
  pageSize: z.number().int().min(1).max(100).default(100),
  /** Requests in flight at once. */
  concurrency: z.number().int().min(1).max(16).default(3),
  /** Requests a second at most. */
  perSecond: z.number().positive().optional(),
  /** How far a changed-since read reaches back behind the last date seen, in seconds; one at least. */
  overlapSeconds: z.number().int().min(1).default(60),
  /** Within this time everything has been read again, so that a change that moves no date is found. */
  compareHours: z.number().positive().default(24),
  /** At most so often the ids of products and orders are compared: a forced deletion leaves no other trace. */
  idsMinutes: z.number().positive().default(30),
  /** Milliseconds until an attempt is given up. */
  timeoutMs: z.number().int().positive().default(60_000),
});

export type WooSettings = z.output<typeof settingsSchema>;
