import type { BindOutcome } from '../mirror/index.ts';
import type { HubStatus } from '../roles/hub/index.ts';
import { settleBindings } from '../sync/index.ts';
import type { Hub } from './hub.ts';

/** Bindings by hand. Once they are on disk, what follows from them is projected in the background. */
export function handBindings({ mirror, sync }: Pick<Hub, 'mirror' | 'sync'>): Pick<HubStatus, 'bind' | 'unbind'> {
  const followed = (answer: BindOutcome): BindOutcome => {
    const bricks = sync.bricks().map(({ brick }) => brick.name);
    // What fails or is cut off stays on the mirror's lists: the next run does it.
    if (answer.outcome === 'done')
      settleBindings({ writer: mirror.writer, bricks, isStopped: () => false, projectFirst: true }).catch(
        () => undefined,
      );
    return answer;
  };
  return {
    bind: async (order) => followed(await mirror.writer.bind(order)),
    unbind: async (order) => followed(await mirror.writer.unbind(order)),
  };
}
