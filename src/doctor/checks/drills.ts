import type { Config } from '../../config.ts';
import type { DatabaseState } from '../../mirror/index.ts';
import { voiceOf, type DoctorFinding } from '../finding.ts';

const { ok, warn, fail } = voiceOf('drill');
const DAY = 86_400_000;

/** Whether each brick was lately rebuilt for proof. Bricks that no drill is promised for are told of only once they had one. */
export function drillFindings(
  { recovery, bricks }: Pick<Config, 'recovery'> & { bricks: readonly DrilledBrick[] },
  database: Pick<DatabaseState, 'drills'> | null,
  now: Date,
): DoctorFinding[] {
  const drills = new Map((database?.drills ?? []).map((drill) => [drill.brick, drill]));
  const able = bricks.filter(({ connector }) => connector.sandbox).map(({ name }) => name);
  const promised = recovery?.drill ? (recovery.drill.bricks ?? able) : [];
  const names = new Set([...promised, ...able.filter((name) => drills.has(name))]);
  return [...names].map((brick) => {
    const drill = drills.get(brick);
    const mend = `mortar drill ${brick}`;
    if (!drill) return warn(brick, { code: 'DRILL_NEVER', message: 'It was never rebuilt for proof.', mend });
    if (drill.outcome !== 'passed') {
      const message = `Its last drill, of ${drill.endedAt}, failed.`;
      return fail(brick, { code: 'DRILL_FAILED', message, mend });
    }
    const days = recovery?.drill?.days;
    if (days !== undefined && promised.includes(brick) && now.getTime() - Date.parse(drill.endedAt) > days * DAY) {
      const message = `It was last rebuilt and compared at ${drill.endedAt}; every ${String(days)} days are promised.`;
      return warn(brick, { code: 'DRILL_OLD', message, mend });
    }
    return ok(brick, `It was rebuilt and compared at ${drill.endedAt}, in ${String(drill.rto)} s.`);
  });
}

interface DrilledBrick {
  name: string;
  connector: { sandbox?: unknown };
}
