import type { HoldPort } from '../roles/hub/index.ts';
import { settleBindings } from '../sync/index.ts';
import type { Hub } from './hub.ts';

/** Decisions about holds. Once one is on disk, and shown, what other bricks say of the same is compared with it. */
export function decidedHolds({ mirror, sync, relay }: Pick<Hub, 'mirror' | 'sync' | 'relay'>): HoldPort {
  return {
    async decide(order) {
      const outcome = await mirror.writer.decideHold(order);
      if (outcome.outcome !== 'done') return outcome;
      await sync.lookAtHolds(outcome.hold.brick);
      if (outcome.hold.direction === 'outgoing') {
        relay.wake();
        return outcome;
      }
      const bricks = sync.bricks().map(({ brick }) => brick.name);
      // What fails or is cut off stays on the mirror's lists: the next run does it.
      settleBindings({ writer: mirror.writer, bricks, isStopped: () => false }).catch(() => undefined);
      return outcome;
    },
  };
}
