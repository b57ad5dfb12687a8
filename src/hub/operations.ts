import { PermanentError } from '#sdk';
import type { Operations } from '../control/index.ts';
import type { Mirror } from '../mirror/index.ts';
import { settleBindings, type SyncService } from '../sync/index.ts';

/** What the command line may ask, done by this hub. */
export function operationsOf(mirror: Mirror, sync: SyncService): Operations {
  const named = (brick: string | null): string[] => {
    if (brick !== null) return [sync.find(brick).name];
    const names = sync.bricks().map((view) => view.brick.name);
    if (names.length === 0) throw noBrick();
    return names;
  };
  return {
    async sync(brick, { full, signal }, listen) {
      const runs = [];
      for (const name of named(brick)) {
        if (signal?.aborted) break;
        runs.push(await sync.sync(name, { full, trigger: 'command', listen, ...(signal && { signal }) }));
      }
      return runs;
    },
    async reproject(brick, progress) {
      const names = named(brick);
      await mirror.writer.reproject(brick);
      let total = 0;
      for (const name of names) {
        for (let due = 1; due > 0;) {
          const step = await mirror.writer.project({ brick: name, limit: 100 });
          due = step.due;
          total += step.projected;
          progress(due);
        }
      }
      // What other bricks said meanwhile found nothing to be one with; that must not wait for the next run.
      const bricks = sync.bricks().map((view) => view.brick.name);
      await settleBindings({
        writer: mirror.writer,
        bricks,
        isStopped: () => false,
        progress: (_brick, due) => progress(due),
      });
      await sync.lookAtUnreadable();
      return total;
    },
    check: async (brick) =>
      Promise.all(named(brick).map(async (name) => ({ brick: name, findings: await sync.find(name).open.check() }))),
  };
}

function noBrick(): PermanentError {
  return new PermanentError({
    code: 'NO_BRICK',
    message: 'No brick is configured: there is nothing to do.',
    remedy: 'Add one below bricks: in the configuration.',
  });
}
