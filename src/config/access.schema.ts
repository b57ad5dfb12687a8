import { z } from 'zod';

const limits = (soft: number, hard: number) =>
  z
    .strictObject({
      /** From so many people on, the log and the metrics tell. */
      soft: z.number().int().min(1).default(soft),
      /** So many and no more: further reads are refused until the hour or day is over. */
      hard: z.number().int().min(1).default(hard),
    })
    .refine(({ soft: told, hard: refused }) => told <= refused, { error: 'has a soft limit above the hard one' })
    .prefault({});

/** How much of people one token may read. */
export const accessSchema = z.strictObject({
  /** Distinct people, by token. */
  people: z.strictObject({ hour: limits(500, 2_000), day: limits(2_000, 10_000) }).prefault({}),
});

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
