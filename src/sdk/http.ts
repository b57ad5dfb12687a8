/** One request to a brick. Paths are relative to the brick's base address; other hosts are out of reach. */
export interface BrickRequest {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base address, with query: `api/products?display=full`. Never with a secret in it. */
  path: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** `text` (default) or `bytes`. */
  as?: 'text' | 'bytes';
  signal?: AbortSignal;
  /** Whether a repeat is harmless; default: true for GET and HEAD. Only then is it retried. */
  idempotent?: boolean;
}

export interface BrickResponse<Body = string> {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Body;
}

export interface BrickHttpOptions {
  baseUrl: string;
  headers?: Record<string, string>;
  /** Headers made anew for each attempt: a signature with a time and a nonce of its own. `url` is the whole address. */
  sign?(request: BrickRequest, url: string): Record<string, string>;
  /** Values that are cut out of every error and log line. */
  secrets: readonly string[];
  /** Requests in flight at once; a load budget that a shared host survives. */
  concurrency?: number;
  /** Requests a second at most; absent: as fast as `concurrency` and the brick allow. */
  perSecond?: number;
  /** Milliseconds until an attempt is given up. */
  timeoutMs?: number;
  /** Largest accepted answer, in bytes after decompression. */
  maxBytes?: number;
  /** Attempts after the first, for retryable failures of idempotent requests. */
  retries?: number;
  /** Statuses that are answers, not failures (beside 2xx). */
  answers?: readonly number[];
  /** Turns any other status into an error in the vendor's terms. Default: 429 and 5xx retryable, the rest permanent. */
  toError?(response: BrickResponse<string>, request: BrickRequest): Error;
}

/** The hub's way to a brick over HTTP. */
export interface BrickHttp {
  text(request: BrickRequest): Promise<BrickResponse<string>>;
  bytes(request: BrickRequest): Promise<BrickResponse<Uint8Array>>;
  /** Milliseconds during which at least one request was under way, since the last call of `resetWaiting`. */
  waitingMs(): number;
  resetWaiting(): void;
  /** `closed`: requests pass; `open`: the brick is left alone for a while. */
  breaker(): 'closed' | 'open' | 'half-open';
}
