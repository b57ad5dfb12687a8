/**
 * `npm run -s proof -- sync [--kills 50] [--seed S] [--database postgres://…]`: the proofs that take too long for every
 * test run. Exit code 0 only if every invariant held and every phase was hit; the last line is a summary.
 */
import { parseArgs } from 'node:util';
import { prove, type ProofResult, type Subject } from './harness.ts';
import { onPostgres, onSqlite, placesOn } from './sync/places.ts';
import { syncSubject } from './sync/sync-proof.ts';

const USAGE = 'usage: npm run -s proof -- sync [--kills 50] [--seed 1] [--database postgres://…]';

const subjects: Record<string, (database: string | undefined) => Subject> = {
  sync: (database) => syncSubject({ places: placesOn(database === undefined ? onSqlite : onPostgres(database)) }),
};

process.exitCode = await main(process.argv.slice(2));

async function main(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { kills: { type: 'string' }, seed: { type: 'string' }, database: { type: 'string' } },
  });
  const [name = ''] = positionals;
  const kills = Number(values.kills ?? 50);
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  const subjectFor = Object.hasOwn(subjects, name) ? subjects[name] : undefined;
  if (!subjectFor || !Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) {
    say(`${USAGE}\nproofs: ${Object.keys(subjects).join(', ')}`);
    return 1;
  }
  say(`seed ${seed}`);
  const result = await prove(subjectFor(values.database), { kills, seed, say });
  process.stdout.write(`${JSON.stringify(summaryOf(result))}\n`);
  return result.violations.length === 0 && result.unhit.length === 0 && result.kills >= kills ? 0 : 2;
}

function summaryOf({ violations, unhit, phases, aimedAt, ...rest }: ProofResult): object {
  const held = violations.length === 0 && unhit.length === 0;
  const phasesHit = `${aimedAt - unhit.length}/${phases}`;
  return { held, ...rest, phasesHit, violations: violations.length, unhit };
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
