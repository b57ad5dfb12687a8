import { InvalidArgumentError, type Command } from 'commander';
import type { MoveListener, TrialOutcome } from '../recovery/index.ts';
import type { CliHost } from './cli.ts';
import { exitCodes } from './exit-codes.ts';
import { interruptible, unless } from './interrupt.ts';
import { moveProgressOn } from './move-progress.ts';
import { idOfPlan, withMoves } from './named-plan.ts';
import type { Terminal } from './terminal.ts';

/** `mortar rehearse PLAN`, `mortar drill BRICK`. */
export function trialCommands(root: Command, host: CliHost, ended: (code: number) => void): void {
  root
    .command('rehearse')
    .description('Try a plan in a sandbox of the target’s kind, compare, and measure.')
    .argument('<plan>', 'the id of the plan, or its file')
    .option('--sample <things>', 'try so many things of its beginning in the target itself; they stay there', things)
    .option('--json', 'one JSON object per line, the last one the outcome', false)
    .action(async (named: string, { sample, json }: { sample?: number; json: boolean }) => {
      const id = await idOfPlan(named);
      const code = await tried(host, json, async (listen, signal) =>
        withMoves(host, (moves) => moves.rehearse({ id, sample: sample ?? null }, listen, signal)),
      );
      ended(code);
    });
  root
    .command('drill')
    .description('Rebuild a brick into a throw-away one, compare, and keep how long that took.')
    .argument('<brick>', 'a brick of the configuration')
    .option('--json', 'one JSON object per line, the last one the outcome', false)
    .action(async (brick: string, { json }: { json: boolean }) => {
      const code = await tried(host, json, async (listen, signal) => {
        const { rto, rpo, report } = await withMoves(host, (moves) => moves.drill(brick, listen, signal));
        return { ...(report as unknown as TrialOutcome), brick, rto, rpo };
      });
      ended(code);
    });
}

type Tried = TrialOutcome & { rto?: number; rpo?: number | null };

async function tried(
  host: CliHost,
  json: boolean,
  work: (listen: MoveListener, signal: AbortSignal) => Promise<Tried>,
): Promise<number> {
  return interruptible(host.terminal, async (signal) => {
    const progress = await moveProgressOn(host.terminal, { json });
    // A hub of another process goes on; only the waiting for it ends.
    const outcome = await unless(signal, work(progress.listen, signal)).finally(() => progress.end());
    if (json) host.terminal.out(JSON.stringify(outcome));
    else await show(host.terminal, outcome);
    if (outcome.problem) return exitCodes.error;
    if (outcome.failed > 0) return exitCodes.partial;
    return outcome.outcome === 'passed' ? exitCodes.done : exitCodes.pending;
  });
}

async function show(terminal: Terminal, outcome: Tried): Promise<void> {
  const { lineOfTrial } = await import('../recovery/index.ts');
  const { examples, refusals, created, estimatedSeconds, folder, rto, rpo } = outcome;
  terminal.out(lineOfTrial(outcome));
  for (const one of refusals) terminal.out(`refused: ${one}`);
  for (const one of examples) terminal.out(`differs: ${one}`);
  for (const { kind, count } of created) terminal.out(`left in the target: ${kind}: ${String(count)}`);
  if (created.length > 0)
    terminal.talk('They are listed in created.csv beside the plan; mortar apply goes on from there.');
  if (estimatedSeconds !== null) terminal.out(`Applying may take about ${String(estimatedSeconds)} s, as measured.`);
  if (rto !== undefined) {
    const point = rpo === null || rpo === undefined ? 'unknown' : `${String(rpo)} s`;
    terminal.out(`Recovery time ${String(rto)} s, recovery point ${point} before the drill.`);
  }
  if (folder !== null) terminal.talk(`The report, with personal data, is in ${folder}.`);
}

function things(value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new InvalidArgumentError('Write a number from 1 to 999999.');
  return Number(value);
}
