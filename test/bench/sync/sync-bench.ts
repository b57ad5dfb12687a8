import { ratio, table, whole } from '../figures.ts';
import { measureMemory, type MemoryOfSync } from './memory.ts';
import { measureThroughput, type Throughput } from './throughput.ts';

const RUNS = 3;
const SMALL = 5_000;
const LARGE = 100_000;

/** `npm run bench -- sync` */
export async function benchSync({ quick }: { quick: boolean }, say: (text: string) => void): Promise<object> {
  say(
    `First sync of ${whole(SMALL)} products, shop in this process, ${RUNS} runs, each followed by its bare insert:\n`,
  );
  const throughput = await measureThroughput(SMALL, RUNS);
  const ratioToBare = ratio(throughput.recordsPerSecond, throughput.bareRecordsPerSecond);
  say(throughputTable(throughput, ratioToBare));
  say('\nPeak memory of a first sync, hub and shop each in a process of its own:\n');
  const small = await measureMemory(SMALL);
  const large = quick ? null : await measureMemory(LARGE);
  say(memoryTable(small, large));
  return {
    bench: 'sync',
    ratio: ratioToBare,
    recordsPerSecond: throughput.recordsPerSecond,
    bareRecordsPerSecond: throughput.bareRecordsPerSecond,
    waitingShare: Number(throughput.waitingShare.toFixed(3)),
    rssMb5000: small.rssMb,
    rssMb100000: large?.rssMb ?? null,
    growthMb: large ? large.rssMb - small.rssMb : null,
  };
}

function throughputTable(throughput: Throughput, ratioToBare: number): string {
  const { records, rows, transactions, waitingShare } = throughput;
  return (
    table([
      ['', 'records/s', 'ratio'],
      ['sync', whole(throughput.recordsPerSecond), String(ratioToBare)],
      ['bare insert', whole(throughput.bareRecordsPerSecond), '1'],
    ]) +
    `  ${whole(records)} records. Bare insert: the same ${whole(rows)} rows of revisions (compressed already), records,\n` +
    `  bindings, facets and their links, without the search index, from memory into a fresh SQLite file with the same\n` +
    `  tables, indexes and pragmas (WAL, synchronous=FULL), many rows a statement, in ${whole(transactions)} transactions.\n` +
    `  Waiting on the shop: ${(waitingShare * 100).toFixed(0)} % of the sync.\n`
  );
}

function memoryTable(small: MemoryOfSync, large: MemoryOfSync | null): string {
  const mb = (figure: number | null): string => (figure === null ? '?' : `${figure} MB`);
  const row = (products: number, { records, ms, rssMb, ownMb, fileMb }: MemoryOfSync): string[] => [
    ...[whole(products), whole(records), (ms / 1000).toFixed(1), mb(rssMb), mb(ownMb), mb(fileMb)],
  ];
  return table([
    ['products', 'records', 'seconds', 'peak', 'end: own', 'end: of files'],
    row(SMALL, small),
    ...(large ? [row(LARGE, large), ['growth', '', '', mb(large.rssMb - small.rssMb)]] : []),
  ]);
}
