import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Brick } from '../../../sync/index.ts';
import { applyMove } from '../apply/apply.ts';
import type { MoveListener } from '../apply/progress.ts';
import { csvOf } from '../csv.ts';
import type { MoveParts } from '../parts.ts';
import type { MovePlan } from '../plan/plan.ts';
import { verifyMove } from '../verify/verify.ts';
import { estimated, judged, refusalsOf } from './judge.ts';
import { nothingYet, problemOf, type TrialOutcome } from './outcome.ts';

const PAGE = 5_000;
const PARALLEL = 4;

export interface Sampling {
  plan: MovePlan;
  target: Brick;
  /** How many things of the plan's beginning are brought. */
  sample: number;
  signal: AbortSignal;
  listen?: MoveListener;
}

/**
 * Brings the first things of a plan to the target itself, as apply would: what they need comes before them. Nothing can
 * be taken back from every vendor's system, so nothing is: what was created is named, and apply goes on from there.
 */
export async function tryInTarget(
  parts: MoveParts,
  { plan, target, sample, signal, listen }: Sampling,
): Promise<TrialOutcome> {
  const outcome = nothingYet(parts.now().toISOString(), 'target');
  const began = performance.now();
  let decided = 0;
  const progress = await applyMove(parts, {
    ...{ plan, target, signal, isPaused: () => decided >= sample },
    listen(one) {
      decided = one.done + one.failed + one.leftOut;
      listen?.(one);
    },
  });
  const { ms, waitingMs, done, failed, leftOut, total } = progress;
  const sampled = progress.state === 'paused';
  const found: TrialOutcome = {
    ...outcome,
    ...{ applyMs: ms, waitingMs, total, done, failed, leftOut },
    ...{ refusals: await refusalsOf(parts.mirror.moves, plan.id), created: await named(parts, plan.id) },
    estimatedSeconds: estimated(
      plan,
      { where: 'target', ms, waitingMs, decided: done + failed + leftOut, total },
      target.open.intake?.parallel ?? PARALLEL,
    ),
  };
  const ended = (): Pick<TrialOutcome, 'endedAt' | 'ms'> => {
    return { endedAt: parts.now().toISOString(), ms: Math.round(performance.now() - began) };
  };
  try {
    const report = await verifyMove(parts, { move: plan.id, sample: 0, signal });
    return { ...found, ...judged(progress, report, { sampled }), ...ended() };
  } catch (error) {
    return { ...found, ...ended(), problem: problemOf(error) };
  }
}

/** Writes what lies in the target now beside the plan, and counts it. */
async function named({ data, mirror }: MoveParts, move: string): Promise<TrialOutcome['created']> {
  const counts = new Map<string, number>();
  const folder = join(data, 'moves', move);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = await open(join(folder, 'created.csv'), 'w', 0o600);
  try {
    await file.writeFile(csvOf([['kind', 'id', 'targetId']]));
    for (let after: { kind: string; id: string } | undefined; ;) {
      const page = await mirror.moves.moveItems({ move, states: ['done'], first: PAGE, ...(after ? { after } : {}) });
      for (const { kind } of page) counts.set(kind, (counts.get(kind) ?? 0) + 1);
      const rows = page.map(({ kind, id, targetId }) => [kind, id, targetId ?? '']);
      if (rows.length > 0) await file.writeFile(csvOf(rows));
      const last = page.at(-1);
      if (!last || page.length < PAGE) break;
      after = { kind: last.kind, id: last.id };
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return [...counts].map(([kind, count]) => ({ kind, count }));
}
