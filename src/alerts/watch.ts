import type { ConnectorLog } from '#sdk';
import type { AlertSettings } from '../config.ts';
import type { Timers } from '../outbox/index.ts';
import type { Listener } from '../sync/index.ts';
import type { Channel } from './channels.ts';
import { deliver } from './deliver.ts';
import { findingsOf } from './findings.ts';
import { movedTimes, movement } from './movement.ts';
import { reconcile } from './reconcile.ts';
import type {
  BackupSight,
  BrickSight,
  DeadLetterSight,
  DiskSight,
  FlowSight,
  HoldSight,
  DrillSight,
  JournalSight,
  ReaderSight,
  Sights,
} from './sights.ts';
import { stateFile, type AlertState } from './state.ts';

/** Where alerts look. Each answers from memory or from the mirror; one that throws is asked again in the next round. */
export interface AlertSources {
  bricks(): readonly BrickSight[];
  holds(): Promise<readonly HoldSight[]>;
  deadLetters(): Promise<readonly DeadLetterSight[]>;
  disk(): Promise<DiskSight>;
  /** Variants of which shop and owner of stock differ; null: there are not both. */
  drift(): Promise<number | null>;
  /** Of each flow that is on and is not judged by `drift`; absent: there are none. */
  flowDrift?(): Promise<readonly FlowSight[]>;
  /** Absent or null: no backups are configured. */
  backups?(): Promise<readonly BackupSight[] | null>;
  /** Absent or null: no backups are configured. */
  journal?(): Promise<readonly JournalSight[] | null>;
  /** Null: none are promised. */
  drills?(): Promise<readonly DrillSight[] | null>;
  /** Absent: nobody counts what tokens read. */
  readers?(): readonly ReaderSight[];
}

export interface AlertWatch {
  start(): void;
  /** One look at everything, and what is due told. For tests, and for those who cannot wait. */
  round(): Promise<void>;
  /** Hears of every run. */
  hear: Listener;
  stop(): Promise<void>;
}

export interface WatchOptions {
  settings: AlertSettings;
  data: string;
  sources: AlertSources;
  channels: readonly Channel[];
  timers: Timers;
  now(): Date;
  log: ConnectorLog;
  /** Makes this the only process that tells; null while another one does. Resolves with how to let go. */
  lock(): Promise<(() => Promise<void>) | null>;
}

const ROUND_MS = 60_000;
/** It compares all variants of two bricks. */
const DRIFT_MS = 3_600_000;

export function watchAlerts(options: WatchOptions): AlertWatch {
  const { settings, channels, sources, timers, now, log } = options;
  const file = stateFile(options.data);
  const moves = movement();
  const startedAt = now();
  const stopping = new AbortController();
  const drift = inTwoLooks(() => sources.drift(), now);
  const flows = inTwoLooks(async () => (await sources.flowDrift?.()) ?? null, now);
  let state: AlertState | null = null;
  let release: (() => Promise<void>) | null = null;
  let callOff: (() => void) | null = null;
  let going: Promise<void> = Promise.resolve();

  async function look(before: AlertState, awayMs: number): Promise<AlertState> {
    const at = now();
    const bricks = sources.bricks();
    const watched = [...bricks.map(({ name }) => name), ...Object.keys(settings.quiet.of)];
    const moved = movedTimes(before.moved, { watched, moved: moves.take(), awayMs, now: at });
    const sights: Sights = { bricks, moved, ...(await seen(sources, { drift, flows }, log)) };
    const isOpen = (key: string): boolean => before.open.some((alert) => alert.key === key);
    const found = findingsOf(sights, settings, { now: at, startedAt, isOpen });
    const names = channels.map(({ name }) => name);
    const after = reconcile(before, { ...found, channels: names, now: at });
    tellLog(before, after, log);
    return { ...after, moved, seenAt: at.toISOString() };
  }

  async function round(): Promise<void> {
    release ??= await options.lock();
    if (release === null) return;
    const before = state ?? (await file.read());
    const away = state === null && before.seenAt !== null ? now().getTime() - Date.parse(before.seenAt) : 0;
    state = await look(before, Math.max(0, away));
    // Before it is told: a kill then repeats a word, and forgets none.
    await file.write(state);
    const owed = await deliver(state.pending, { channels, now, log, signal: stopping.signal });
    if (owed === state.pending) return;
    state = { ...state, pending: [...owed] };
    await file.write(state);
  }

  function next(): void {
    callOff = timers.after(ROUND_MS, () => {
      going = round()
        .catch((error: unknown) => log.warn({ err: error }, 'a look for alerts failed'))
        .finally(() => {
          if (callOff) next();
        });
    });
  }

  return {
    round,
    hear: moves.hear,
    start() {
      if (callOff === null) next();
    },
    async stop() {
      callOff?.();
      callOff = null;
      stopping.abort();
      await going;
      await release?.();
      release = null;
    },
  };
}

/** What cannot be looked at now is left out: its alerts neither open nor end. */
async function seen(
  { holds, deadLetters, disk, backups, journal, drills, readers }: AlertSources,
  { drift, flows }: { drift(): Promise<Sights['drift']>; flows(): Promise<Sights['flows']> },
  log: Pick<ConnectorLog, 'warn'>,
): Promise<Sights> {
  const look = async <Sight>(what: string, ask: () => Promise<Sight>): Promise<Sight | undefined> => {
    try {
      return await ask();
    } catch (error) {
      log.warn({ err: error, what }, 'alerts could not look at this');
      return undefined;
    }
  };
  return {
    holds: await look('holds', holds),
    deadLetters: await look('dead letters', deadLetters),
    disk: await look('disk', disk),
    drift: await look('drift', drift),
    flows: await look('flows', flows),
    backups: (await look('backups', async () => backups?.())) ?? undefined,
    journal: (await look('journal', async () => journal?.())) ?? undefined,
    drills: (await look('drills', async () => drills?.())) ?? undefined,
    readers: await look('readers', async () => readers?.()),
  };
}

/** Asks once an hour; in between, and until it was asked twice, there is nothing to judge. */
function inTwoLooks<Sight>(
  ask: () => Promise<Sight | null>,
  now: () => Date,
): () => Promise<{ now: Sight; before: Sight } | undefined> {
  let askedAt: number | null = null;
  let before: Sight | null = null;
  return async () => {
    if (askedAt !== null && now().getTime() - askedAt < DRIFT_MS) return undefined;
    askedAt = now().getTime();
    const present = await ask();
    const last = before;
    before = present;
    return present === null || last === null ? undefined : { now: present, before: last };
  };
}

/** Alerts reach the log whatever becomes of their mails. */
function tellLog(before: AlertState, after: AlertState, log: ConnectorLog): void {
  const keys = (state: AlertState): Set<string> => new Set(state.open.map(({ key }) => key));
  const [old, present] = [keys(before), keys(after)];
  for (const { key, cause, facts } of after.open) if (!old.has(key)) log.warn({ alert: key, cause, facts }, 'alert');
  for (const { key, cause } of before.open) if (!present.has(key)) log.info({ alert: key, cause }, 'alert is over');
}
