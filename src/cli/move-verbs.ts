import { open } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { MovePlan, MoveProgress } from '../recovery/index.ts';
import type { CliHost } from './cli.ts';
import { exitCodes } from './exit-codes.ts';
import { interruptible } from './interrupt.ts';
import { moveProgressOn } from './move-progress.ts';
import { idOfPlan, planIn, withMoves } from './named-plan.ts';
import type { Terminal } from './terminal.ts';

const NOT_REHEARSED = 'It was not rehearsed (mortar rehearse PLAN).';

interface PlanOptions {
  target: string;
  asOf?: string;
  merge?: 'take' | 'keep';
  out?: string;
  json: boolean;
}

/** `mortar plan rebuild | swap`, `mortar apply`, `mortar verify`, `mortar cutover`. */
export function moveCommands(root: Command, host: CliHost, ended: (code: number) => void): void {
  const plan = root.command('plan').description('Say what filling an empty brick would create, take and lose.');
  for (const [way, what] of [
    ['rebuild', 'The same vendor again: everything that the brick said, in its own words.'],
    ['swap', 'Another vendor: what the brick said in its role.'],
  ] as const) {
    plan
      .command(way)
      .description(what)
      .argument('<brick>', 'the brick that is to be replaced')
      .requiredOption('--target <brick>', 'the empty one: standby: true in the configuration')
      .option('--as-of <time>', 'as it was then: 2026-08-15T03:00:00Z')
      .addOption(
        new Option('--merge <how>', 'the target is not empty: what it has in common').choices(['take', 'keep']),
      )
      .option('--out <file>', 'where the plan is written; default: PLAN.json here')
      .option('--json', 'the plan on stdout', false)
      .action(async (source: string, options: PlanOptions) => {
        ended(await planCommand(host, { way, source, ...options }));
      });
  }
  root
    .command('apply')
    .description('Do what a plan says, or go on with it.')
    .argument('<plan>', 'the file that `mortar plan` has written')
    .option('--json', 'one JSON object per line, the last one a summary', false)
    .action(async (file: string, options: { json: boolean }) => {
      ended(await applyCommand(host, { file, ...options }));
    });
  root
    .command('verify')
    .description('Read a filled brick back and compare it field by field.')
    .argument('<plan>', 'the id of the plan, or its file')
    .option('--sample <pages>', 'public pages that a witness looks at', pages, 20)
    .option('--json', 'the verdict as one JSON object', false)
    .action(async (named: string, options: { sample: number; json: boolean }) => {
      ended(await verifyCommand(host, { named, ...options }));
    });
  root
    .command('cutover')
    .description('Let the filled brick take the place of the other one: ids stay, what waits follows.')
    .argument('<plan>', 'the id of the plan, or its file')
    .requiredOption('--confirm <brick>', 'the name of the brick that is replaced')
    .option('--witness', 'go on reading the old one, to compare', false)
    .option('--accept', 'although things were refused, or differ, or nothing was verified', false)
    .option('--json', 'the result as one JSON object', false)
    .action(async (named: string, options: { confirm: string; witness: boolean; accept: boolean; json: boolean }) => {
      ended(await cutOverCommand(host, { named, ...options }));
    });
}

async function planCommand(
  host: CliHost,
  { way, source, target, asOf, merge, out, json }: PlanOptions & { way: 'rebuild' | 'swap'; source: string },
): Promise<number> {
  const order = { way, source, target, asOf: asOf ?? null, merge: merge ?? null, by: userInfo().username };
  const plan = await withMoves(host, (moves) => moves.plan(order));
  const file = resolve(out ?? `${plan.id}.json`);
  const written = await open(file, 'wx', 0o600);
  await written.writeFile(`${JSON.stringify(plan, null, 2)}\n`).finally(() => written.close());
  if (json) host.terminal.out(JSON.stringify(plan));
  else show(host.terminal, plan);
  host.terminal.talk(`Written to ${file}. Try it: mortar rehearse ${file}. Do it: mortar apply ${file}`);
  // A plan is a change that waits for a person.
  return exitCodes.pending;
}

function show(terminal: Terminal, plan: MovePlan): void {
  for (const { kind, count, leftOut } of plan.stages)
    if (count + leftOut > 0)
      terminal.out(`${kind}: ${String(count)}${leftOut > 0 ? `, ${String(leftOut)} left out` : ''}`);
  for (const { kind, field, count, reason, remedy } of plan.losses)
    terminal.out(`lost: ${kind}.${field} (${String(count)}): ${reason.en} ${remedy.en}`);
  for (const { subject, state, message, remedy = '' } of plan.rights)
    if (state !== 'ok') terminal.out(`right: ${subject}: ${message} ${remedy}`.trimEnd());
  terminal.out(`About ${String(plan.estimate.seconds)} s, by a probe. Good until ${plan.expiresAt}.`);
}

async function applyCommand(host: CliHost, { file, json }: { file: string; json: boolean }): Promise<number> {
  const { id, hash } = await planIn(file);
  const rehearsed = await withMoves(host, (moves) => moves.rehearsal(id));
  const { lineOfTrial } = await import('../recovery/index.ts');
  host.terminal.talk(rehearsed ? `Rehearsed at ${rehearsed.endedAt}: ${lineOfTrial(rehearsed)}` : NOT_REHEARSED);
  return interruptible(host.terminal, async (signal) => {
    const progress = await moveProgressOn(host.terminal, { json });
    const end = await withMoves(host, (moves) =>
      moves.apply({ id, hash }, progress.listen, signal).finally(() => progress.end()),
    );
    if (json) host.terminal.out(JSON.stringify(end));
    else host.terminal.talk(sentence(end));
    if (signal.aborted) return exitCodes.interrupted;
    return end.state === 'applied' ? exitCodes.done : exitCodes.partial;
  });
}

function sentence({ state, done, failed, leftOut, ms, waitingMs }: MoveProgress): string {
  const share = ms > 0 ? Math.round((100 * waitingMs) / ms) : 0;
  const refused = failed > 0 ? `, ${String(failed)} refused` : '';
  const left = leftOut > 0 ? `, ${String(leftOut)} left out as planned` : '';
  return `${state}: ${String(done)} done${refused}${left}, in ${(ms / 1000).toFixed(1)} s, ${String(share)} % of it waiting for the target.`;
}

async function verifyCommand(
  host: CliHost,
  { named, sample, json }: { named: string; sample: number; json: boolean },
): Promise<number> {
  const id = await idOfPlan(named);
  return interruptible(host.terminal, async (signal) => {
    const verdict = await withMoves(host, (moves) => moves.verify(id, { sample, signal }));
    if (json) host.terminal.out(JSON.stringify(verdict));
    else
      host.terminal.out(
        `${String(verdict.compared)} entities compared: ${String(verdict.findings)} differences, ${String(verdict.expected)} expected ones. The report, with personal data, is in ${verdict.folder}.`,
      );
    return verdict.findings > 0 ? exitCodes.pending : exitCodes.done;
  });
}

async function cutOverCommand(
  host: CliHost,
  {
    named,
    confirm,
    json,
    ...order
  }: { named: string; confirm: string; witness: boolean; accept: boolean; json: boolean },
): Promise<number> {
  const id = await idOfPlan(named);
  const done = await withMoves(host, (moves) =>
    moves.cutOver({ move: id, source: confirm, by: userInfo().username, ...order }),
  );
  if (json) host.terminal.out(JSON.stringify(done));
  else {
    const { source, target, entities, kept, messages, refused } = done;
    host.terminal.talk(`${target} has taken the place of ${source}: ${String(entities)} entities keep their ids.`);
    if (kept > 0) host.terminal.talk(`${String(kept)} that it cannot have go on being shown as ${source} said them.`);
    host.terminal.talk(`${String(messages)} waiting messages follow, ${String(refused)} of them as dead letters.`);
    host.terminal.talk('Write it into the configuration when it suits you; until then the hub remembers it:');
    for (const line of done.lines) host.terminal.talk(`  ${line}`);
  }
  return done.refused > 0 ? exitCodes.partial : exitCodes.done;
}

function pages(value: string): number {
  if (!/^\d{1,4}$/.test(value)) throw new InvalidArgumentError('Write a number from 0 to 9999.');
  return Number(value);
}
