import { createHash, timingSafeEqual } from 'node:crypto';
import type { TokenAuth } from './options.ts';

/** A token as it is configured: never the token itself. */
export interface TokenHash {
  name: string;
  /** Hex SHA-256 of the token. */
  sha256: string;
  admin?: boolean;
}

/** Hex SHA-256, as `TokenHash` wants it. Tokens are long random text, so a plain hash keeps them. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Compares hashes with every configured one, in constant time, whichever matches. */
export function createTokenAuth(tokens: () => readonly TokenHash[]): TokenAuth {
  return {
    async verify(token) {
      const given = createHash('sha256').update(token).digest();
      let found: TokenHash | null = null;
      for (const known of tokens()) {
        const expected = Buffer.from(known.sha256, 'hex');
        if (expected.length === given.length && timingSafeEqual(expected, given)) found = known;
      }
      return found && { name: found.name, admin: found.admin ?? true };
    },
  };
}
