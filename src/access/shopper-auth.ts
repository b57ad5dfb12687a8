import { readFileSync } from 'node:fs';
import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import type { Logger } from 'pino';
import { PermanentError } from '#sdk';
import type { Viewer } from '../roles/graph/index.ts';

/** How the storefront's tokens are known, as configured. */
export interface ShopperSettings {
  /** Address of the key set, or a file. */
  jwks: string;
  issuer: string;
  audience: string;
  /** The claim that has the e-mail address. Default: `email`, unless `customerClaim` is given. */
  emailClaim?: string | undefined;
  /** The claim that has the customer's id in the hub. */
  customerClaim?: string | undefined;
}

export interface ShopperAuth {
  /** Whose token it is, or null. */
  verify(token: string): Promise<Viewer | null>;
}

export interface ShopperOptions {
  now(): Date;
  log: Logger;
  /** The account that a person has at the shop; null: none, or several. */
  customer(by: { email: string } | { id: string }): Promise<string | null>;
}

/** Signatures by key pairs only: whoever can check a token must not be able to make one. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const CLOCK_TOLERANCE_SECONDS = 30;

/** Verifies tokens that a storefront's login signs. https://github.com/panva/jose/blob/main/docs/jwt/verify/functions/jwtVerify.md */
export function createShopperAuth(settings: ShopperSettings, { now, log, customer }: ShopperOptions): ShopperAuth {
  const { issuer, audience, customerClaim, emailClaim } = settings;
  const keys = keysOf(settings.jwks);
  const whoIs = (claims: JWTPayload): Promise<string | null> => {
    const value = claims[customerClaim ?? emailClaim ?? 'email'];
    if (typeof value !== 'string' || value === '') return Promise.resolve(null);
    if (customerClaim !== undefined) return customer({ id: value });
    // An address that nobody has proved to be theirs opens nobody's account.
    if (claims['email_verified'] !== undefined && claims['email_verified'] !== true) return Promise.resolve(null);
    return customer({ email: value });
  };
  return {
    async verify(token) {
      const claims = await jwtVerify(token, keys, {
        ...{ issuer, audience, algorithms: ALGORITHMS, requiredClaims: ['exp'] },
        ...{ currentDate: now(), clockTolerance: CLOCK_TOLERANCE_SECONDS },
      }).then(
        ({ payload }) => payload,
        (error: unknown) => {
          log.warn({ code: error instanceof errors.JOSEError ? error.code : 'UNREACHABLE' }, 'a shopper was refused');
          return null;
        },
      );
      if (claims === null) return null;
      const ends = (claims.exp ?? 0) * 1000;
      return {
        ...{ name: 'shopper', admin: false, scopes: new Set(), expiresAt: new Date(ends).toISOString() },
        shopper: { customer: await whoIs(claims) },
        isEnded: () => now().getTime() >= ends + CLOCK_TOLERANCE_SECONDS * 1000,
      };
    },
  };
}

function keysOf(place: string): ReturnType<typeof createRemoteJWKSet> | ReturnType<typeof createLocalJWKSet> {
  if (/^https?:/.test(place)) return createRemoteJWKSet(new URL(place));
  try {
    return createLocalJWKSet(JSON.parse(readFileSync(place, 'utf8')) as JSONWebKeySet);
  } catch (error) {
    throw new PermanentError(
      {
        code: 'SHOPPERS_KEYS_UNREADABLE',
        message: `The key set of the storefront, ${place}, cannot be read.`,
        remedy: 'Correct shoppers.jwks: the address or file of a JSON Web Key Set.',
      },
      { cause: error },
    );
  }
}
