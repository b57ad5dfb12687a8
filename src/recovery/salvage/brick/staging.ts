import type { OpenBrick } from '#sdk';
import type { Claim } from '../claim.ts';

/** What a person has applied and no run has taken in yet. */
export interface Staging {
  claims: readonly Claim[];
}

const stagings = new WeakMap<OpenBrick, Staging>();

/** Gives an opened brick its own. */
export function staged(open: OpenBrick, staging: Staging): OpenBrick {
  stagings.set(open, staging);
  return open;
}

/** That of an opened brick; undefined: it is none of salvage. */
export function stagingOf(open: OpenBrick): Staging | undefined {
  return stagings.get(open);
}
