import type { Viewer } from '../roles/graph/index.ts';
import { TokenRate, type RateLimit } from './token-rate.ts';

export interface RateSettings {
  token: RateLimit;
  /** Requests without a token that counts, by address. */
  unknown: RateLimit;
  /** Whether programs on this machine are counted, too. */
  loopback: boolean;
}

/** Where a request comes from. */
export interface Caller {
  /** Of the other end of the connection. */
  address: string;
  /** A proxy in between has said for whom it asks. */
  isForwarded: boolean;
}

/** How often each token may ask. Null: now; else in how many seconds. */
export interface Rates {
  token(viewer: Viewer, caller: Caller): number | null;
  unknown(caller: Caller): number | null;
}

const LOOPBACK = /^(?:::1|(?:::ffff:)?127\.\d+\.\d+\.\d+)$/;

/** Counts in memory: each hub for itself, anew when it starts. */
export function createRates(settings: RateSettings, now: () => Date): Rates {
  const tokens = new TokenRate(settings.token, now);
  const unknown = new TokenRate(settings.unknown, now);
  const isFree = ({ address, isForwarded }: Caller): boolean =>
    !settings.loopback && !isForwarded && LOOPBACK.test(address);
  return {
    token: (viewer, caller) => (isFree(caller) ? null : tokens.take(keyOf(viewer))),
    unknown: (caller) => (isFree(caller) ? null : unknown.take(caller.address)),
  };
}

/** Shoppers share a name, but not their rate. */
function keyOf({ name, id, shopper }: Viewer): string {
  return shopper ? `shopper ${shopper.customer ?? 'nobody'}` : `token ${id ?? name}`;
}
