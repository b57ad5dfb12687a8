import { createHash } from 'node:crypto';
import type { Cause, Finding } from './findings.ts';
import type { AlertState, Notice, OpenAlert } from './state.ts';

const DAY = 86_400_000;

export interface Round {
  findings: readonly Finding[];
  /** Causes that could be looked at: what is open of another stays open. */
  looked: ReadonlySet<Cause>;
  channels: readonly string[];
  now: Date;
}

/** One open alert a cause: told when it opens, once a day while it lasts, and when it is over. */
export function reconcile(state: AlertState, { findings, looked, channels, now }: Round): AlertState {
  const at = now.toISOString();
  const byKey = new Map(findings.map((finding) => [finding.key, finding]));
  const known = new Set(state.open.map(({ key }) => key));
  const told: { kind: Notice['kind']; alert: OpenAlert }[] = [];
  const open = state.open.flatMap((alert): OpenAlert[] => {
    const finding = byKey.get(alert.key);
    if (!finding && looked.has(alert.cause)) {
      told.push({ kind: 'over', alert });
      return [];
    }
    const present = { ...alert, ...(finding ?? {}) };
    if (now.getTime() - Date.parse(alert.toldAt) < DAY) return [present];
    told.push({ kind: 'reminder', alert: present });
    return [{ ...present, toldAt: at }];
  });
  for (const finding of byKey.values()) {
    if (known.has(finding.key)) continue;
    const alert = { ...finding, since: at, toldAt: at };
    open.push(alert);
    told.push({ kind: 'opened', alert });
  }
  const fresh = told.flatMap(({ kind, alert }) => channels.map((channel) => noticeOf(kind, alert, channel, at)));
  return { ...state, open, pending: withFresh(state.pending, fresh, channels) };
}

/**
 * A channel that was away is told the newest word of an alert only, and nothing of one that opened and ended meanwhile
 * twice. What is owed to a channel that is no longer configured is dropped.
 */
function withFresh(pending: readonly Notice[], fresh: readonly Notice[], channels: readonly string[]): Notice[] {
  const lane = ({ channel, finding }: Notice): string => `${channel} ${finding.key}`;
  const replaced = new Map(fresh.map((notice) => [lane(notice), notice]));
  const kept = pending.filter((notice) => !replaced.has(lane(notice)) && channels.includes(notice.channel));
  const waiting = new Map(pending.map((notice) => [lane(notice), notice]));
  // It goes on waiting as the one before did: a channel that is down is not asked more often for it.
  const added = fresh.map((notice) => {
    const before = waiting.get(lane(notice));
    if (!before) return notice;
    const kind = before.kind === 'opened' && notice.kind === 'reminder' ? 'opened' : notice.kind;
    return { ...notice, kind, attempts: before.attempts, nextAt: before.nextAt };
  });
  return [...kept, ...added];
}

function noticeOf(
  kind: Notice['kind'],
  { since, toldAt: _, ...finding }: OpenAlert,
  channel: string,
  at: string,
): Notice {
  // The same word after a crash has the same id: whoever receives it twice can tell.
  const id = createHash('sha256')
    .update([kind, finding.key, since, at.slice(0, 10)].join(' '))
    .digest('hex')
    .slice(0, 24);
  return { id, channel, kind, finding, since, at, attempts: 0, nextAt: at };
}
