import { onPostgres, onSqlite, placesOn } from '../../proof/sync/places.ts';
import { ratio, table, whole } from '../figures.ts';
import { measureQueries, type Latencies } from './queries-meanwhile.ts';
import { measureRelay, type RelayCost } from './relay-cost.ts';
import type { Spent } from './spent.ts';

const MESSAGES = 10_000;
/** More than any shop takes. */
const PER_SECOND = 100;

/** `npm run bench -- outbox [--database postgres://…]` */
export async function benchOutbox(
  { database, messages = MESSAGES }: { database: string | undefined; messages?: number },
  say: (text: string) => void,
): Promise<object> {
  const dialects = [onSqlite, ...(database === undefined ? [] : [onPostgres(database)])];
  const costs: Record<string, object> = {};
  for (const dialect of dialects) {
    say(`${whole(messages)} messages to a brick that answers at once, on ${dialect.name}:\n`);
    const cost = await measureRelay(messages, placesOn(dialect));
    say(costTable(cost));
    costs[dialect.name] = figures(cost);
  }
  say(
    `A page of products, idle and while ${whole(messages)} messages are delivered to a brick that takes ${PER_SECOND}/s:\n`,
  );
  const queries = await measureQueries(messages, PER_SECOND);
  say(queryTable(queries));
  const p99Ratio = ratio(queries.delivering.p99, queries.idle.p99);
  return {
    bench: 'outbox',
    ...costs,
    p99IdleMs: three(queries.idle.p99),
    p99Ms: three(queries.delivering.p99),
    p99Ratio,
  };
}

function costTable({ taken, relayed, bare }: RelayCost): string {
  const row = (title: string, { ms, cpuMs }: Spent): string[] => [
    ...[title, ms.toFixed(2), String(ratio(ms, bare.ms)), cpuMs.toFixed(2), String(ratio(cpuMs, bare.cpuMs))],
  ];
  return table([
    ['', 'ms a message', 'ratio', 'CPU ms', 'ratio'],
    row('taken: enqueued, one by one', taken),
    row('relayed: leased, delivered, settled, confirmed', relayed),
    row('bare insert and update', bare),
  ]);
}

function figures({ taken, relayed, bare }: RelayCost): object {
  return {
    ...{ takenMs: three(taken.ms), relayedMs: three(relayed.ms), bareMs: three(bare.ms) },
    relayRatio: ratio(relayed.ms, bare.ms),
    relayCpuRatio: ratio(relayed.cpuMs, bare.cpuMs),
    wholeRatio: ratio(taken.ms + relayed.ms, bare.ms),
  };
}

function queryTable({ idle, delivering, seconds }: Awaited<ReturnType<typeof measureQueries>>): string {
  const row = (title: string, { queries, middle, p99 }: Latencies): string[] => [
    ...[title, whole(queries), middle.toFixed(1), p99.toFixed(1), String(ratio(p99, idle.p99))],
  ];
  return (
    table([['', 'queries', 'median ms', 'p99 ms', 'ratio'], row('idle', idle), row('delivering', delivering)]) +
    `  All was delivered in ${whole(seconds)} s.\n`
  );
}

function three(figure: number): number {
  return Number(figure.toPrecision(3));
}
