import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { TokenRow, TokenStore } from '../mirror/index.ts';
import type { Scope, Viewer } from '../roles/graph/index.ts';
import { isExpired } from './token-desk.ts';

/** Another process may make or revoke tokens: what it did is known here after so long. */
const FRESH_MS = 2_000;
/** The last use is written down once in so long. */
const COARSE_MS = 3_600_000;

/** Tokens in memory, so that a request costs no read and a guess no more than a hash. */
export class KnownTokens {
  readonly #store: TokenStore;
  readonly #now: () => Date;
  readonly #log: Logger;
  #byHash: ReadonlyMap<string, TokenRow> = new Map();
  #readAt = -Infinity;
  #reading: Promise<void> | null = null;
  #changes = 0;
  readonly #used = new Map<string, number>();

  constructor(store: TokenStore, { now, log }: { now: () => Date; log: Logger }) {
    this.#store = store;
    this.#now = now;
    this.#log = log;
  }

  /** The next look reads again. */
  forget(): void {
    this.#readAt = -Infinity;
    this.#reading = null;
    this.#changes += 1;
  }

  async find(token: string): Promise<Viewer | null> {
    await this.#fresh();
    const sha256 = createHash('sha256').update(token).digest('hex');
    const row = this.#byHash.get(sha256);
    if (!row || this.#isEnded(sha256)) return null;
    this.#use(row);
    const scopes = new Set(row.scopes) as ReadonlySet<Scope>;
    return {
      name: row.name,
      id: row.id,
      admin: scopes.has('admin') || scopes.has('recovery'),
      scopes,
      expiresAt: row.expiresAt,
      isEnded: () => {
        this.#fresh().catch((error: unknown) => this.#log.warn({ err: error }, 'tokens could not be read'));
        return this.#isEnded(sha256);
      },
    };
  }

  #isEnded(sha256: string): boolean {
    const row = this.#byHash.get(sha256);
    return row === undefined || row.revokedAt !== null || isExpired(row, this.#now());
  }

  #fresh(): Promise<void> {
    if (this.#now().getTime() - this.#readAt < FRESH_MS) return Promise.resolve();
    return (this.#reading ??= this.#read());
  }

  async #read(): Promise<void> {
    const changes = this.#changes;
    const begun = this.#now().getTime();
    try {
      const rows = await this.#store.list();
      // What was read before a change is not known as fresh.
      if (changes !== this.#changes) return;
      this.#byHash = new Map(rows.map((row) => [row.sha256, row]));
      this.#readAt = begun;
    } finally {
      if (changes === this.#changes) this.#reading = null;
    }
  }

  #use({ id, usedAt, name }: TokenRow): void {
    const now = this.#now();
    const last = this.#used.get(id) ?? (usedAt === null ? -Infinity : Date.parse(usedAt));
    if (now.getTime() - last < COARSE_MS) return;
    this.#used.set(id, now.getTime());
    this.#store.use({ id, at: now.toISOString() }).catch((error: unknown) => {
      this.#log.warn({ err: error, token: name }, 'the last use of a token could not be written down');
    });
  }
}
