import { hash, randomBytes } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const LENGTH = 20;

/** Gives the hub id that an entity gets on the `attempt`th try; the next try is for an id that is taken already. */
export type HubIdGuess = (brick: string, type: string, externalId: string, attempt: number) => string;

/**
 * Computed rather than drawn, so that a sync that was killed and one that was not end with equal bindings. It is
 * stable for ever because the binding is stored, not because it can be computed again.
 */
export const guessHubId: HubIdGuess = (brick, type, externalId, attempt) => {
  const digest = hash('sha256', `${brick}|${type}|${externalId}|${attempt}`, 'buffer');
  return `${type.toLowerCase()}_${base32(digest)}`;
};

/** Drawn: for an entity that begins in the hub, before any brick has it. */
export function newHubId(type: string): string {
  return `${type.toLowerCase()}_${base32(randomBytes(16))}`;
}

function base32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (let index = 0; text.length < LENGTH; index++) {
    buffer = ((buffer << 8) | (bytes[index] ?? 0)) & 0xfff;
    for (bits += 8; bits >= 5 && text.length < LENGTH; bits -= 5) text += ALPHABET[(buffer >> (bits - 5)) & 31];
  }
  return text;
}
