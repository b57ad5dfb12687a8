import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild, type Child } from '../children.ts';
import { median, ratio, table, whole } from '../figures.ts';
import { withFolder } from '../temporary.ts';
import { ask, loadRound, type Target } from './load.ts';
import { FOUR_ROLES_QUERY, ONE_ROLE_QUERY } from './pinned-query.ts';

const CONNECTIONS = 8;
const WARM_UP_MS = 3_000;
const ROUND_MS = 2_000;
const ROUNDS = 5;

type Names = 'fourRoles' | 'oneRole' | 'raw';

/** What it costs that four roles answer instead of one: the demo's hub, asked both, in turn. */
export function benchFourRoles(say: (text: string) => void): Promise<object> {
  return withFolder(async (folder) => {
    const children: Child<unknown>[] = [];
    try {
      const targets = await startServers(folder, children);
      const rates = await measure(targets);
      const to = (name: Names): number => ratio(rates.fourRoles, rates[name]);
      say('Twenty products over four roles, of the demo:\n');
      say(
        table([
          ['', 'req/s', 'four roles are'],
          ['four roles', whole(rates.fourRoles), '1'],
          ['the shop alone', whole(rates.oneRole), String(to('oneRole'))],
          ['raw node:http, same bytes', whole(rates.raw), String(to('raw'))],
        ]),
      );
      return {
        bench: 'four-roles',
        fourRolesRps: Math.round(rates.fourRoles),
        vsOneRole: to('oneRole'),
        vsRaw: to('raw'),
      };
    } finally {
      for (const child of children) await child.stop();
    }
  });
}

async function startServers(folder: string, children: Child<unknown>[]): Promise<Record<Names, Target>> {
  const token = randomBytes(24).toString('base64url');
  const start = async (entry: string, options: object): Promise<number> => {
    const child = startChild<{ port: number }>(entry, options);
    children.push(child);
    return (await child.next()).port;
  };
  const data = join(folder, 'four-roles');
  await mkdir(data);
  const port = await start('four-roles', { data, token });
  const target = (query: string): Target => ({ port, path: '/graphql', token, body: JSON.stringify({ query }) });
  const [fourRoles, oneRole] = [target(FOUR_ROLES_QUERY), target(ONE_ROLE_QUERY)];
  for (const one of [fourRoles, oneRole]) await refuseErrors(one);
  const raw = await start('raw', { body: await ask(fourRoles) });
  return { fourRoles, oneRole, raw: { port: raw, path: '/', token: null, body: '' } };
}

/** A query that answers errors or nothing would be fast. */
async function refuseErrors(target: Target): Promise<void> {
  const answer = JSON.parse(await ask(target)) as { errors?: unknown; data?: { products: { nodes: unknown[] } } };
  if (answer.errors || answer.data?.products.nodes.length !== 20)
    throw new Error(`No answer: ${JSON.stringify(answer)}`);
}

async function measure(targets: Record<Names, Target>): Promise<Record<Names, number>> {
  const names = ['fourRoles', 'oneRole', 'raw'] as const;
  const rounds: Record<Names, number[]> = { fourRoles: [], oneRole: [], raw: [] };
  for (const name of names) await loadRound(targets[name], CONNECTIONS, WARM_UP_MS);
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of names) {
      rounds[name].push((await loadRound(targets[name], CONNECTIONS, ROUND_MS)).requestsPerSecond);
    }
  }
  return { fourRoles: median(rounds.fourRoles), oneRole: median(rounds.oneRole), raw: median(rounds.raw) };
}
