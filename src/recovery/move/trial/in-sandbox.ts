import { cp, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import type { Connector, RoleName } from '#sdk';
import { openBlobs, openMirror, ThrowAwayFolder } from '../../../mirror/index.ts';
import type { FacetType, MirrorReader, MoveReader, OpenedMirror } from '../../../mirror/index.ts';
import type { Timers } from '../../../outbox/index.ts';
import { openBrick, type Brick, type BrickSettings } from '../../../sync/index.ts';
import { applyMove } from '../apply/apply.ts';
import type { MoveListener } from '../apply/progress.ts';
import { refuseMove } from '../failures.ts';
import type { MoveParts } from '../parts.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { MovePlan } from '../plan/plan.ts';
import { fillingOf, type Way } from '../target.ts';
import { keepReport } from '../verify/keep-report.ts';
import { verifyMove } from '../verify/verify.ts';
import { estimated, judged, refusalsOf } from './judge.ts';
import { nothingYet, problemOf, type TrialOutcome } from './outcome.ts';

/** Folder of trials below the data folder. */
const TRIALS = 'trials';
const BRICK = 'trial';
const SEED = 1;
const PARALLEL = 4;

/** What is tried: everything that a brick said, brought into a throw-away brick. */
export interface TrialOrder {
  /** Null: as a rebuild where the connector can, else as a swap to its own kind. */
  way: Way | null;
  source: BrickSettings;
  /** Whose sandbox is filled. */
  into: Connector;
  /** RFC 3339; null: as it is now. */
  asOf: string | null;
  /** The plan that is rehearsed: its probe of the real target; null: none. */
  plan: Pick<MovePlan, 'stages' | 'estimate'> | null;
  /** Where the report is kept; what lies there is replaced. Absolute. */
  report: string;
  /** Public pages of the sandbox that a witness looks at. */
  sample: number;
}

export interface TrialParts {
  /** The hub's data folder. */
  data: string;
  view: { reader: MirrorReader; moves: MoveReader };
  facetTypes: readonly FacetType[];
  registry: string;
  extensions: readonly string[];
  primary(role: RoleName): string | null;
  log: Logger;
  timers: Timers;
  now(): Date;
  random(): number;
  signal: AbortSignal;
  listen?: MoveListener;
}

/**
 * Fills a fresh sandbox and compares. Reads the hub's mirror and writes to none but its own, which is thrown away with
 * the sandbox, at whatever end. Never throws: what made it impossible is the outcome.
 */
export async function tryInSandbox(parts: TrialParts, order: TrialOrder): Promise<TrialOutcome> {
  const startedAt = parts.now().toISOString();
  const began = performance.now();
  const outcome = nothingYet(startedAt, 'sandbox');
  const ended = (): Pick<TrialOutcome, 'endedAt' | 'ms'> => {
    return { endedAt: parts.now().toISOString(), ms: Math.round(performance.now() - began) };
  };
  ThrowAwayFolder.sweep(parts.data, TRIALS);
  const folder = new ThrowAwayFolder(parts.data, TRIALS);
  try {
    const data = folder.make();
    const found = await filledAndCompared(parts, order, data);
    return { ...outcome, ...found, ...ended() };
  } catch (error) {
    return { ...outcome, ...ended(), problem: problemOf(error) };
  } finally {
    folder.close();
  }
}

async function filledAndCompared(parts: TrialParts, order: TrialOrder, data: string): Promise<Partial<TrialOutcome>> {
  const { into, source } = order;
  const { sandbox: start } = into;
  if (!start) throw noSandbox(into.name);
  const place = join(data, 'sandbox');
  await mkdir(place);
  const sandbox = await start({ seed: SEED, bornAt: parts.now(), fresh: true, folder: place, peers: {} });
  try {
    const blobs = openBlobs(parts.data);
    const tools = { log: parts.log, now: () => parts.now() };
    // What is read back stays out of the hub's own blobs.
    const target = openBrick(
      {
        ...{ name: BRICK, connector: into, settings: into.settings.parse(sandbox.settings) },
        ...{ schedule: source.schedule, holds: source.holds, standby: true, replaces: source.name },
      },
      { ...tools, blobs: openBlobs(data) },
    );
    try {
      const mirror = await ownMirror(parts, order, data);
      try {
        const trial = { target, source: lazyBrick(source, { ...tools, blobs }) };
        return await tried(partsFor(parts, { data, mirror, blobs, trial }), order, { target, parts });
      } finally {
        await mirror.close();
      }
    } finally {
      await target.close();
    }
  } finally {
    await sandbox.close();
  }
}

async function tried(
  parts: MoveParts,
  { way, source, asOf, plan: rehearsed, report: keepIn, sample, into }: TrialOrder,
  { target, parts: { signal, listen } }: { target: Brick; parts: TrialParts },
): Promise<Partial<TrialOutcome>> {
  const { intake } = target.open;
  if ((await intake?.contents())?.some(({ count }) => count > 0)) throw noSandbox(into.name);
  const chosen = way ?? (intake?.records ? 'rebuild' : 'swap');
  const ordered = { way: chosen, source: source.name, target: BRICK, asOf, merge: null, by: 'trial' } as const;
  const plan = await makePlan(parts, ordered);
  const progress = await applyMove(parts, {
    ...{ plan, target, isPaused: () => false, signal },
    ...(listen && { listen }),
  });
  const report = await verifyMove(parts, { move: plan.id, sample, signal });
  const { folder } = await keepReport(parts, report);
  await moved(folder, keepIn);
  const { ms, waitingMs, done, failed, leftOut, total } = progress;
  const measured = { where: 'sandbox', ms, waitingMs, decided: done + failed + leftOut, total } as const;
  const parallel = fillingOf(target, chosen).intake.parallel ?? PARALLEL;
  return {
    ...judged(progress, report, { sampled: false }),
    ...{ applyMs: ms, waitingMs, folder: keepIn, refusals: await refusalsOf(parts.mirror.moves, plan.id) },
    estimatedSeconds: rehearsed ? estimated(rehearsed, measured, parallel) : null,
  };
}

async function moved(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await cp(from, to, { recursive: true });
}

/** Where the trial keeps its plan and how far it is. */
function ownMirror({ registry, extensions }: TrialParts, { into }: TrialOrder, data: string): Promise<OpenedMirror> {
  return openMirror({ data, registry, extensions, bricks: [{ name: BRICK, connector: into.name }] });
}

function partsFor(
  parts: TrialParts,
  {
    data,
    mirror,
    blobs,
    trial,
  }: {
    data: string;
    mirror: OpenedMirror;
    blobs: MoveParts['blobs'];
    trial: { target: Brick; source: Brick };
  },
): MoveParts {
  const { view, facetTypes, registry, extensions, log, timers, primary, now, random } = parts;
  const { moves, moveItems, moveCounts, drills } = mirror.moves;
  return {
    mirror: {
      reader: view.reader,
      writer: mirror.writer,
      // What was said is the hub's; what is brought is the trial's.
      moves: { ...view.moves, moves, moveItems, moveCounts, drills },
      lockBrick: (brick) => mirror.lockBrick(brick),
    },
    brick: (name) => (name === BRICK ? trial.target : trial.source),
    ...{ blobs, facetTypes, registry, extensions, log, timers, data, primary, now, random },
  };
}

/** Opened only where its streams are asked for: nothing is asked of the brick itself. */
function lazyBrick(settings: BrickSettings, tools: Parameters<typeof openBrick>[1]): Brick {
  let opened: Brick | null = null;
  const brick = (): Brick => (opened ??= openBrick(settings, tools));
  return {
    ...settings,
    get open() {
      return brick().open;
    },
    waitingMs: () => 0,
    resetWaiting: () => undefined,
    breaker: () => 'closed',
    interval: 0,
    close: async () => opened?.close(),
  };
}

const noSandbox = (connector: string): Error =>
  refuseMove(
    'SANDBOX_MISSING',
    `The connector ${connector} has no sandbox that begins empty.`,
    'Try the beginning of the plan in the target itself: mortar rehearse PLAN --sample 200.',
  );
