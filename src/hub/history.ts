import { userInfo } from 'node:os';
import type { HistoryDesk } from '../control/index.ts';
import type { HoldPort } from '../roles/hub/index.ts';
import type { Hub } from './hub.ts';

const MOST_HOLDS = 500;

/** Holds and history for the command line. Whoever may open its socket decides under the name of the machine's user. */
export function historyDesk(
  { mirror, sync }: Pick<Hub, 'mirror' | 'sync'>,
  holds: HoldPort,
  now: () => Date,
): HistoryDesk {
  const { reader } = mirror;
  return {
    async holds({ brick, all }) {
      if (brick !== null) sync.find(brick);
      const filter = { ...(brick === null ? {} : { brick }), ...(all ? {} : { state: 'open' as const }) };
      return (await reader.holds({ ...filter, first: MOST_HOLDS })).rows;
    },
    async hold(id, first) {
      const hold = await reader.hold(id);
      return hold && { hold, ...(await reader.holdChanges(id, { first })) };
    },
    decide: (order) => holds.decide({ ...order, by: `command line (${userInfo().username})`, at: now().toISOString() }),
    async changes(asked) {
      sync.find(asked.brick);
      return reader.changesBetween(asked);
    },
    async firstBad(asked) {
      sync.find(asked.brick);
      return reader.firstBadChange({ ...asked, until: asked.until ?? now().toISOString() });
    },
  };
}
