import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { isCoded, RetryableError, type WebhookDelivery } from '#sdk';
import type { HintRow, HintStore } from '../mirror/index.ts';
import type { Timers } from '../outbox/index.ts';
import type { SyncService } from '../sync/index.ts';

/** What became of a delivery. `unknown`: no such brick, or its vendor sends nothing. */
export type WebhookOutcome = 'stored' | 'nothing' | 'forged' | 'unknown';

export interface HubWebhooks {
  /** Judges a delivery; what it hints at is on disk when this resolves with `stored`. */
  receive(brick: string, delivery: WebhookDelivery): Promise<WebhookOutcome>;
  /** Begins to apply what is stored: where the hub is served. */
  start(): void;
  stop(): Promise<void>;
  /** Applies what is stored now; resolves with how many hints are left for later. */
  apply(): Promise<number>;
}

export interface WebhookParts {
  hints: HintStore;
  sync: SyncService;
  timers: Timers;
  log: Logger;
  now(): Date;
}

/** Hints taken at once: several of one record are one question. */
const MOST = 1000;
/** One vendor can name this many records in a delivery. */
const MOST_IDS = 200;
/** Many come together: an order changes its products. */
const GATHER_MS = 500;
const AGAIN_MS = 5_000;

/** Webhooks as hints: stored, then read again from the brick, coalesced; what is left by a kill is applied at start. */
export function webhooksOf({ hints, sync, timers, log, now }: WebhookParts): HubWebhooks {
  const stopping = new AbortController();
  let wake: (() => void) | null = null;
  let applying: Promise<number> | null = null;

  function soon(ms: number): void {
    if (wake !== null || stopping.signal.aborted) return;
    wake = timers.after(ms, () => {
      wake = null;
      apply().then(
        (left) => left > 0 && soon(AGAIN_MS),
        (error: unknown) => {
          log.error({ err: error }, 'hints of vendors could not be applied');
          soon(AGAIN_MS);
        },
      );
    });
  }

  function apply(): Promise<number> {
    applying ??= applyOnce({ hints, sync, log }, stopping.signal).finally(() => {
      applying = null;
    });
    return applying;
  }

  return {
    apply,
    async receive(name, delivery) {
      const brick = sync.bricks().find((one) => one.brick.name === name)?.brick;
      const verdict = brick?.open.webhook?.(delivery);
      if (verdict === undefined) return 'unknown';
      if (verdict === 'forged' || verdict === 'nothing') return verdict;
      const at = now().toISOString();
      const rows = verdict.hints.flatMap(({ kind, ids }) =>
        ids.slice(0, MOST_IDS).map((id): HintRow => ({ brick: name, kind, id, mark: randomUUID(), at })),
      );
      await hints.addHints(rows);
      soon(GATHER_MS);
      return 'stored';
    },
    start: () => soon(GATHER_MS),
    async stop() {
      stopping.abort();
      wake?.();
      wake = null;
      await applying?.catch(() => undefined);
    },
  };
}

async function applyOnce(
  { hints, sync, log }: Pick<WebhookParts, 'hints' | 'sync' | 'log'>,
  signal: AbortSignal,
): Promise<number> {
  const rows = await hints.listHints(MOST);
  let left = 0;
  for (const brick of new Set(rows.map((row) => row.brick))) {
    if (signal.aborted) return rows.length;
    const own = rows.filter((row) => row.brick === brick);
    if (await isApplied({ sync, log }, brick, own, signal)) await hints.dropHints(own);
    else left += own.length;
  }
  return left;
}

/** False: later. A brick that is configured no more, or refuses for good, is not asked again. */
async function isApplied(
  { sync, log }: Pick<WebhookParts, 'sync' | 'log'>,
  brick: string,
  rows: readonly HintRow[],
  signal: AbortSignal,
): Promise<boolean> {
  if (!sync.bricks().some((one) => one.brick.name === brick)) return true;
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const named = kinds.map((kind) => ({ kind, ids: rows.filter((row) => row.kind === kind).map(({ id }) => id) }));
  try {
    const done = await sync.readHints(brick, named, signal);
    if (done === 'busy') return false;
    await sync.project(brick, signal);
    return true;
  } catch (error) {
    if (signal.aborted || error instanceof RetryableError || !isCoded(error)) return false;
    log.warn({ err: error, brick }, 'a hint of the vendor could not be followed: the next run tells');
    return true;
  }
}
