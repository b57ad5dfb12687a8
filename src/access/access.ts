import type { Logger } from 'pino';
import type { TokenStore } from '../mirror/index.ts';
import type { Viewer } from '../roles/graph/index.ts';
import { KnownTokens } from './known-tokens.ts';
import type { ShopperAuth } from './shopper-auth.ts';
import { createTokenDesk, type TokenDesk } from './token-desk.ts';

type Verify = (token: string) => Promise<(Omit<Viewer, 'admin'> & { admin?: boolean }) | null>;

/** The tokens of a hub: who may come in, and the desk where they are made. */
export interface Access {
  desk: TokenDesk;
  /** The administrator's own token first, then those that were made, then shoppers. */
  auth(fixed: { verify: Verify }, shoppers?: ShopperAuth | null): { verify: Verify };
}

const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

export function createAccess(store: TokenStore, { now, log }: { now: () => Date; log: Logger }): Access {
  const known = new KnownTokens(store, { now, log });
  return {
    desk: createTokenDesk(store, now, () => known.forget()),
    auth: (fixed, shoppers = null) => ({
      async verify(token) {
        const viewer = await fixed.verify(token);
        if (viewer !== null) return viewer;
        return shoppers !== null && JWT.test(token) ? shoppers.verify(token) : known.find(token);
      },
    }),
  };
}
