import { z } from 'zod';

const limits = (soft: number, hard: number) =>
  z
    .strictObject({
      /** From so many people on, the log, the metrics and an alert tell. */
      soft: z.number().int().min(1).default(soft),
      /** So many and no more: further reads are refused until the hour or day is over. */
      hard: z.number().int().min(1).default(hard),
    })
    .refine(({ soft: told, hard: refused }) => told <= refused, { error: 'has a soft limit above the hard one' })
    .prefault({});

const rate = (perMinute: number, burst: number) =>
  z.strictObject({
    /** Requests a minute, on average. */
    perMinute: z.number().int().min(1).max(1_000_000).default(perMinute),
    /** Requests at once, before the average counts. */
    burst: z.number().int().min(1).max(1_000_000).default(burst),
  });

/** How often and how much each token may ask. */
export const accessSchema = z.strictObject({
  /** Requests, by token. Absent: as below, and programs on this machine are not counted. */
  rate: rate(6_000, 1_000).optional(),

  /** Distinct people, by token. */
  people: z.strictObject({ hour: limits(500, 2_000), day: limits(2_000, 10_000) }).prefault({}),
});

/** Where no rate is configured. Without a token there is nothing to ask for: those are few. */
export const RATE_DEFAULTS = { token: rate(6_000, 1_000).parse({}), unknown: rate(600, 100).parse({}) };

/** Where nothing is configured. */
export const ACCESS_DEFAULTS = accessSchema.parse({});

/** People who log in at the storefront: which signatures count. */
export const shoppersSchema = z
  .strictObject({
    /** Address of the storefront's key set, or a file, relative to this one. */
    jwks: z.string().min(1),
    issuer: z.string().min(1),
    audience: z.string().min(1),
    /** The claim with the e-mail address. Absent, like `customerClaim`: `email`. */
    emailClaim: z.string().min(1).optional(),
    /** The claim with the customer's id in the hub. */
    customerClaim: z.string().min(1).optional(),
  })
  .refine(({ emailClaim, customerClaim }) => emailClaim === undefined || customerClaim === undefined, {
    error: 'has two claims that say who it is; keep emailClaim or customerClaim',
  })
  .refine(({ jwks }) => !jwks.startsWith('http:') || /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(jwks), {
    error: 'fetches its keys without https',
  });

export type AccessSettings = z.output<typeof accessSchema>;
export type ShoppersSettings = z.output<typeof shoppersSchema>;
