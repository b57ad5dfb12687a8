import type { RunSummary } from '../sync/index.ts';
import type { CliHost } from './cli.ts';
import { exitCodeOfRuns, exitCodes } from './exit-codes.ts';
import { progressOn } from './progress.ts';

export async function syncCommand(
  host: CliHost,
  options: { brick: string | null; full: boolean; json: boolean },
): Promise<number> {
  const progress = progressOn(host.terminal, options);
  const runs = await host.withOperations((operations) =>
    operations.sync(options.brick, { full: options.full }, progress.listen).finally(() => progress.end()),
  );
  if (options.json) host.terminal.out(JSON.stringify(summaryOf(runs)));
  return exitCodeOfRuns(runs);
}

/** One brick's own summary, or the sum over several. */
function summaryOf(runs: readonly RunSummary[]): object {
  const [only] = runs;
  if (runs.length === 1 && only) return only;
  const sum = (key: 'read' | 'revisions' | 'tombstones' | 'held' | 'waitingMs' | 'ms'): number =>
    runs.reduce((total, run) => total + run[key], 0);
  return {
    brick: null,
    bricks: runs,
    read: sum('read'),
    revisions: sum('revisions'),
    tombstones: sum('tombstones'),
    held: sum('held'),
    waitingMs: sum('waitingMs'),
    ms: sum('ms'),
  };
}

export async function reprojectCommand(
  host: CliHost,
  options: { brick: string | null; json: boolean },
): Promise<number> {
  const projected = await host.withOperations((operations) => operations.reproject(options.brick, () => undefined));
  if (options.json) host.terminal.out(JSON.stringify({ brick: options.brick, projected }));
  else host.terminal.talk(`${String(projected)} records projected again.`);
  return exitCodes.done;
}

export async function checkCommand(host: CliHost, options: { brick: string | null; json: boolean }): Promise<number> {
  const checked = await host.withOperations((operations) => operations.check(options.brick));
  let bad = 0;
  for (const { brick, findings } of checked) {
    for (const finding of findings) {
      if (finding.state !== 'ok') bad += 1;
      if (options.json) host.terminal.out(JSON.stringify({ brick, ...finding }));
      else
        host.terminal.talk(
          `${brick}: ${finding.state}: ${finding.subject}: ${finding.message} ${finding.remedy ?? ''}`,
        );
    }
  }
  if (options.json) host.terminal.out(JSON.stringify({ checked: checked.length, findings: bad }));
  return bad > 0 ? exitCodes.error : exitCodes.done;
}
