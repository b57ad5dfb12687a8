import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alertsSchema, type AlertSettings } from '../../src/config/alerts.schema.ts';
import type { Channel } from '../../src/alerts/channels.ts';
import { watchAlerts, type AlertSources, type AlertWatch, type BrickSight } from '../../src/alerts/index.ts';
import type { AlertState, Notice } from '../../src/alerts/state.ts';
import { TestClock } from '../outbox/test-clock.ts';

export const START = '2026-11-23T08:00:00.000Z';
export const HOUR = 3_600_000;
export const MINUTE = 60_000;

/** A hub that only says how it is, and a channel that only listens. */
export interface Office {
  clock: TestClock;
  sights: { [Source in keyof AlertSources]-?: Awaited<ReturnType<NonNullable<AlertSources[Source]>>> };
  failing: Set<keyof AlertSources>;
  told: string[];
  notices: Notice[];
  channelDown: boolean;
  logged: string[];
  watch: AlertWatch;
  state(): AlertState;
  /** As after a kill: nothing is stopped in order. */
  restart(): void;
  close(): Promise<void>;
}

export function aBrick(changes: Partial<BrickSight> = {}): BrickSight {
  return { name: 'shop', state: 'HEALTHY', lastGoodAt: START, lastRunAt: START, failure: null, ...changes };
}

export function anOffice(settings: Partial<Record<keyof AlertSettings, unknown>> = {}, channels?: Channel[]): Office {
  const data = mkdtempSync(join(tmpdir(), 'mortar-alerts-'));
  const clock = new TestClock(START);
  const recorder: Channel = {
    name: 'webhook',
    send(notices) {
      if (office.channelDown) return Promise.reject(new Error('nobody answers'));
      office.notices.push(...notices);
      office.told.push(...notices.map(({ kind, finding }) => `${kind} ${finding.key}`));
      return Promise.resolve();
    },
  };
  const office: Office = {
    clock,
    sights: {
      bricks: [aBrick()],
      holds: [],
      deadLetters: [],
      disk: { folder: data, freeBytes: 90e9, sizeBytes: 100e9 },
      drift: null,
      flowDrift: [],
      backups: null,
      journal: null,
      drills: null,
      readers: [],
    },
    failing: new Set(),
    told: [],
    notices: [],
    channelDown: false,
    logged: [],
    watch: open(),
    state: () => JSON.parse(readFileSync(join(data, 'alerts.json'), 'utf8')) as AlertState,
    restart() {
      office.watch = open();
    },
    async close() {
      await office.watch.stop();
      rmSync(data, { recursive: true });
    },
  };
  function open(): AlertWatch {
    const see = <Source extends keyof AlertSources>(source: Source): Office['sights'][Source] => {
      if (office.failing.has(source)) throw new Error(`${source} cannot be looked at`);
      return office.sights[source];
    };
    return watchAlerts({
      settings: alertsSchema.parse(settings),
      data,
      sources: {
        bricks: () => see('bricks'),
        holds: async () => see('holds'),
        deadLetters: async () => see('deadLetters'),
        disk: async () => see('disk'),
        drift: async () => see('drift'),
        flowDrift: async () => see('flowDrift'),
        backups: async () => see('backups'),
        readers: () => see('readers'),
      },
      channels: channels ?? [recorder],
      timers: clock,
      now: clock.now,
      log: {
        info: (_fields: object, message: string) => void office.logged.push(message),
        warn: (_fields: object, message: string) => void office.logged.push(message),
      },
      lock: () => Promise.resolve(() => Promise.resolve()),
    });
  }
  return office;
}
