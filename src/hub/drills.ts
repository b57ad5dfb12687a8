import { Cron } from 'croner';
import type { Logger } from 'pino';
import { isCoded } from '#sdk';
import type { Config } from '../config.ts';
import type { Trials } from './trials.ts';

/** Rebuilds bricks for proof, on schedule: where the hub is served. */
export interface DrillSchedule {
  start(): void;
  /** What is under way is ended by whoever runs it. */
  stop(): void;
}

interface Parts {
  settings: Config['recovery'];
  log: Logger;
  drill: Trials['drill'];
  /** Bricks that can be drilled. */
  able(): readonly string[];
}

export function drillSchedule({ settings, log, drill, able }: Parts): DrillSchedule {
  let cron: Cron | null = null;
  let stopped = false;
  const one = async (brick: string): Promise<void> => {
    try {
      const { outcome, rto, rpo } = await drill(brick, () => undefined);
      log[outcome === 'passed' ? 'info' : 'error']({ brick, outcome, rto, rpo }, 'drill: ended');
    } catch (error) {
      // Of several hubs on one database, one does it.
      if (isCoded(error) && error.code === 'TRIAL_RUNNING') return;
      log.error({ brick, err: error }, 'drill: could not be done');
    }
  };
  const all = async (bricks: readonly string[]): Promise<void> => {
    for (const brick of bricks) if (!stopped) await one(brick);
  };
  return {
    start() {
      const promised = settings?.drill;
      if (promised) cron = new Cron(promised.schedule, { protect: true }, () => all(promised.bricks ?? able()));
    },
    stop() {
      stopped = true;
      cron?.stop();
    },
  };
}
