/** So many requests a minute on average, and so many at once. */
export interface RateLimit {
  perMinute: number;
  burst: number;
}

const MINUTE = 60_000;
const MOST_KEYS = 10_000;

/**
 * A bucket of tokens for each asker: it holds `burst`, and fills up by `perMinute`. Own code, because it is two numbers
 * for each asker; the libraries for it bring windows, stores and clocks of their own.
 */
export class TokenRate {
  readonly #limit: RateLimit;
  readonly #now: () => Date;
  readonly #buckets = new Map<string, { left: number; at: number }>();

  constructor(limit: RateLimit, now: () => Date) {
    this.#limit = limit;
    this.#now = now;
  }

  /** Counts one request. Null: it may come; else in how many whole seconds the next one may. */
  take(key: string): number | null {
    const now = this.#now().getTime();
    const left = this.#left(key, now);
    if (left < 1) return Math.max(1, Math.ceil(((1 - left) * MINUTE) / this.#limit.perMinute / 1_000));
    // Again at the end: the first one is the one that has not asked for longest.
    this.#buckets.delete(key);
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined && this.#buckets.size >= MOST_KEYS) this.#buckets.delete(oldest);
    this.#buckets.set(key, { left: left - 1, at: now });
    return null;
  }

  #left(key: string, now: number): number {
    const bucket = this.#buckets.get(key);
    if (!bucket) return this.#limit.burst;
    // A clock that was set back fills nothing.
    const filled = (Math.max(0, now - bucket.at) / MINUTE) * this.#limit.perMinute;
    return Math.min(this.#limit.burst, bucket.left + filled);
  }
}
