import { PermanentError, RetryableError, type IntakeContext, type IntakeItem, type IntakeStage } from '#sdk';
import { toFailure } from '../failures.ts';
import type { Ledger } from './ledger.ts';
import type { Patience } from './patience.ts';

export interface Placing {
  stage: IntakeStage;
  context: IntakeContext;
  ledger: Ledger;
  patience: Patience;
  /** What to do with what the target has already; null: it had nothing. */
  merge: 'take' | 'keep' | null;
  now(): Date;
  /** Something is decided about a thing. */
  told(): void;
}

/** Brings these to the target, whatever it takes; returns when each is done or failed. Throws only when it is stopped. */
export async function place(placing: Placing, items: readonly IntakeItem[]): Promise<void> {
  const { stage, ledger, patience, context } = placing;
  const before = patience.successes();
  for (let tries = 1; ; tries++) {
    context.signal.throwIfAborted();
    try {
      await tryOnce(placing, items);
      patience.succeeded();
      placing.told();
      return;
    } catch (error) {
      if (context.signal.aborted) throw error;
      const failure = toFailure(error, placing.now());
      if (error instanceof RetryableError) {
        if (await patience.wait(failure, { tries, successes: before })) continue;
      } else if (items.length > 1) {
        // Which of them it is, only one by one can tell.
        for (const item of items) await place(placing, [item]);
        return;
      }
      if (error instanceof PermanentError) patience.succeeded();
      for (const { id } of items) if (ledger.state(stage.kind, id) !== 'done') ledger.fail(stage.kind, id, failure);
      placing.told();
      return;
    }
  }
}

/** What is there already is taken over; the rest is noted as begun, on disk, before it is written. */
async function tryOnce(placing: Placing, items: readonly IntakeItem[]): Promise<void> {
  const { stage, ledger, context } = placing;
  const { kind } = stage;
  const absent: IntakeItem[] = [];
  for (const item of items) {
    if (ledger.state(kind, item.id) === 'done') continue;
    const targetId = mayBeThere(placing, item) ? await stage.find(item, context) : null;
    if (targetId === null) absent.push(item);
    else ledger.done(kind, await takeOver(placing, item, targetId));
  }
  if (absent.length === 0) return;
  await ledger.begin(
    kind,
    absent.map(({ id }) => id),
  );
  const placed = await stage.put(absent, context);
  ledger.done(kind, placed);
  const named = new Set(placed.map(({ id }) => id));
  const silent = absent.filter(({ id }) => !named.has(id));
  if (silent.length > 0)
    throw new PermanentError({
      code: 'INTAKE_UNANSWERED',
      message: `The connector did not say what became of ${kind} ${silent
        .map(({ id }) => id)
        .join(', ')
        .slice(0, 200)}.`,
      remedy: 'Tell whoever maintains the connector; then apply the plan again, which looks for them first.',
    });
}

function mayBeThere({ stage, ledger, merge }: Placing, { id }: IntakeItem): boolean {
  return stage.merges === true || merge !== null || ledger.state(stage.kind, id) !== null;
}

/** What an earlier try of ours left may be half of it: it is said again. What the target had itself stays, or is not asked. */
async function takeOver(
  { stage, ledger, merge, context }: Placing,
  item: IntakeItem,
  targetId: string,
): Promise<Awaited<ReturnType<IntakeStage['put']>>> {
  const isOurs = ledger.state(stage.kind, item.id) !== null;
  const plain = [{ id: item.id, targetId }];
  if (!stage.take || (!isOurs && merge === 'keep')) return plain;
  return stage.take(item, targetId, context);
}
