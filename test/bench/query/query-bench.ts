import { randomBytes } from 'node:crypto';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild, type Child } from '../children.ts';
import { median, ratio, table, whole } from '../figures.ts';
import { firstSync, openShopHub, startShop, type ShopAddress } from '../shop-hub.ts';
import { withFolder } from '../temporary.ts';
import { ask, loadRound, type Round, type Target } from './load.ts';
import { PINNED_QUERY } from './pinned-query.ts';

const PRODUCTS = 1_000;
const CONNECTIONS = 8;
const WARM_UP_MS = 4_000;
const ROUND_MS = 2_000;
const ROUNDS = 5;

type Names = 'gateway' | 'monolith' | 'raw';
type Server = Target & { child: Child<unknown> };
type Servers = Record<Names, Server>;
type Measured = Pick<Round, 'requestsPerSecond' | 'clientBusy'> & { cpuMsPerRequest: number };

/** `npm run bench -- query` */
export function benchQuery(say: (text: string) => void): Promise<object> {
  return withFolder(async (folder) => {
    const children: Child<unknown>[] = [];
    try {
      say(`One query of 20 products with variants, prices and categories, ${CONNECTIONS} connections,\n`);
      say(`${ROUNDS} rounds of ${ROUND_MS / 1000} s in turn, each server in a process of its own:\n`);
      const targets = await startServers(folder, children);
      return report(await measure(targets), Buffer.byteLength(await ask(targets.raw)), say);
    } finally {
      for (const child of children) await child.stop();
    }
  });
}

/** Starts all three on the same data; refuses to compare servers whose answers differ. */
async function startServers(folder: string, children: Child<unknown>[]): Promise<Servers> {
  const token = randomBytes(24).toString('base64url');
  const shop = await mirrorShop(folder);
  const start = async (entry: string, options: object): Promise<{ port: number; child: Child<unknown> }> => {
    const child = startChild<{ port: number }>(entry, options);
    children.push(child);
    return { child, port: (await child.next()).port };
  };
  const body = JSON.stringify({ query: PINNED_QUERY });
  const gateway = await start('gateway', { data: join(folder, 'gateway'), shop, token });
  const monolith = await start('monolith', { data: join(folder, 'monolith'), shop });
  const targets = {
    gateway: { ...gateway, path: '/graphql', token, body },
    monolith: { ...monolith, path: '/', token: null, body },
  };
  const answer = await ask(targets.gateway);
  assertEqualData(answer, await ask(targets.monolith));
  const raw = await start('raw', { body: answer });
  return { ...targets, raw: { ...raw, path: '/', token: null, body } };
}

/** Mirrors a shop once, and gives each server a copy: a data folder has one process at a time. */
async function mirrorShop(folder: string): Promise<ShopAddress> {
  const data = join(folder, 'gateway');
  await mkdir(data);
  const shop = await startShop(PRODUCTS);
  try {
    const hub = await openShopHub(data, shop);
    await firstSync(hub).finally(() => hub.close());
    await cp(data, join(folder, 'monolith'), { recursive: true });
    return { url: shop.url, key: shop.key };
  } finally {
    await shop.close();
  }
}

function assertEqualData(one: string, other: string): void {
  const [left, right] = [one, other].map((answer) => JSON.parse(answer) as { data?: unknown; errors?: unknown });
  if (left?.errors ?? right?.errors) throw new Error(`Errors instead of an answer: ${one}\n${other}`);
  if (JSON.stringify(left?.data) !== JSON.stringify(right?.data)) {
    throw new Error(`Gateway and monolith answer differently:\n${one}\n${other}`);
  }
}

async function measure(servers: Servers): Promise<Record<Names, Measured>> {
  const names = ['gateway', 'monolith', 'raw'] as const;
  const rounds: Record<Names, Measured[]> = { gateway: [], monolith: [], raw: [] };
  for (const name of names) await loadRound(servers[name], CONNECTIONS, WARM_UP_MS);
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of names) rounds[name].push(await measureRound(servers[name]));
  }
  const middle = (name: Names): Measured => ({
    requestsPerSecond: median(rounds[name].map(({ requestsPerSecond }) => requestsPerSecond)),
    clientBusy: median(rounds[name].map(({ clientBusy }) => clientBusy)),
    cpuMsPerRequest: median(rounds[name].map(({ cpuMsPerRequest }) => cpuMsPerRequest)),
  });
  return { gateway: middle('gateway'), monolith: middle('monolith'), raw: middle('raw') };
}

/** Processor time beside the clock: it moves less when other programs want the same cores. */
async function measureRound(server: Server): Promise<Measured> {
  const before = await server.child.cpuMs();
  const { requests, requestsPerSecond, clientBusy } = await loadRound(server, CONNECTIONS, ROUND_MS);
  return { requestsPerSecond, clientBusy, cpuMsPerRequest: ((await server.child.cpuMs()) - before) / requests };
}

function report(rounds: Record<Names, Measured>, bytes: number, say: (text: string) => void): object {
  const { gateway, monolith, raw } = rounds;
  const to = ({ requestsPerSecond }: Measured): number => ratio(gateway.requestsPerSecond, requestsPerSecond);
  const busy = ({ clientBusy }: Measured): string => `${(clientBusy * 100).toFixed(0)} %`;
  const row = (title: string, round: Measured): string[] => [
    ...[title, whole(round.requestsPerSecond), String(to(round)), round.cpuMsPerRequest.toFixed(2), busy(round)],
  ];
  say(
    table([
      ['', 'req/s', 'gateway is', 'CPU ms/req', 'client busy'],
      row('gateway', gateway),
      row('Apollo Server monolith, same resolvers', monolith),
      row('raw node:http, same bytes', raw),
    ]),
  );
  say(`  ${whole(bytes)} bytes an answer; gateway and monolith answer the same data to the byte.\n`);
  return {
    bench: 'query',
    gatewayRps: Math.round(gateway.requestsPerSecond),
    monolithRps: Math.round(monolith.requestsPerSecond),
    rawRps: Math.round(raw.requestsPerSecond),
    vsMonolith: to(monolith),
    vsRaw: to(raw),
    cpuVsMonolith: ratio(monolith.cpuMsPerRequest, gateway.cpuMsPerRequest),
  };
}
