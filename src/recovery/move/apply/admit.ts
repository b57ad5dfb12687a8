import type { MoveRow } from '../../../mirror/index.ts';
import type { Brick } from '../../../sync/index.ts';
import { refuseMove } from '../failures.ts';
import type { MoveParts } from '../parts.ts';
import type { MovePlan } from '../plan/plan.ts';
import { fillingOf, fingerprintOf } from '../target.ts';

const AGAIN = 'Make a new one: mortar plan.';

/** The plan as it was kept. Throws PLAN_UNKNOWN, PLAN_ALTERED or PLAN_APPLIED. */
export async function knownPlan(
  parts: Pick<MoveParts, 'mirror'>,
  plan: Pick<MovePlan, 'id' | 'hash'>,
): Promise<MoveRow> {
  const [row] = await parts.mirror.moves.moves({ id: plan.id, first: 1 });
  if (!row) throw refuseMove('PLAN_UNKNOWN', `This hub has made no plan ${plan.id}.`, AGAIN);
  if (row.hash !== plan.hash) throw refuseMove('PLAN_ALTERED', 'The plan was altered after it was made.', AGAIN);
  if (row.state === 'applied' || row.state === 'cut-over')
    throw refuseMove('PLAN_APPLIED', 'The plan was applied already: nothing is done twice.', AGAIN);
  return row;
}

/** Whether a plan may be begun, or gone on with. Throws PLAN_EXPIRED, PLAN_STALE or TARGET_NOT_EMPTY. */
export async function admit(parts: MoveParts, plan: MovePlan, target: Brick, row: MoveRow): Promise<void> {
  if (fingerprintOf(target) !== plan.base.target)
    throw refuseMove('PLAN_STALE', `${target.name} is set up otherwise than when it was planned.`, AGAIN);
  if (row.state !== 'planned') return;
  if (parts.now().getTime() > Date.parse(plan.expiresAt))
    throw refuseMove('PLAN_EXPIRED', `The plan was good until ${plan.expiresAt}.`, AGAIN);
  if (!plan.asOf) await checkBase(parts, plan);
  const { intake } = fillingOf(target, plan.way);
  const there = (await intake.contents()).filter(({ count }) => count > 0);
  if (there.length > 0 && plan.merge === null)
    throw refuseMove(
      'TARGET_NOT_EMPTY',
      `${target.name} holds ${there.map(({ kind, count }) => `${String(count)} ${kind}`).join(', ')}.`,
      'Empty it, or say what becomes of them: mortar plan … --merge take|keep.',
    );
}

/** Also where nothing was ever published: that it is still so is what the plan says. */
async function checkBase({ mirror }: MoveParts, { source, base }: MovePlan): Promise<void> {
  const position = await mirror.moves.position(source);
  if ((position?.token ?? '') === base.source) return;
  throw refuseMove('PLAN_STALE', `${source} has said more since the plan was made.`, AGAIN);
}
