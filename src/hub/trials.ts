import { join } from 'node:path';
import { PermanentError, type RoleName } from '#sdk';
import { newHubId, type DrillRow, type Mirror, type MoveRow } from '../mirror/index.ts';
import type { MoveListener, MoveParts, TrialOutcome, TrialStart } from '../recovery/index.ts';
import type { BrickSettings, SyncService } from '../sync/index.ts';
import type { HubOptions } from './hub.ts';

export interface RehearseOrder {
  id: string;
  /** Brings so many things of the plan's beginning to the target itself; null: all of it to a sandbox. */
  sample: number | null;
}

/** Plans are rehearsed and bricks rebuilt for proof, in throw-away bricks. */
export interface Trials {
  /** What the last rehearsal of a plan has shown; null: there was none. */
  rehearsal(id: string): Promise<TrialOutcome | null>;
  rehearse(order: RehearseOrder, listen: MoveListener, signal?: AbortSignal): Promise<TrialOutcome>;
  /** Begins one and does not wait for its end. */
  beginRehearsal(order: RehearseOrder): Promise<void>;
  /** Ids of plans that are being rehearsed in this process. */
  rehearsing(): readonly string[];
  /** Rebuilds a brick into a sandbox, compares, and keeps how long that took. */
  drill(brick: string, listen: MoveListener, signal?: AbortSignal): Promise<DrillRow>;
  /** Begins one and does not wait for its end. */
  beginDrill(brick: string): Promise<void>;
  drilling(): readonly string[];
  /** Newest first. */
  drills(filter: { brick?: string; first: number }): Promise<DrillRow[]>;
  /** Bricks that can be drilled: those whose connector fills a sandbox of its own. */
  able(): readonly string[];
}

export interface TrialParts {
  mirror: Pick<Mirror, 'writer' | 'moves' | 'lockBrick'>;
  sync: SyncService;
  primary(role: RoleName): string | null;
  find(id: string): Promise<MoveRow | null>;
  moveParts(): Promise<MoveParts>;
  /** What is begun ends with it. */
  stopping: AbortSignal;
  /** Waited for when the hub stops. */
  going: Set<Promise<unknown>>;
  now(): Date;
}

const ROLES: readonly RoleName[] = ['shop', 'fulfilment', 'mass-edit', 'till'];
/** Public pages of the sandbox that a witness looks at. */
const SAMPLE = 10;
const LOCK = '#trial';

export function trialsOf(parts: TrialParts, options: HubOptions): Trials {
  const rehearsing = new Set<string>();
  const drilling = new Set<string>();
  const inThread = async (
    order: TrialStart['order'],
    listen: MoveListener,
    signal: AbortSignal,
  ): Promise<TrialOutcome> => {
    const { tryInThread } = await import('../recovery/index.ts');
    return tryInThread(startOf(parts, options, order), listen, signal);
  };
  const alone = async <T>(names: Set<string>, name: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    // One at a time, of all hubs: a sandbox and a mirror of its own are not small.
    const release = await parts.mirror.lockBrick(LOCK);
    if (!release) throw running();
    names.add(name);
    const done = work(parts.stopping).finally(async () => {
      names.delete(name);
      await release();
    });
    const settled: Promise<unknown> = done.catch(() => undefined).finally(() => parts.going.delete(settled));
    parts.going.add(settled);
    return done;
  };

  const rehearse: Trials['rehearse'] = async ({ id, sample }, listen, signal) => {
    const row = await rehearsable(parts, { id, sample });
    return alone(rehearsing, id, async (stopping) => {
      const both = signal ? AbortSignal.any([signal, stopping]) : stopping;
      const outcome =
        sample === null
          ? await inThread(await rehearsalOf(parts, options, row), listen, both)
          : await sampled(parts, { row, sample, listen, signal: both });
      await parts.mirror.writer.noteMove({ id, rehearsed: { ...outcome } });
      return outcome;
    });
  };
  const drill: Trials['drill'] = async (brick, listen, signal) => {
    const { order, lastGoodAt } = drillOf(parts, options, brick);
    return alone(drilling, brick, async (stopping) => {
      const both = signal ? AbortSignal.any([signal, stopping]) : stopping;
      const outcome = await inThread(order, listen, both);
      const row = rowOf(brick, outcome, lastGoodAt);
      await parts.mirror.writer.noteDrill(row);
      return row;
    });
  };
  /** Resolves when it has begun; what becomes of it is kept. */
  const begun = async (work: (listen: MoveListener) => Promise<unknown>): Promise<void> => {
    const first = Promise.withResolvers<void>();
    work(() => first.resolve()).then(
      () => first.resolve(),
      (error: unknown) => first.reject(error),
    );
    await first.promise;
  };
  return {
    ...{ rehearse, drill },
    async rehearsal(id) {
      const { trialSchema } = await import('../recovery/index.ts');
      return trialSchema.nullable().parse((await parts.find(id))?.rehearsed ?? null);
    },
    beginRehearsal: (order) => begun((listen) => rehearse(order, listen)),
    beginDrill: (brick) => begun((listen) => drill(brick, listen)),
    rehearsing: () => [...rehearsing],
    drilling: () => [...drilling],
    drills: (filter) => parts.mirror.moves.drills(filter),
    able: () =>
      parts.sync.bricks().flatMap(({ brick }) => (brick.connector.sandbox && isFillable(brick) ? brick.name : [])),
  };
}

const isFillable = ({ open: { intake } }: ReturnType<SyncService['find']>): boolean =>
  intake?.records !== undefined || intake?.facets !== undefined;

/** Throws PLAN_UNKNOWN, PLAN_APPLIED, PLAN_BEGUN or SANDBOX_MISSING. */
async function rehearsable({ find, sync }: TrialParts, { id, sample }: RehearseOrder): Promise<MoveRow> {
  const row = await find(id);
  if (!row) throw refused('PLAN_UNKNOWN', `This hub has made no plan ${id}.`, 'See plans, or make one.');
  if (row.state === 'applied' || row.state === 'cut-over')
    throw refused('PLAN_APPLIED', 'The plan was applied already.', 'Make a new one: mortar plan.');
  if (sample !== null && row.state !== 'planned')
    throw refused('PLAN_BEGUN', 'The plan was begun already.', 'Go on with it: mortar apply PLANFILE.');
  if (sample === null && !sync.find(row.target).connector.sandbox)
    throw refused(
      'SANDBOX_MISSING',
      `The connector of ${row.target} has no sandbox.`,
      'Try the beginning of the plan in the target itself: mortar rehearse PLAN --sample 200.',
    );
  return row;
}

async function rehearsalOf({ sync }: TrialParts, options: HubOptions, row: MoveRow): Promise<TrialStart['order']> {
  const { planOfRow } = await import('../recovery/index.ts');
  const plan = planOfRow(row.plan);
  return {
    ...{ way: plan.way, asOf: plan.asOf ? plan.at : null, sample: SAMPLE },
    plan: { stages: plan.stages, estimate: plan.estimate },
    source: settingsOf(sync.find(row.source)),
    into: sync.find(row.target).connector.name,
    report: join(options.config.data, 'moves', row.id, 'rehearsal'),
  };
}

/** Throws UNKNOWN_BRICK, DRILL_IMPOSSIBLE. */
function drillOf(
  { sync }: TrialParts,
  options: HubOptions,
  name: string,
): { order: TrialStart['order']; lastGoodAt: string | null } {
  const brick = sync.find(name);
  if (!brick.connector.sandbox || !isFillable(brick))
    throw refused(
      'DRILL_IMPOSSIBLE',
      `The connector ${brick.connector.name} cannot fill a sandbox of its own.`,
      'Plan a swap for this brick and rehearse that: mortar plan swap … and mortar rehearse PLAN.',
    );
  const view = sync.bricks().find((one) => one.brick.name === name);
  return {
    lastGoodAt: view?.lastGoodAt ?? null,
    order: {
      ...{ way: null, asOf: null, plan: null, sample: SAMPLE },
      ...{ source: settingsOf(brick), into: brick.connector.name },
      report: join(options.config.data, 'drills', name),
    },
  };
}

function rowOf(brick: string, outcome: TrialOutcome, lastGoodAt: string | null): DrillRow {
  const { startedAt, endedAt, ms } = outcome;
  const behind = lastGoodAt === null ? null : (Date.parse(startedAt) - Date.parse(lastGoodAt)) / 1_000;
  return {
    ...{ id: newHubId('drill'), brick, startedAt, endedAt, outcome: outcome.outcome, report: { ...outcome } },
    rto: Math.ceil(ms / 1_000),
    rpo: behind === null ? null : Math.max(0, Math.round(behind)),
  };
}

async function sampled(
  { moveParts }: TrialParts,
  { row, ...how }: { row: MoveRow; sample: number; listen: MoveListener; signal: AbortSignal },
): Promise<TrialOutcome> {
  const { planOfRow, tryInTarget } = await import('../recovery/index.ts');
  const parts = await moveParts();
  return tryInTarget(parts, { plan: planOfRow(row.plan), target: parts.brick(row.target), ...how });
}

function settingsOf({ name, connector, settings, schedule, holds }: BrickSettings): TrialStart['order']['source'] {
  return { name, connector: connector.name, settings, schedule, holds };
}

function startOf(
  { primary }: TrialParts,
  { config, registry, extensions = [] }: HubOptions,
  order: TrialStart['order'],
): TrialStart {
  return {
    ...{ data: config.data, database: config.database ?? null, personKey: config.personKey ?? null },
    ...{ registry, extensions, order },
    primaries: Object.fromEntries(ROLES.map((role) => [role, primary(role)])),
  };
}

function refused(code: string, message: string, remedy: string): PermanentError {
  return new PermanentError({ code, message, remedy });
}

const running = (): PermanentError =>
  refused('TRIAL_RUNNING', 'Another rehearsal or drill is under way.', 'Wait for its end.');
