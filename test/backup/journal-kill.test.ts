import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeBackup, openTarget, restore, type BackupPlan } from '../../src/recovery/backup/index.ts';
import { openJournalPlace, type JournalPlace } from './journal-place.ts';
import { startS3Server, type S3Server } from './s3-server.ts';

const source = join(import.meta.dirname, 'journal.entry.ts');
const FLAGS = ['--conditions=mortar-source', '--disable-warning=ExperimentalWarning'];
const ORDERS = 3;

let place: JournalPlace;
let s3: S3Server;
let plan: BackupPlan;

beforeEach(async () => {
  place = await openJournalPlace();
  s3 = await startS3Server();
  const login = { region: 'eu-west-3', accessKeyId: 'AK', secretAccessKey: 'a-secret', endpoint: s3.url };
  const bucket = { kind: 's3' as const, name: 'bucket', site: 'Paris', bucket: 'copies', prefix: '', ...login };
  plan = { ...place.plan, targets: [bucket] };
  const { at } = await place.mirror.journal.beginJournal({ at: new Date().toISOString() });
  expect(at).not.toBe('');
  await makeBackup(plan);
  // From here on, the folder is that of the processes that are killed.
  await place.mirror.close();
});
afterEach(async () => {
  await place.mirror.reopen();
  await s3.close();
  await place.close();
});

interface Killed {
  took: string[];
  shipped: string[];
  wasKilled: boolean;
}

/** Takes orders in a process of its own, which is killed when it says that word for the n-th time, or at the n-th upload. */
function run(
  orders: number,
  kill?: { at: 'took' | 'cut' | 'kept' | 'put' | 'shipped'; time: number },
): Promise<Killed> {
  const child = spawn(process.execPath, [...FLAGS, source], { stdio: ['pipe', 'pipe', 'inherit'] });
  const end: Killed = { took: [], shipped: [], wasKilled: false };
  const times = new Map<string, number>();
  const pass = (word: string): void => {
    times.set(word, (times.get(word) ?? 0) + 1);
    if (kill?.at === word && kill.time === times.get(word)) child.kill('SIGKILL');
  };
  const ended = new Promise<void>((resolve) => {
    child.on('close', (_code, signal) => {
      end.wasKilled = signal === 'SIGKILL';
      resolve();
    });
  });
  s3.onPut(async () => {
    pass('put');
    if (kill?.at === 'put' && kill.time === times.get('put')) await ended;
  });
  createInterface({ input: child.stdout }).on('line', (said) => {
    const [word = '', id = ''] = said.split(' ');
    if (word === 'took') end.took.push(id);
    if (word === 'shipped') end.shipped.push(id);
    pass(word);
  });
  child.stdin.end(JSON.stringify({ plan, orders }));
  return ended.then(() => {
    s3.onPut(() => undefined);
    return end;
  });
}

let restores = 0;
async function restored(): Promise<string[]> {
  const into = join(place.folder, `from-s3-${String((restores += 1))}`);
  const target = openTarget(plan.targets[0]!, () => new Date());
  const identity = join(place.folder, 'owner.key');
  const { journal } = await restore(target, { into, identity }).finally(() => target.close());
  expect(journal?.gap).toBeNull();
  const database = new DatabaseSync(join(into, 'data', 'mortar.db'), { readOnly: true });
  const rows = database.prepare('select id from messages order by seq').all();
  database.close();
  return rows.map(({ id }) => String(id));
}

describe('a journal whose hub is killed', () => {
  it.each([
    { at: 'took', time: 2 },
    { at: 'cut', time: 2 },
    { at: 'kept', time: 2 },
    { at: 'put', time: 1 },
    { at: 'put', time: 2 },
    { at: 'shipped', time: 2 },
  ] as const)('at $at, time $time: what was sent restores, and the rest follows with the next start', async (kill) => {
    const { took, shipped, wasKilled } = await run(ORDERS, kill);
    expect(wasKilled).toBe(true);
    const early = await restored();
    expect(early).toEqual(took.slice(0, early.length));
    for (const id of shipped) expect(early).toContain(id);
    // The power is back.
    const { took: more, wasKilled: again } = await run(1);
    expect(again).toBe(false);
    expect(await restored()).toEqual([...took, ...more]);
  });
});
