import type { ConnectorLog } from './connector.ts';
import type { BrickHttp, BrickHttpOptions, BrickRequest, BrickResponse } from './http.ts';
import { brickAddress, type BrickAddress } from './http-address.ts';
import { createWire } from './http-attempt.ts';
import { decodeText } from './http-body.ts';
import { createBreaker } from './http-breaker.ts';
import { resting, statusFailure } from './http-failure.ts';
import { createPace, type Wait } from './http-pace.ts';
import { noteRest, realWait, restAskedFor, retrying } from './http-retry.ts';
import { redactError, redactor } from './redact.ts';

const DEFAULTS = { concurrency: 4, timeoutMs: 30_000, maxBytes: 64 * 1024 * 1024, retries: 3 };

export interface BrickHttpDeps {
  log: ConnectorLog;
  /** Milliseconds since 1970. Default: the machine's clock, monotonic. */
  now?: () => number;
  /** How delays pass: backoff, rate and rests. Default: really. */
  wait?: Wait;
  /** Lets a brick live in 169.254.0.0/16 or fe80::/10, where cloud hosts hand out credentials. Default: false. */
  allowLinkLocal?: boolean;
}

/** A client that also lets go of its idle connections. */
export interface ClosableBrickHttp extends BrickHttp {
  close(): void;
}

/**
 * Makes the hub's way to one brick. A request passes: retry → a turn and the rate → breaker → one attempt. No redirect
 * is followed, no proxy used, no address outside of `baseUrl` reached; secrets are cut out of every error and log line.
 */
export function createBrickHttp(options: BrickHttpOptions, deps: BrickHttpDeps): ClosableBrickHttp {
  const { now = monotonicNow, wait = realWait, allowLinkLocal = false, log } = deps;
  const limits = { ...DEFAULTS, ...withoutUndefined(options) };
  const address = brickAddress(options.baseUrl, allowLinkLocal);
  const redact = redactor([...options.secrets, ...address.secrets]);
  const isAnswer = (status: number) => (status >= 200 && status < 300) || (options.answers?.includes(status) ?? false);
  const wire = createWire({
    ...limits,
    headers: options.headers ?? {},
    secure: address.secure,
    allowLinkLocal,
    isAnswer,
  });
  const pace = createPace({ concurrency: limits.concurrency, perSecond: options.perSecond, now, wait });
  const breaker = createBreaker(now, (state) => logBreaker(log, address, state));
  const meter = createMeter(now);

  async function attempt(request: BrickRequest, shown: string): Promise<BrickResponse<Buffer>> {
    const url = address.resolve(request.path);
    const signed = options.sign
      ? { ...request, headers: { ...request.headers, ...options.sign(request, url) } }
      : request;
    const response = await meter.during(() => wire.send(signed, url, shown));
    if (isAnswer(response.status)) return response;
    const readable = redactedText(response, redact);
    const error = options.toError?.(readable, request) ?? statusFailure(readable, shown);
    const rest = restAskedFor(response.status, response.headers['retry-after'], now());
    if (rest !== undefined) {
      noteRest(error, rest);
      pace.holdUntil(now() + rest);
    }
    throw error;
  }

  async function inTurn(request: BrickRequest, shown: string): Promise<BrickResponse<Buffer>> {
    await pace.enter(request.signal);
    try {
      return await breaker.execute(
        () => attempt(request, shown),
        (lastFailure) => resting(lastFailure, shown),
        request.signal,
      );
    } finally {
      pace.leave();
    }
  }

  async function exchange(request: BrickRequest): Promise<BrickResponse<Buffer>> {
    const shown = redact(address.shown(request.path));
    try {
      address.resolve(request.path);
      return await retrying(() => inTurn(request, shown), {
        retries: isIdempotent(request) ? limits.retries : 0,
        wait,
        signal: request.signal,
        onRetry: ({ code }, failed, waitMs) =>
          log.warn({ address: shown, code, attempt: failed, waitMs }, 'request to brick failed, trying again'),
      });
    } catch (error) {
      throw request.signal?.aborted ? error : redactError(error, redact);
    }
  }

  return {
    async text(request) {
      const response = await exchange(request);
      return { ...response, body: decodeText(response.body, response.headers['content-type']) };
    },
    bytes: exchange,
    waitingMs: meter.total,
    resetWaiting: meter.reset,
    breaker: breaker.state,
    close: wire.close,
  };
}

/** Sub-millisecond, and never backwards when the machine's clock is set. */
function monotonicNow(): number {
  return performance.timeOrigin + performance.now();
}

function withoutUndefined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

function isIdempotent({ method = 'GET', idempotent }: BrickRequest): boolean {
  return idempotent ?? (method === 'GET' || method === 'HEAD');
}

/** Secrets leave a refusal before a connector sees it: cut to length later, half a secret would slip through. */
function redactedText(response: BrickResponse<Buffer>, redact: (text: string) => string): BrickResponse<string> {
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, redact(value)]));
  return { status: response.status, headers, body: redact(decodeText(response.body, headers['content-type'])) };
}

function logBreaker(log: ConnectorLog, address: BrickAddress, state: 'open' | 'closed'): void {
  const fields = { address: address.shown(''), breaker: state };
  if (state === 'open') log.warn(fields, 'brick keeps failing and is left alone for a while');
  else log.info(fields, 'brick answers again');
}

/** Measures the time during which at least one request was under way. */
function createMeter(now: () => number) {
  let underWay = 0;
  let since = 0;
  let sum = 0;
  return {
    async during<Result>(run: () => Promise<Result>): Promise<Result> {
      if (underWay++ === 0) since = now();
      try {
        return await run();
      } finally {
        if (--underWay === 0) sum += now() - since;
      }
    },
    total: () => sum + (underWay > 0 ? now() - since : 0),
    reset() {
      sum = 0;
      since = now();
    },
  };
}
