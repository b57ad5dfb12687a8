import type { Logger } from 'pino';
import type { Mirror } from '../mirror/index.ts';
import { settleBindings } from '../sync/index.ts';

/**
 * Projects in the background what is due from before; facets that are there already go on being served. `after`: what
 * follows where anything was due.
 */
export function catchingUp(
  mirror: Mirror,
  { bricks, log }: { bricks: readonly { name: string }[]; log: Logger },
  after: () => Promise<void>,
): { isDone(): boolean; stop(): void } {
  let state: 'under way' | 'done' | 'stopped' = 'under way';
  const project = async (): Promise<void> => {
    let projected = 0;
    for (const { name } of bricks) {
      for (let due = 1; due > 0 && state === 'under way';) {
        const step = await mirror.writer.project({ brick: name, limit: 100 });
        due = step.due;
        projected += step.projected;
      }
    }
    const names = bricks.map(({ name }) => name);
    await settleBindings({ writer: mirror.writer, bricks: names, isStopped: () => state !== 'under way' });
    if (state === 'under way' && projected > 0) await after();
    if (state === 'under way') state = 'done';
  };
  project().catch((error: unknown) => {
    if (state === 'stopped') return;
    // Queries go on answering from what there is.
    state = 'done';
    log.error({ err: error }, 'what was due could not be projected; the next run tries again');
  });
  return {
    isDone: () => state === 'done',
    stop() {
      state = 'stopped';
    },
  };
}
