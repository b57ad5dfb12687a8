/**
 * What Mortar costs, as ratios to the least that the same machine needs for the same data in the same run.
 * `npm run bench -- sync [--quick]`, `npm run bench -- query`. The last line of each is JSON.
 */
import { benchFourRoles } from './query/four-roles-bench.ts';
import { benchQuery } from './query/query-bench.ts';
import { benchSync } from './sync/sync-bench.ts';

const USAGE = 'npm run bench -- sync [--quick] | query\n  --quick  without the shop of 100,000 products\n';

const benches: Record<string, (say: (text: string) => void, quick: boolean) => Promise<object>> = {
  sync: (say, quick) => benchSync({ quick }, say),
  query: async (say) => ({ ...(await benchQuery(say)), fourRoles: await benchFourRoles(say) }),
};

async function main(args: readonly string[]): Promise<number> {
  const quick = args.includes('--quick');
  const names = args.filter((arg) => arg !== '--quick');
  const chosen = names.map((name) => benches[name]);
  if (chosen.length === 0 || chosen.includes(undefined)) {
    process.stderr.write(USAGE);
    return 2;
  }
  for (const bench of chosen) {
    const result = await bench?.((text) => process.stdout.write(text), quick);
    process.stdout.write(`${JSON.stringify(result)}\n`);
  }
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
