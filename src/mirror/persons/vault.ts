import { createHmac, hash, hkdfSync } from 'node:crypto';
import { invalid } from '../mirror-error.ts';
import { seal, unseal } from './seal.ts';

/** Of a text that the vault sealed; no JSON begins so. */
const SEALED = '~1';
const MOST_TOKENS = 50_000;
/** Words are found by their beginnings up to this length; a longer one that is asked for has to be whole. */
const LONGEST_PREFIX = 16;

/** The master key, and what is derived from it. Nothing of it is ever written. */
export class Vault {
  readonly #wrapping: Buffer;
  readonly #data: Buffer;
  readonly #blinding: Buffer;
  readonly #tokenKey: Buffer;
  readonly #tokens = new Map<string, string>();
  /** Tells this master key from another one, and tells nothing of it. */
  readonly check: string;

  /** `master`: 32 random bytes. */
  constructor(master: Uint8Array) {
    const derived = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', master, 'mortar', purpose, 32));
    this.#wrapping = derived('person keys');
    this.#data = derived('hub data');
    this.#blinding = derived('blind index');
    this.#tokenKey = derived('search words');
    this.check = derived('check').toString('base64url');
  }

  /** A person's key as it is stored. */
  wrap(id: string, key: Uint8Array): Buffer {
    return seal(this.#wrapping, key, id);
  }

  /** Throws PERSON_KEY_BROKEN for what was altered, or moved to another person. */
  unwrap(id: string, wrapped: Uint8Array): Buffer {
    return opened('The key of a person', () => unseal(this.#wrapping, wrapped, id));
  }

  /** Text that only this hub reads. `context`: where it stands; it opens nowhere else. */
  sealText(text: string, context: string): string {
    return sealedText(this.#data, text, context);
  }

  openText(stored: string, context: string): string {
    return openedText(this.#data, stored, context);
  }

  /** By what a personal value is looked up: equal for equal values, and tells nothing else of them. */
  blind(value: string): string | null {
    return value === '' ? null : createHmac('sha256', this.#blinding).update(value).digest('base64url').slice(0, 27);
  }

  /** What is stored of folded words, so that each is found by its beginning. */
  wordTokens(words: readonly string[]): string[] {
    const found = new Set<string>();
    for (const word of words) {
      const letters = [...word];
      for (let length = 1; length <= Math.min(letters.length, LONGEST_PREFIX); length++)
        found.add(this.#token(letters.slice(0, length).join('')));
      if (letters.length > LONGEST_PREFIX) found.add(this.#token(word));
    }
    return [...found];
  }

  /** What to look for: a folded word, or its beginning. */
  wordToken(word: string): string {
    return this.#token(word);
  }

  /** The same first names and towns come again and again. */
  #token(text: string): string {
    const known = this.#tokens.get(text);
    if (known !== undefined) return known;
    // Keyed, and cut: what is left of the hash cannot be extended.
    const digest = hash('sha256', Buffer.concat([this.#tokenKey, Buffer.from(text)]), 'hex');
    const made = `x${digest.slice(0, 14)}`;
    if (this.#tokens.size >= MOST_TOKENS) this.#tokens.clear();
    this.#tokens.set(text, made);
    return made;
  }
}

/** Text sealed by a key of its own, in the form in which `openedText` knows it again. */
export function sealedText(key: Uint8Array, text: string, context: string): string {
  return SEALED + seal(key, text, context).toString('base64');
}

/** What was stored before it was sealed is given as it is. */
export function openedText(key: Uint8Array, stored: string, context: string): string {
  if (!isSealedText(stored)) return stored;
  return opened('A personal value', () =>
    unseal(key, Buffer.from(stored.slice(SEALED.length), 'base64'), context).toString(),
  );
}

export function isSealedText(stored: string): boolean {
  return stored.startsWith(SEALED);
}

/** The same work, with what the library throws as a coded error. */
export function opened<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const error = invalid(
      'PERSON_KEY_BROKEN',
      `${what} cannot be opened: its bytes are not those that the hub wrote, or another key sealed them.`,
      'Nothing was changed. Restore the database, or person-master.key, from a backup: see docs/personal-data.md.',
    );
    error.cause = cause;
    throw error;
  }
}
