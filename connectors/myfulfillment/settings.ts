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

/** What one myFulfillment brick needs to be told. */
export const settingsSchema = z.strictObject({
  /** The customer's own address, without `/api`: `https://acme.example.com`. */
  url: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !/^https?:\/\/[^/]*@/i.test(url), 'must hold no user or password: they have settings of their own')
    .transform((url) => url.replace(/\/api\/?$/, '').replace(/\/*$/, '/')),
  username: z.string().min(1),
  password: z.string().min(1),
  /**
   * Name of the shop's brick to which it is linked: it knows orders by the shop's numbers only, and each shop has its
   * own. Default: the only shop.
   */
  shop: z.string().min(1).optional(),
  /**
   * Whether the vendor's own link to the shop is set up: it reads orders from the shop and writes stock and tracking
   * there, so that the hub must not write the same.
   */
  nativeLink: z.boolean().default(true),
  /** Requests in flight at once. */
  concurrency: z.number().int().min(1).max(8).default(2),
  /** Requests a second at most: the vendor limits them and does not say where. */
  perSecond: z.number().positive().default(4),
  /** Rows a page. */
  pageSize: z.number().int().min(1).max(200).default(200),
  /** Calls for the stock of one SKU under way at once; never more than `concurrency` are really sent. */
  stockConcurrency: z.number().int().min(1).max(8).default(2),
  /** How many of the last shipments are read again in each run. */
  tailRows: z.number().int().min(1).default(200),
  /** Within this time all orders and shipments have been compared, closed ones too. */
  fullCompareHours: z.number().positive().default(24),
  /** Within this time the shelves of all warehouses have been compared. */
  locationsCompareHours: z.number().positive().default(24),
  /** Statuses of orders that are read in each run. */
  openStatuses: z.array(z.string().min(1)).min(1).default(['processing', 'holded']),
  /** For dates that come without an offset. */
  timezone: timezone.default('Europe/Paris'),
  /** ISO 4217: amounts come without a currency. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('EUR'),
  /** Milliseconds until an attempt is given up. */
  timeoutMs: z.number().int().positive().default(60_000),
});

export type MyfulfillmentSettings = z.output<typeof settingsSchema>;
