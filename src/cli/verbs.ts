import { resolve } from 'node:path';
import type { RunSummary } from '../sync/index.ts';
import type { CliHost } from './cli.ts';
import { exitCodeOfFindings, exitCodeOfRuns, exitCodes } from './exit-codes.ts';
import { interruptible, unless } from './interrupt.ts';
import { progressOn } from './progress.ts';

export async function syncCommand(
  host: CliHost,
  options: { brick: string | null; full: boolean; json: boolean },
): Promise<number> {
  const { terminal } = host;
  return interruptible(terminal, async (signal) => {
    const progress = await progressOn(terminal, options);
    const program = await host.program();
    const runs = await program.withOperations((operations) =>
      operations.sync(options.brick, { full: options.full, signal }, progress.listen).finally(() => progress.end()),
    );
    if (options.json) terminal.out(JSON.stringify(summaryOf(runs)));
    return signal.aborted ? exitCodes.interrupted : exitCodeOfRuns(runs);
  });
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
  return interruptible(host.terminal, async (signal) => {
    const program = await host.program();
    const projected = await program.withOperations((operations) =>
      unless(
        signal,
        operations.reproject(options.brick, () => undefined),
      ),
    );
    if (options.json) host.terminal.out(JSON.stringify({ brick: options.brick, projected }));
    else host.terminal.talk(`${String(projected)} records projected again.`);
    return exitCodes.done;
  });
}

export async function checkCommand(host: CliHost, options: { brick: string | null; json: boolean }): Promise<number> {
  const { terminal } = host;
  return interruptible(terminal, async (signal) => {
    const program = await host.program();
    const checked = await program.withOperations((operations) => unless(signal, operations.check(options.brick)));
    const all = checked.flatMap(({ brick, findings }) => findings.map((finding) => ({ brick, ...finding })));
    for (const finding of all) {
      const { brick, state, subject, message, remedy = '' } = finding;
      if (options.json) terminal.out(JSON.stringify(finding));
      else terminal.talk(`${brick}: ${state}: ${subject}: ${message} ${remedy}`.trimEnd());
    }
    const bad = all.filter(({ state }) => state !== 'ok');
    if (options.json) terminal.out(JSON.stringify({ checked: checked.length, findings: bad.length }));
    return exitCodeOfFindings(bad);
  });
}

/** Writes the survival kit; a folder is meant from where the command is typed, not from where the hub runs. */
export async function kitCommand(host: CliHost, options: { into?: string; json: boolean }): Promise<number> {
  const into = options.into === undefined ? null : resolve(options.into);
  const program = await host.program();
  const summary = await program.withOperations(async ({ kit }) => (await kit?.(into)) ?? null);
  if (options.json) host.terminal.out(JSON.stringify(summary));
  else host.terminal.talk(`The kit is in ${summary?.folder ?? ''}. It holds personal data: lock it away.`);
  return exitCodes.done;
}

export async function dayCommand(host: CliHost): Promise<number> {
  const program = await host.program();
  const moved = await program.withOperations(async ({ day }) => (await day?.()) ?? []);
  host.terminal.out(`A day passed in: ${moved.join(', ')}. The next runs read it; mortar sync reads it now.`);
  return exitCodes.done;
}
