import type { IntakeItem, IntakeStage } from '#sdk';
import type { MoveParts } from './parts.ts';
import type { MovePlan } from './plan/plan.ts';
import { sharedTypes } from './roles.ts';
import { fillingOf } from './target.ts';

const PAGE = 200;
/** What a message that was not delivered yet would create: it goes to the new brick by itself. */
const MESSAGE = /^msg_[0-9a-f-]{36}$/;

/**
 * What is past and cannot be in the target goes on being shown, by the target, as the source said it: tickets, invoices,
 * buyers without an account. Safe to repeat. Resolves with how many they are.
 */
export async function keepPast(
  parts: Pick<MoveParts, 'mirror' | 'brick' | 'facetTypes'>,
  plan: MovePlan,
): Promise<number> {
  // A rebuild brings the records themselves.
  if (plan.way === 'rebuild') return 0;
  const { source, target } = plan;
  const { filling } = fillingOf(parts.brick(target), plan.way);
  const { facets } = parts.mirror.reader;
  let count = 0;
  for (const { name: type } of sharedTypes(parts, plan)) {
    const stage = filling.stages.find(({ kind }) => kind === type);
    for (let after: string | undefined, more = true; more;) {
      const page = await facets.page({ type, brick: source, first: PAGE, ...(after === undefined ? {} : { after }) });
      const past = page.rows.flatMap(({ row: { id, externalId, facet } }) =>
        !MESSAGE.test(externalId) && isKept(stage, { id, body: facet as IntakeItem['body'] }) ? [id] : [],
      );
      if (past.length > 0) count += await parts.mirror.writer.inherit({ source, target, type, hubIds: past });
      after = page.rows.at(-1)?.cursor;
      more = page.hasNext;
    }
  }
  return count;
}

/** Of what no stage brings, nothing can be in the target. */
function isKept(stage: IntakeStage | undefined, item: IntakeItem): boolean {
  return stage ? (stage.stays?.(item) ?? false) : true;
}
