import { z } from '#sdk';

/** Fields of an order in which a module may leave its ticket's number. */
export const NUMBER_FIELDS = ['reference', 'note', 'payment', 'gift_message'] as const;

/** The PrestaShop into which the till's own module writes its sales as orders. */
export const shopSchema = z.strictObject({
  /** The shop's address as its own settings have it, without `/api`. */
  url: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !/^https?:\/\/[^/]*@/i.test(url), 'must hold no user or password: the key goes into `key`')
    .transform((url) => url.replace(/\/api\/?$/, '').replace(/\/*$/, '/')),
  /** A webservice key that may GET orders and currencies. */
  key: z.string().min(1),
  /** Orders of these modules are the till's. */
  modules: z.array(z.string().min(1)).default(['soracaisse']),
  /** So are those with these names of payment. */
  payments: z.array(z.string().min(1)).default([]),
  /** Where an order says its ticket: nobody published it, so there is no default. */
  ticket: z.strictObject({
    field: z.enum(NUMBER_FIELDS),
    /** A regular expression with a group `number`, and a group `till` if the order says its till. Absent: the whole field. */
    pattern: z.string().min(1).refine(isPattern, 'is no regular expression with a group (?<number>…)').optional(),
  }),
  /** The shop's time zone; absent: the till's. */
  timezone: z.string().min(1).optional(),
  /** Requests in flight at once: the shop's own brick asks it too. */
  concurrency: z.number().int().min(1).max(16).default(1),
  timeoutMs: z.number().int().positive().default(60_000),
});

export type ShopSettings = z.output<typeof shopSchema>;

function isPattern(text: string): boolean {
  try {
    // The empty alternative always matches, and so shows the names of the groups.
    return 'number' in (new RegExp(`${text}|`, 'u').exec('')?.groups ?? {});
  } catch {
    return false;
  }
}
