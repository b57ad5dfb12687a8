import type { IntakeItem, IntakeStage } from '#sdk';
import type { MoveSource } from '../source.ts';
import { eachOf, openLanes, type Lanes } from './lanes.ts';
import { place, type Placing } from './placing.ts';

export interface StageWork extends Omit<Placing, 'stage'> {
  source: MoveSource;
  parallel: number;
  /** Nothing further is begun. */
  isPaused(): boolean;
}

/** Brings all things of one kind, what others need first. */
export async function applyStage(work: StageWork, stage: IntakeStage): Promise<void> {
  const lanes = openLanes();
  if (!stage.needs) return applyWave(work, stage, lanes, wanted(work, stage, work.source.pages(stage.kind)));
  const all: IntakeItem[] = [];
  for await (const item of wanted(work, stage, work.source.pages(stage.kind))) all.push(item);
  for (let rest = all; rest.length > 0 && !work.isPaused();) {
    const waiting = new Set(rest.map(({ id }) => id));
    const needsNobody = ({ id }: IntakeItem, needed: string | null): boolean =>
      needed === null || needed === id || !waiting.has(needed);
    const ready = rest.filter((item) => needsNobody(item, stage.needs?.(item) ?? null));
    // Those that wait for one another in a circle: nobody can be first.
    if (ready.length === 0) return rest.forEach((item) => fail(work, stage, item, 'INTAKE_CIRCLE'));
    const [orphans, able] = split(ready, (item) => isOrphan(work, stage, item));
    for (const item of orphans) fail(work, stage, item, 'INTAKE_NEEDED_FAILED');
    await applyWave(work, stage, lanes, able);
    const gone = new Set(ready);
    rest = rest.filter((item) => !gone.has(item));
  }
}

async function applyWave(
  work: StageWork,
  stage: IntakeStage,
  lanes: Lanes,
  items: AsyncIterable<IntakeItem> | Iterable<IntakeItem>,
): Promise<void> {
  const placing = { ...work, stage };
  await eachOf(batches(work, items, stage.batch ?? 1), work.parallel, async (batch) => {
    const taken = [...new Set(batch.flatMap((item) => stage.lane?.(item) ?? []))];
    await lanes.through(taken, () => place(placing, batch));
  });
}

/** Those that are still to be brought; what is left out is noted. */
async function* wanted(
  { ledger, isPaused, now, told }: StageWork,
  stage: IntakeStage,
  pages: AsyncIterable<IntakeItem[]>,
): AsyncGenerator<IntakeItem> {
  for await (const page of pages) {
    for (const item of page) {
      if (isPaused()) return;
      const state = ledger.state(stage.kind, item.id);
      if (state === 'done' || state === 'left-out') continue;
      const verdict = stage.wants?.(item) ?? true;
      if (verdict === true) yield item;
      else {
        const remedy = verdict.fr;
        ledger.leaveOut(stage.kind, item.id, {
          ...{ code: 'INTAKE_LEFT_OUT', message: verdict.en, remedy, detail: null },
          at: now().toISOString(),
        });
        told();
      }
    }
  }
}

async function* batches(
  { isPaused }: StageWork,
  items: AsyncIterable<IntakeItem> | Iterable<IntakeItem>,
  size: number,
): AsyncGenerator<IntakeItem[]> {
  let batch: IntakeItem[] = [];
  for await (const item of items) {
    if (isPaused()) return;
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** What it hangs on was refused. */
function isOrphan({ ledger }: StageWork, stage: IntakeStage, item: IntakeItem): boolean {
  const needed = stage.needs?.(item) ?? null;
  return needed !== null && needed !== item.id && ledger.state(stage.kind, needed) === 'failed';
}

function fail({ ledger, now, told }: StageWork, { kind }: IntakeStage, { id }: IntakeItem, code: string): void {
  const circle = code === 'INTAKE_CIRCLE';
  ledger.fail(kind, id, {
    code,
    message: circle ? 'It and others need one another, in a circle.' : 'What it hangs on was refused.',
    remedy: circle
      ? 'Mend it in the target by hand.'
      : 'Mend what it hangs on, and apply the plan again: what failed is tried again.',
    detail: null,
    at: now().toISOString(),
  });
  told();
}

function split<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  const first: T[] = [];
  const second: T[] = [];
  for (const one of all) (isFirst(one) ? first : second).push(one);
  return [first, second];
}
