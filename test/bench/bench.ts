/**
 * What Mortar costs, as ratios to the least that the same machine needs for the same data in the same run.
 * `npm run bench -- sync [--quick]`, `query`, `outbox`, `backup [--full]`, `asof [--full]`. The last line of each is JSON.
 */
import { parseArgs } from 'node:util';
import { benchAsOf } from './asof/asof-bench.ts';
import { benchBackup } from './backup/backup-bench.ts';
import { benchFourRoles } from './query/four-roles-bench.ts';
import { benchOutbox } from './outbox/outbox-bench.ts';
import { benchQuery } from './query/query-bench.ts';
import { benchSync } from './sync/sync-bench.ts';

const USAGE = `npm run bench -- sync [--quick] | query | outbox [--database postgres://…] | backup [--full] | asof [--full]
  --quick     without the shop of 100,000 products
  --full      backup: the mirror of 100,000 products; asof: the past of 100,000 and of 1,000,000 revisions
  --database  the relay's cost there, too: a server whose user may create databases
`;

interface Options {
  quick: boolean;
  full: boolean;
  database: string | undefined;
}

const benches: Record<string, (say: (text: string) => void, options: Options) => Promise<object>> = {
  sync: (say, { quick }) => benchSync({ quick }, say),
  query: async (say) => ({ ...(await benchQuery(say)), fourRoles: await benchFourRoles(say) }),
  asof: (say, { full }) => benchAsOf({ full }, say),
  outbox: (say, { database }) => benchOutbox({ database }, say),
  backup: (say, { full }) => benchBackup({ full }, say),
};

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { quick: { type: 'boolean' }, full: { type: 'boolean' }, database: { type: 'string' } },
  });
  const chosen = positionals.map((name) => benches[name]);
  if (chosen.length === 0 || chosen.includes(undefined)) {
    process.stderr.write(USAGE);
    return 2;
  }
  const options = { quick: values.quick ?? false, full: values.full ?? false, database: values.database };
  for (const bench of chosen) {
    const result = await bench?.((text) => process.stdout.write(text), options);
    process.stdout.write(`${JSON.stringify(result)}\n`);
  }
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
