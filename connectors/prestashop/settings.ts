import { z } from 'zod';

const timezone = z.string().refine(isTimezone, 'is no IANA time zone, e.g. Europe/Paris');

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** What one PrestaShop brick needs to be told. */
export const settingsSchema = z.strictObject({
  /** The shop's address as its own settings have it, without `/api`: `https://www.example.com/boutique`. */
  url: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !/^https?:\/\/[^/]*@/i.test(url), 'must hold no user or password: the key goes into `key`')
    .transform((url) => url.replace(/\/api\/?$/, '').replace(/\/*$/, '/')),
  /** The webservice key: 32 characters. */
  key: z.string().min(1),
  /** Requests in flight at once. */
  concurrency: z.number().int().min(1).max(16).default(2),
  /** Requests a second at most. */
  perSecond: z.number().positive().optional(),
  /** Rows a page of what is dear to build (products, orders); cheap rows come 5 or 10 times as many. */
  pageSize: z.number().int().min(1).max(1000).default(100),
  /** Images under way at once: `concurrency` of them are being downloaded, the others written to the disk. */
  imageConcurrency: z.number().int().min(1).max(16).default(6),
  /** The shop's own time zone: its dates carry no offset. */
  timezone: timezone.default('Europe/Paris'),
  /** Within this time every record has been compared, so that an edit that moves no date is found. */
  fullCompareHours: z.number().positive().default(6),
  /** Within this time every mirrored image has been asked whether its bytes are still the same. */
  imageCompareHours: z.number().positive().default(168),
  /** How far a changed-since read reaches back behind the last date seen. */
  overlapMinutes: z.number().min(0).default(10),
  /** Language ids to read; absent: all. */
  languages: z.array(z.number().int().positive()).min(1).optional(),
  /** Which shop of a multi-shop; absent: the key's own. */
  shopId: z.number().int().positive().optional(),
  /** An installed payment module: orders of the hub are placed in its name, the webservice takes no others. */
  paymentModule: z.string().regex(/^\w+$/).default('ps_wirepayment'),
  /** Whether the shop is asked to mail the buyer when the hub sets a status or a tracking number. */
  mailBuyers: z.boolean().default(false),
  /** Milliseconds until an attempt is given up. */
  timeoutMs: z.number().int().positive().default(60_000),
});

export type PrestashopSettings = z.output<typeof settingsSchema>;
