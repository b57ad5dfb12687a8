import type { MoveReader } from '../../../mirror/index.ts';
import type { MoveProgress } from '../apply/progress.ts';
import type { MovePlan } from '../plan/plan.ts';
import type { Finding, Report } from '../verify/report.ts';
import type { TrialOutcome } from './outcome.ts';

const MOST_EXAMPLES = 20;
const PAGE = 5_000;
/** As for the plan: what images cost is not what a sandbox on this machine says. */
const BYTES_PER_SECOND = 2_000_000;

type Judged = Pick<
  TrialOutcome,
  'total' | 'done' | 'failed' | 'leftOut' | 'compared' | 'findings' | 'expected' | 'witnessed' | 'examples'
> &
  Pick<TrialOutcome, 'outcome'>;

/** `sampled`: only a beginning was brought; what is missing, and links to it, are no findings. */
export function judged(progress: MoveProgress, report: Report, { sampled }: { sampled: boolean }): Judged {
  const counted = report.findings.filter((finding) => !(sampled && isOfLater(finding)));
  const differs = report.witness.filter(({ state }) => state === 'differs').length;
  // Of more than are listed, none is passed over.
  const findings = (sampled ? counted.length : report.findingCount) + differs;
  const { total, done, failed, leftOut } = progress;
  const complete = sampled || progress.state === 'applied';
  return {
    ...{ total, done, failed, leftOut, findings },
    compared: sampled ? done : report.types.reduce((sum, { source }) => sum + source, 0),
    expected: report.expected.reduce((sum, { count }) => sum + count, 0),
    witnessed: report.witness.filter(({ state }) => state === 'seen').length,
    examples: [...new Set(counted.map(({ kind, path }) => `${kind} ${path}`))].slice(0, MOST_EXAMPLES),
    outcome: complete && failed === 0 && findings === 0 ? 'passed' : 'failed',
  };
}

/** What was not brought yet, or points to something that may not have been. */
function isOfLater({ kind, source }: Finding): boolean {
  return kind === 'missing' || /"[a-z]+_[a-z2-7]{20}"/.test(source ?? '');
}

/** What was refused, by kind and code. */
export async function refusalsOf(moves: MoveReader, move: string): Promise<string[]> {
  const failed = await moves.moveItems({ move, states: ['failed'], first: PAGE });
  const groups = Map.groupBy(failed, ({ kind, failure }) => `${kind} ${failure?.code ?? 'INTAKE_FAILED'}`);
  return [...groups].slice(0, MOST_EXAMPLES).map(([name, same]) => `${name} (${String(same.length)})`);
}

/**
 * Seconds that applying a plan may take. Of a rehearsal in a sandbox, the hub's own work is measured, and the target's is
 * reckoned by the plan's probe of it; what the target itself has taken so far tells more.
 */
export function estimated(
  plan: Pick<MovePlan, 'stages' | 'estimate'>,
  { where, ms, waitingMs, decided, total }: Measured,
  parallel: number,
): number {
  if (where === 'target') return Math.ceil((ms / Math.max(1, decided) / 1_000) * total);
  const requests = plan.stages.reduce((sum, one) => sum + one.requests, 0);
  const own = Math.max(0, ms - waitingMs);
  const theirs = (requests * plan.estimate.requestMs) / parallel;
  return Math.ceil((own + theirs) / 1_000 + plan.estimate.bytes / BYTES_PER_SECOND);
}

interface Measured {
  where: TrialOutcome['where'];
  ms: number;
  waitingMs: number;
  /** Things that are decided, and all of them. */
  decided: number;
  total: number;
}
