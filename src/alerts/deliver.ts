import type { ConnectorLog } from '#sdk';
import type { Channel } from './channels.ts';
import type { Notice } from './state.ts';

const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 3_600_000;

export interface Delivering {
  channels: readonly Channel[];
  now(): Date;
  log: Pick<ConnectorLog, 'warn'>;
  signal: AbortSignal;
}

/** Tells what is due; gives back what is still owed, the very same list when nothing was due. */
export async function deliver(pending: readonly Notice[], delivering: Delivering): Promise<readonly Notice[]> {
  const { channels, now, log, signal } = delivering;
  let owed = pending;
  for (const channel of channels) {
    const isDue = (notice: Notice): boolean =>
      notice.channel === channel.name && Date.parse(notice.nextAt) <= now().getTime();
    const due = owed.filter(isDue);
    if (due.length === 0 || signal.aborted) continue;
    try {
      await unless(signal, channel.send(due, signal));
      owed = owed.filter((notice) => !due.includes(notice));
    } catch (error) {
      if (isStopping(signal)) return owed;
      log.warn({ err: error, channel: channel.name, alerts: due.length }, 'alerts could not be told; they will be');
      owed = owed.map((notice) => (due.includes(notice) ? later(notice, now()) : notice));
    }
  }
  return owed;
}

/** A mail server that says nothing must not keep a hub that is told to stop. */
function unless(signal: AbortSignal, work: Promise<void>): Promise<void> {
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  return Promise.race([work, stopped]).finally(() => signal.removeEventListener('abort', stop));
}

function later(notice: Notice, now: Date): Notice {
  const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** notice.attempts);
  return { ...notice, attempts: notice.attempts + 1, nextAt: new Date(now.getTime() + wait).toISOString() };
}

/** Asked again after a wait: it may have become so meanwhile. */
function isStopping(signal: AbortSignal): boolean {
  return signal.aborted;
}
