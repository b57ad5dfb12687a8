import { Cron } from 'croner';
import type { z } from 'zod';

/** Refuses what is no cron expression that repeats. */
export function checkSchedule(schedule: string, context: z.RefinementCtx): void {
  const message = scheduleFault(schedule);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
}

function scheduleFault(schedule: string): string | undefined {
  try {
    const runs = new Cron(schedule, { paused: true }).nextRuns(2);
    return runs.length < 2 ? 'is a schedule that does not repeat; write one like "*/5 * * * *"' : undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^CronPattern: /, '').replace(/\.$/, '') : '';
    return `is no cron expression like "*/5 * * * *" (${reason})`;
  }
}
