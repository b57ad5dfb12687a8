import type { Logger } from 'pino';
import { PermanentError, type RoleName } from '#sdk';
import type { FacetType, FileBlobStore, Mirror, MoveRow } from '../mirror/index.ts';
import { systemTimers, type Relay } from '../outbox/index.ts';
import type {
  CutOverDone,
  CutOverHooks,
  CutOverOrder,
  MoveListener,
  MoveParts,
  MovePlan,
  MoveProgress,
  PlanOrder,
  Verdict,
} from '../recovery/index.ts';
import type { SyncService } from '../sync/index.ts';
import type { HubFlows } from './flows.ts';
import type { LiveFeed } from './live.ts';
import { primaryOf } from './outbox.ts';
import { linesFor, type Stand, type Standing } from './standing.ts';
import type { HubOptions } from './hub.ts';
import { movedOf, type Moved } from './moved.ts';
import { trialsOf, type Trials } from './trials.ts';

/** Bricks that are filled from what is held of others. Loaded when one is wanted. */
export interface Moves extends Trials, Moved {
  /** Newest first. */
  list(first: number): Promise<MoveRow[]>;
  find(id: string): Promise<MoveRow | null>;
  plan(order: PlanOrder): Promise<MovePlan>;
  /** A plan as its file names it. The signal pauses it. */
  apply(plan: Pick<MovePlan, 'id' | 'hash'>, listen: MoveListener, signal?: AbortSignal): Promise<MoveProgress>;
  /** Begins or goes on with a kept plan, and does not wait for its end. */
  start(id: string): Promise<void>;
  /** Nothing further is begun. False: it is not being applied here. */
  pause(id: string): boolean;
  verify(id: string, options: { sample: number; signal?: AbortSignal }): Promise<Verdict>;
  cutOver(order: CutOverOrder): Promise<CutOverDone & { lines: string[] }>;
  /** Facets were projected anew: what bricks go on saying for those that they replaced is shown again. */
  keepPast(): Promise<void>;
  /** How far it is in this process; null: it is not being applied here. */
  progress(id: string): MoveProgress | null;
  /** Everything that is being applied in this process. */
  going(): MoveProgress[];
  /** Waits until what is under way has stopped, resumably. */
  stop(): Promise<void>;
}

interface Around {
  mirror: Mirror;
  blobs: FileBlobStore;
  sync: SyncService;
  standing: Standing;
  flows: HubFlows;
  relay: Pick<Relay, 'wake'>;
  live: LiveFeed;
  log: Logger;
  now(): Date;
}

export function movesOf(around: Around, options: HubOptions): Moves {
  const { mirror, log } = around;
  const stopping = new AbortController();
  const load = () => import('../recovery/index.ts');
  const find = async (id: string): Promise<MoveRow | null> => (await mirror.moves.moves({ id, first: 1 }))[0] ?? null;

  const { going, applyPlan } = applications(around, options, stopping.signal);

  const trying = new Set<Promise<unknown>>();
  const moveParts = (): Promise<MoveParts> => partsOf(around, options);
  const primary = (role: RoleName): string | null => primaryOf(around, options.config.roles ?? {}, role);
  const trials = trialsOf({ ...around, find, primary, moveParts, stopping: stopping.signal, going: trying }, options);
  return {
    ...trials,
    ...movedOf({ mirror, moveParts, alerts: options.config.alerts }),
    list: (first) => mirror.moves.moves({ first }),
    find,
    async plan(order) {
      const { makePlan } = await load();
      return makePlan(await partsOf(around, options), order);
    },
    async apply({ id, hash }, listen, signal) {
      const { planOfRow } = await load();
      const row = await find(id);
      if (!row) throw unknownPlan(id);
      // The hash is the caller's: what was altered is refused.
      return applyPlan({ ...planOfRow(row.plan), hash }, listen, signal);
    },
    async start(id) {
      const { planOfRow } = await load();
      const row = await find(id);
      if (!row) throw unknownPlan(id);
      const begun = Promise.withResolvers<void>();
      applyPlan(planOfRow(row.plan), () => begun.resolve()).then(
        () => begun.resolve(),
        (error: unknown) => {
          log.error({ err: error, plan: id }, 'the plan is not being applied any more');
          begun.reject(error);
        },
      );
      await begun.promise;
    },
    pause(id) {
      const run = going.get(id);
      run?.pause();
      return run !== undefined;
    },
    async verify(id, { sample, signal = stopping.signal }) {
      const { keepReport, verifyMove } = await load();
      const parts = await partsOf(around, options);
      const report = await verifyMove(parts, { move: id, sample, signal: AbortSignal.any([signal, stopping.signal]) });
      return keepReport(parts, report);
    },
    async cutOver(order) {
      const { cutOverMove, keepMoved } = await load();
      const parts = await partsOf(around, options);
      const done = await cutOverMove(parts, hooksOf(around), order);
      // They can be made again at any time: mortar idmap, mortar redirects.
      await keepMoved(parts, order.move).catch((err: unknown) =>
        log.warn({ err, plan: order.move }, 'not all files of redirects and ids were written'),
      );
      return { ...done, lines: linesFor(done) };
    },
    keepPast: () => keepAllPast(around, options),
    progress: (id) => going.get(id)?.progress ?? null,
    going: () => [...going.values()].flatMap(({ progress }) => progress ?? []),
    async stop() {
      stopping.abort(new Error('The hub is stopping; the next apply goes on from here.'));
      await Promise.allSettled([...going.values()].map(({ ended }) => ended));
      await Promise.allSettled(trying);
    },
  };
}

/** Oldest first: who was replaced twice hands on what it had inherited. */
async function keepAllPast(around: Around, options: HubOptions): Promise<void> {
  const rows = await around.mirror.moves.moves({ first: 1_000 });
  const names = options.bricks.map(({ name }) => name);
  const cut = rows.filter(({ state, source, target }) => {
    return state === 'cut-over' && names.includes(source) && names.includes(target);
  });
  if (cut.length === 0) return;
  const { keepPast, planOfRow } = await import('../recovery/index.ts');
  const parts = await partsOf(around, options);
  const ordered = cut.sort((a, b) => ((a.cutOverAt ?? '') < (b.cutOverAt ?? '') ? -1 : 1));
  for (const { plan } of ordered) await keepPast(parts, planOfRow(plan));
}

/** An apply that is under way. */
interface Application {
  pause(): void;
  progress: MoveProgress | null;
  ended: Promise<unknown>;
}

type ApplyPlan = (plan: MovePlan, listen: MoveListener, signal?: AbortSignal) => Promise<MoveProgress>;

function applications(
  around: Around,
  options: HubOptions,
  stopping: AbortSignal,
): { going: ReadonlyMap<string, Application>; applyPlan: ApplyPlan } {
  const going = new Map<string, Application>();
  const applyPlan: ApplyPlan = async (plan, listen, signal) => {
    const { applyMove } = await import('../recovery/index.ts');
    const parts = await partsOf(around, options);
    let paused = false;
    const run: Application = {
      pause: () => {
        paused = true;
      },
      progress: null,
      ended: Promise.resolve(),
    };
    if (!going.has(plan.id)) going.set(plan.id, run);
    // Told to stop, it ends what is under way; the hub's own end does not wait for that.
    signal?.addEventListener('abort', run.pause, { once: true });
    const applied = applyMove(parts, {
      ...{ plan, target: parts.brick(plan.target), isPaused: () => paused, signal: stopping },
      listen(progress) {
        run.progress = progress;
        around.live.poke();
        listen(progress);
      },
    });
    run.ended = applied.catch(() => undefined);
    return applied.finally(() => {
      if (going.get(plan.id) === run) going.delete(plan.id);
      around.live.poke();
    });
  };
  return { going, applyPlan };
}

function unknownPlan(id: string): PermanentError {
  return new PermanentError({
    code: 'PLAN_UNKNOWN',
    message: `This hub has made no plan ${id}.`,
    remedy: 'See plans, or make one.',
  });
}

function hooksOf({ sync, flows, standing, relay }: Around): CutOverHooks {
  return {
    read: (target) => sync.sync(target, { full: true, trigger: 'cutover' }),
    follow: () => flows.follow(),
    cursors: (source, target) =>
      // As the runner of flows names how far it has followed.
      flows.list().flatMap(({ name, from, to }) => {
        if (from !== source && to !== source) return [];
        return [`flow:${name}:${from === source ? target : from}:${to === source ? target : to}`];
      }),
    async stand(stand: Stand) {
      standing.add(stand);
      await flows.rejudge();
      const { signal } = new AbortController();
      // What is still due is shown with the next run.
      await sync.project(stand.target, signal).catch(() => undefined);
      relay.wake();
    },
  };
}

async function partsOf(around: Around, options: HubOptions): Promise<MoveParts> {
  const { mirror, blobs, sync, log, now } = around;
  const { facetTypes } = (await import(options.registry)) as { facetTypes: readonly FacetType[] };
  return {
    ...{ mirror, blobs, facetTypes, log, now },
    brick: (name) => sync.find(name),
    primary: (role) => primaryOf(around, options.config.roles ?? {}, role),
    ...{ data: options.config.data, registry: options.registry },
    ...(options.extensions && { extensions: options.extensions }),
    timers: systemTimers,
    random: Math.random,
  };
}
