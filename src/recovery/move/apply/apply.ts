import { buffer } from 'node:stream/consumers';
import { RetryableError, type BrickIntake, type IntakeContext } from '#sdk';
import type { MoveState } from '../../../mirror/index.ts';
import { mirrorView, type Brick } from '../../../sync/index.ts';
import { moveLocked, toFailure } from '../failures.ts';
import type { MoveParts } from '../parts.ts';
import type { MovePlan } from '../plan/plan.ts';
import { openSource, type MoveSource } from '../source.ts';
import { fillingOf } from '../target.ts';
import { admit, knownPlan } from './admit.ts';
import { openJournal, type Journal } from './journal.ts';
import { openLedger, type Ledger } from './ledger.ts';
import { patience, type Patience } from './patience.ts';
import { spentBefore, toJson, type MoveListener, type MoveProgress } from './progress.ts';
import { applyStage } from './stage.ts';

const LOCK = '#move';
const PARALLEL = 4;
/** How often, in milliseconds, it is kept how far it is. */
const NOTED_EVERY = 2_000;

export interface Applying {
  plan: MovePlan;
  target: Brick;
  /** Nothing further is begun; what is under way ends. */
  isPaused(): boolean;
  /** Everything stops at once; the next apply goes on. */
  signal: AbortSignal;
  listen?: MoveListener;
}

/** Applies a plan, or goes on with one. Resolves with how it ended; throws what made it impossible to begin or go on. */
export async function applyMove(parts: MoveParts, applying: Applying): Promise<MoveProgress> {
  const { mirror } = parts;
  const { plan, target } = applying;
  const release = await mirror.lockBrick(LOCK);
  if (!release) throw moveLocked();
  try {
    const row = await knownPlan(parts, plan);
    await admit(parts, plan, target, row);
    const startedAt = row.startedAt ?? parts.now().toISOString();
    const begun = { id: plan.id, state: 'applying', startedAt, endedAt: null } as const;
    await mirror.writer.noteMove({ ...begun, from: ['planned', 'applying', 'paused', 'partial'] });
    const journal = openJournal(mirror.writer, plan.id);
    const ledger = await openLedger(mirror.moves, plan.id, { journal, now: () => parts.now(), planned: plan.stages });
    const source = await openSource(parts, plan);
    try {
      return await session(parts, applying, { journal, ledger, source, spent: spentBefore(row.progress) });
    } finally {
      await source.close();
    }
  } finally {
    await release();
  }
}

interface Session {
  journal: Journal;
  ledger: Ledger;
  source: MoveSource;
  spent: { ms: number; waitingMs: number };
}

async function session(parts: MoveParts, applying: Applying, { journal, ledger, source, spent }: Session) {
  const { plan, target, signal, isPaused } = applying;
  const { intake, filling } = fillingOf(target, plan.way);
  const telling = teller(parts, applying, { ledger, spent });
  const tolerant = patience({ ...parts, signal, told: () => telling.tell(tolerant) });
  const context = contextOf(parts, { plan, target, ledger, source, signal });
  const work = {
    ...{ context, ledger, source, isPaused, patience: tolerant, merge: plan.merge },
    parallel: intake.parallel ?? PARALLEL,
    now: () => parts.now(),
    told: () => telling.tell(tolerant),
  };
  target.resetWaiting();
  try {
    for (const stage of filling.stages) {
      if (isPaused()) break;
      telling.stage(stage.kind);
      await applyStage(work, stage);
      // What comes next may look for what was placed.
      await journal.flush();
    }
    if (!isPaused()) await finish(intake, context, tolerant, () => parts.now());
    telling.stage(null);
    await journal.flush();
    return await telling.end(isPaused() ? 'paused' : ledger.counts().failed > 0 ? 'partial' : 'applied', tolerant);
  } catch (error) {
    await journal.flush().catch(() => undefined);
    await telling.keep(tolerant).catch(() => undefined);
    throw error;
  }
}

/** Indexes and caches: as patient as with things. */
async function finish(intake: BrickIntake, context: IntakeContext, tolerant: Patience, now: () => Date): Promise<void> {
  for (let tries = 1; intake.finish; tries++) {
    try {
      return await intake.finish(context);
    } catch (error) {
      context.signal.throwIfAborted();
      if (!(error instanceof RetryableError)) throw error;
      await tolerant.wait(toFailure(error, now()), { tries, successes: tolerant.successes() });
    }
  }
}

function contextOf(
  parts: MoveParts,
  {
    plan,
    target,
    ledger,
    source,
    signal,
  }: { plan: MovePlan; target: Brick; ledger: Ledger; source: MoveSource; signal: AbortSignal },
): IntakeContext {
  return {
    plan: plan.id,
    placed: (kind, id) => ledger.placed(kind, id),
    source: (kind, ids) => source.byIds(kind, ids),
    children: (kind, parent) => source.children(kind, parent),
    async blob(sha256) {
      const stored = await parts.blobs.read(sha256);
      return stored && new Uint8Array(await buffer(stored.stream()));
    },
    target: mirrorView(parts.mirror.reader, target.name),
    get now() {
      return parts.now();
    },
    signal,
  };
}

/** Says how far it is: to who listens at every step, to the mirror now and then. */
function teller(
  parts: MoveParts,
  { plan, target, listen }: Applying,
  { ledger, spent }: { ledger: Ledger; spent: { ms: number; waitingMs: number } },
) {
  const { mirror, now } = parts;
  const beganAt = now().getTime();
  const decidedBefore = decided(ledger);
  const total = plan.stages.reduce((sum, { count, leftOut }) => sum + count + leftOut, 0);
  let stage: string | null = null;
  let keptAt = beganAt;
  const progress = (tolerant: Patience, state: MoveState = 'applying'): MoveProgress => {
    const { done, failed, 'left-out': leftOut } = ledger.counts();
    const ms = now().getTime() - beganAt;
    const speed = (decided(ledger) - decidedBefore) / Math.max(1, ms);
    const left = Math.max(0, total - decided(ledger));
    return {
      ...{
        move: plan.id,
        target: plan.target,
        state,
        stage,
        total,
        done,
        failed,
        leftOut,
        waiting: tolerant.waitingFor(),
      },
      ...{ ms: spent.ms + ms, waitingMs: spent.waitingMs + Math.round(target.waitingMs()) },
      secondsLeft: speed > 0 ? Math.round(left / speed / 1000) : null,
    };
  };
  const keep = async (tolerant: Patience): Promise<void> => {
    keptAt = now().getTime();
    await mirror.writer.noteMove({ id: plan.id, progress: toJson(progress(tolerant)) });
  };
  return {
    stage(kind: string | null) {
      stage = kind;
    },
    tell(tolerant: Patience) {
      listen?.(progress(tolerant));
      // Only for who looks: what counts is kept with each thing.
      if (now().getTime() - keptAt >= NOTED_EVERY) void keep(tolerant).catch(() => undefined);
    },
    keep,
    async end(state: MoveState, tolerant: Patience): Promise<MoveProgress> {
      const last = { ...progress(tolerant, state), secondsLeft: null };
      const endedAt = now().toISOString();
      await mirror.writer.noteMove({ id: plan.id, state, endedAt, progress: toJson(last) });
      listen?.(last);
      return last;
    },
  };
}

function decided(ledger: Ledger): number {
  const { done, failed, 'left-out': leftOut } = ledger.counts();
  return done + failed + leftOut;
}
