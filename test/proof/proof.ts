/**
 * `npm run -s proof -- sync [--kills 50] [--seed S] [--database postgres://…]`
 * `npm run -s proof -- outbox [--kills 200] [--seed S] [--database postgres://…]`
 * `npm run -s proof -- rebuild [--kills 20] [--seed S]`
 * `npm run -s proof -- power-cut [--cuts 100] [--seed S]`
 *
 * The proofs that take too long for every test run. Exit code 0 only if every invariant held and every phase was hit;
 * the last line is a summary. The seed repeats a run.
 */
import { parseArgs } from 'node:util';
import { prove, type ProofResult, type Subject } from './harness.ts';
import { outboxSubject } from './outbox/outbox-proof.ts';
import { rebuildSubject } from './rebuild/rebuild-proof.ts';
import { openRebuildWorld } from './rebuild/rebuild-world.ts';
import { cutPower } from './power-cut/power-cut.ts';
import { straceProblem } from './power-cut/strace.ts';
import { onPostgres, onSqlite, placesOn } from './sync/places.ts';
import { syncSubject } from './sync/sync-proof.ts';

/** Kills of those that are not killed 50 times. */
const USUAL: Readonly<Record<string, number>> = { outbox: 200, rebuild: 20 };

const USAGE = `usage: npm run -s proof -- sync [--kills 50] [--seed 1] [--database postgres://…]
       npm run -s proof -- outbox [--kills 200] [--seed 1] [--database postgres://…]
       npm run -s proof -- rebuild [--kills 20] [--seed 1]
       npm run -s proof -- power-cut [--cuts 100] [--seed 1]`;

process.exitCode = await main(process.argv.slice(2));

async function main(argv: string[]): Promise<number> {
  const option = { type: 'string' } as const;
  const options = { kills: option, cuts: option, seed: option, database: option };
  const { values, positionals } = parseArgs({ args: argv, allowPositionals: true, options });
  const [name] = positionals;
  const kills = Number(values.kills ?? USUAL[name ?? ''] ?? 50);
  const cuts = Number(values.cuts ?? 100);
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  const isSound =
    [kills, cuts, seed].every((number) => Number.isInteger(number) && number >= 0) && kills > 0 && cuts > 0;
  if (isSound) say(`seed ${seed}`);
  const places = placesOn(values.database === undefined ? onSqlite : onPostgres(values.database));
  if (isSound && name === 'sync') return proveKills(syncSubject({ places }), kills, seed);
  if (isSound && name === 'outbox') return proveKills(outboxSubject({ places }), kills, seed);
  if (isSound && name === 'rebuild') return proveRebuild(kills, seed);
  if (isSound && name === 'power-cut') return provePowerCut(cuts, seed);
  say(USAGE);
  return 1;
}

async function proveKills(subject: Subject, kills: number, seed: number): Promise<number> {
  const result = await prove(subject, { kills, seed, say });
  const held = result.violations.length === 0 && result.unhit.length === 0 && result.kills >= kills;
  return summed(held, shortened(result));
}

async function proveRebuild(kills: number, seed: number): Promise<number> {
  const world = await openRebuildWorld({ products: 24, customers: 16, orders: 20 }, seed);
  return proveKills(rebuildSubject(world), kills, seed).finally(() => world.close());
}

function shortened({ violations, phases, aimedAt, ...rest }: ProofResult): object {
  return { ...rest, phasesHit: `${aimedAt - rest.unhit.length}/${phases}`, violations: violations.length };
}

/** Also without the program's care for the disk: a proof that cannot fail proves nothing. */
async function provePowerCut(cuts: number, seed: number): Promise<number> {
  const problem = straceProblem();
  if (problem !== null) {
    say(problem);
    return 1;
  }
  const { losses, ...result } = await cutPower({ pages: 60, cuts, seed, names: 'strict' });
  for (const loss of losses) say(`LOST: ${loss}`);
  const careless = await cutPower({ pages: 12, cuts: 12, seed, names: 'strict', careless: 'database' });
  const held = losses.length === 0 && careless.losses.length > 0;
  const counterProof = careless.losses.length > 0 ? 'failed, as it must' : 'did not fail';
  return summed(held, { proof: 'power-cut', seed, ...result, losses: losses.length, counterProof });
}

function summed(held: boolean, summary: object): number {
  process.stdout.write(`${JSON.stringify({ held, ...summary })}\n`);
  return held ? 0 : 2;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
