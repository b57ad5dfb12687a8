import type { IntakeStage, JsonObject } from '#sdk';
import { newHubId, type MirrorReader } from '../../../mirror/index.ts';
import { refuseMove } from '../failures.ts';
import type { MoveParts } from '../parts.ts';
import { openSource, type MoveSource } from '../source.ts';
import { checkTarget, fillingOf, fingerprintOf, type Way } from '../target.ts';
import { countStage } from './count-stage.ts';
import { sealed, type MovePlan, type PlannedLoss, type PlannedStage } from './plan.ts';

const GOOD_FOR_HOURS = 24;
/** Until a rehearsal has measured it. */
const BYTES_PER_SECOND = 2_000_000;
const PARALLEL = 4;

export interface PlanOrder {
  way: Way;
  source: string;
  target: string;
  /** RFC 3339; null: as it is now. */
  asOf: string | null;
  merge: 'take' | 'keep' | null;
  by: string;
}

/** Makes a plan and keeps it. Writes nothing to the target. */
export async function makePlan(parts: MoveParts, order: PlanOrder): Promise<MovePlan> {
  const { mirror, now } = parts;
  const source = parts.brick(order.source);
  const target = parts.brick(order.target);
  checkTarget(source, target, order.way);
  const { intake, filling } = fillingOf(target, order.way);
  const createdAt = now().toISOString();
  const at = await timeOf(parts, order, createdAt);
  const position = await mirror.moves.position(order.source);
  const beganAt = performance.now();
  const contents = await intake.contents();
  const requestMs = Math.round((performance.now() - beganAt) / Math.max(1, contents.length));
  refuseFull(order, contents);
  const rights = await intake.rights();
  const choice = { way: order.way, source: order.source, at, asOf: order.asOf !== null };
  const opened = await openSource(parts, choice);
  try {
    const { stages, losses } = await count(parts, filling.stages, { opened, order, at });
    const plan = sealed({
      ...{ version: 1, id: newHubId('plan'), ...choice, target: order.target, merge: order.merge },
      base: { source: choice.asOf ? at : (position?.token ?? ''), target: fingerprintOf(target) },
      ...{ createdAt, expiresAt: new Date(now().getTime() + GOOD_FOR_HOURS * 3_600_000).toISOString() },
      ...{ stages, losses, contents: [...contents] },
      rights: rights.map(({ subject, state, message, remedy }) => ({
        ...{ subject, state, message },
        ...(remedy !== undefined && { remedy }),
      })),
      estimate: estimateOf(stages, requestMs, intake.parallel ?? PARALLEL),
    });
    const { id, way, hash } = plan;
    const kept = { id, way, hash, source: order.source, target: order.target, at: createdAt, by: order.by };
    await mirror.writer.createMove({ ...kept, plan: JSON.parse(JSON.stringify(plan)) as JsonObject });
    return plan;
  } finally {
    await opened.close();
  }
}

async function timeOf({ mirror, now }: MoveParts, { source, asOf }: PlanOrder, createdAt: string): Promise<string> {
  if (asOf === null) return createdAt;
  const time = new Date(asOf);
  if (Number.isNaN(time.getTime()) || time > now())
    throw refuseMove('AS_OF_INVALID', `"${asOf}" is no past time.`, 'Write it as 2026-08-15T03:00:00Z.');
  const position = await mirror.moves.position(source);
  if (position && time >= new Date(position.first)) return time.toISOString();
  throw refuseMove(
    'AS_OF_BEFORE_FIRST',
    position ? `The mirror knows ${source} since ${position.first}.` : `The mirror knows nothing of ${source}.`,
    'Name a later time.',
  );
}

function refuseFull({ target, merge }: PlanOrder, contents: readonly { kind: string; count: number }[]): void {
  const there = contents.filter(({ count }) => count > 0);
  if (there.length === 0 || merge !== null) return;
  throw refuseMove(
    'TARGET_NOT_EMPTY',
    `${target} holds ${there.map(({ kind, count }) => `${String(count)} ${kind}`).join(', ')}.`,
    'Empty it, or say what becomes of what it has in common with the source: --merge take|keep.',
  );
}

async function count(
  { blobs, mirror, facetTypes }: MoveParts,
  filled: readonly IntakeStage[],
  { opened, order, at }: { opened: MoveSource; order: PlanOrder; at: string },
): Promise<{ stages: PlannedStage[]; losses: PlannedLoss[] }> {
  const stages: PlannedStage[] = [];
  const losses: PlannedLoss[] = [];
  for (const stage of filled) {
    const counted = await countStage(stage, opened, blobs);
    stages.push(counted.stage);
    losses.push(...counted.losses);
  }
  const brought = new Set(stages.map(({ kind }) => kind));
  if (order.way === 'swap') {
    for (const { name } of facetTypes.filter((type) => !brought.has(type.name)))
      losses.push(...notBrought(name, await mirror.reader.facets.count({ type: name, brick: order.source })));
  } else {
    for (const kind of await kindsOf(mirror.reader, order.source)) {
      if (brought.has(kind)) continue;
      losses.push(...notBrought(kind, (await mirror.moves.parentsAt({ brick: order.source, kind, at })).length));
    }
  }
  return { stages, losses };
}

async function kindsOf(reader: MirrorReader, brick: string): Promise<string[]> {
  return (await reader.streams(brick)).map(({ kind }) => kind);
}

function notBrought(kind: string, found: number): PlannedLoss[] {
  if (found === 0) return [];
  const reason = {
    en: 'Not brought as itself: only what other kinds carry of it.',
    fr: 'N’est pas repris en tant que tel : seulement ce que d’autres éléments en portent.',
  };
  const remedy = {
    en: 'It stays in the mirror, and answers there under the same ids.',
    fr: 'Cela reste dans le miroir, et y répond sous les mêmes identifiants.',
  };
  return [{ kind, field: '*', count: found, reason, remedy }];
}

function estimateOf(stages: readonly PlannedStage[], requestMs: number, parallel: number): MovePlan['estimate'] {
  const requests = stages.reduce((sum, one) => sum + one.requests, 0);
  const bytes = stages.reduce((sum, one) => sum + one.bytes, 0);
  const seconds = (requests * requestMs) / parallel / 1000 + bytes / BYTES_PER_SECOND;
  return { seconds: Math.ceil(seconds), requestMs, bytes, measured: 'probe' };
}
