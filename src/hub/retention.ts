import { Cron } from 'croner';
import type { Logger } from 'pino';
import { enteredByHub, retentionTally, type AuditTrail } from '../audit/index.ts';
import type { RetentionSettings } from '../config.ts';
import type { Mirror } from '../mirror/index.ts';
import type { HubPeople } from '../people/index.ts';

/** Lets go of personal data that is over its time, where the hub is served. */
export interface HubRetention {
  start(): void;
  /** Ends the pass under way at its next person. */
  stop(): Promise<void>;
}

interface Parts {
  people: Pick<HubPeople, 'retain'>;
  trail: Pick<AuditTrail, 'enter'>;
  lockBrick: Mirror['lockBrick'];
  settings: RetentionSettings;
  log: Logger;
}

export function retentionOf({ people, trail, lockBrick, settings, log }: Parts): HubRetention {
  let cron: Cron | null = null;
  let going: Promise<void> = Promise.resolve();
  const pass = async (): Promise<void> => {
    // Of several hubs on one database, one does it.
    const release = await lockBrick('#retention');
    if (!release) return;
    try {
      const entry = { verb: 'person retention', told: retentionTally };
      const done = await enteredByHub(trail, entry, () => people.retain({ apply: true }));
      log.info(retentionTally(done), 'retention: what was over its time is gone');
    } catch (err) {
      log.error({ err }, 'retention: the pass failed; the next one goes on');
    } finally {
      await release();
    }
  };
  return {
    start() {
      cron = new Cron(settings.schedule, { protect: true }, () => (going = pass()));
    },
    async stop() {
      cron?.stop();
      await going;
    },
  };
}
