import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { built } from '../proof/project-root.ts';
import { openErasureHub, TRACES } from './erasure-hub.ts';

const FLAGS = ['--disable-warning=ExperimentalWarning'];
const CUSTOMERS = 7;

let data: string;
beforeAll(async () => void (data = await mkdtemp(join(tmpdir(), 'mortar-erasure-'))));
afterAll(() => rm(data, { recursive: true }));

/** Lets the program work until it says that step, and kills it there. */
async function killed(options: object): Promise<void> {
  const child = spawn(
    process.execPath,
    [...FLAGS, built('test/people/erasure-kill.entry.js'), JSON.stringify({ data, time: 1, customers: 0, ...options })],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = new Promise<string | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
  for await (const _line of createInterface({ input: child.stdout })) child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
}

function rows(text: string): Record<string, unknown>[] {
  const database = new DatabaseSync(join(data, 'mortar.db'), { readOnly: true });
  try {
    return database.prepare(text).all();
  } finally {
    database.close();
  }
}

const states = (): unknown[] => rows('select state from erasures order by at, id').map(({ state }) => state);
const begun = (): number => states().filter((state) => state === 'begun').length;

it('a kill -9 between the steps of erasures leaves each done or to be gone on with, never half', async () => {
  await killed({ work: 'erase', stop: 'begun', customers: CUSTOMERS });
  expect(states()).toEqual(['begun']);
  // Whoever begins next finishes it first.
  await killed({ work: 'erase', stop: 'destroying' });
  expect(states().length - begun()).toBeGreaterThanOrEqual(1);
  await killed({ work: 'erase', stop: 'destroyed' });
  expect(begun()).toBe(0);
  const before = states().length;
  await killed({ work: 'retain', stop: 'begun', time: 2 });
  expect(begun()).toBe(1);
  expect(states().length).toBe(before + 2);

  const { hub, close } = await openErasureHub(data);
  try {
    const port = hub.operations.people;
    const report = await port?.retain({ apply: true });
    expect(report?.lines.find(({ kind }) => kind === 'customers')).toMatchObject({ kept: [] });
    expect(states()).toEqual(Array(CUSTOMERS).fill('destroyed'));
    expect(await port?.retain({ apply: true })).toMatchObject({ lines: [{ due: 0 }, {}, {}, {}] });
    await hub.people.stop();
    const shown = await hub.mirror.reader.facets.page({ type: 'Customer', brick: 'shop', first: 50 });
    const said = shown.rows.map(({ row }) => JSON.stringify(row.facet)).join();
    expect(said).toContain('Petit');
    expect(TRACES.filter((trace) => said.includes(trace))).toEqual([]);
  } finally {
    await close();
  }
  expect(rows('select customer from erasures group by customer having count(*) > 1')).toEqual([]);
  const told = rows(`select lane, count(*) as times from messages where command = 'eraseCustomer' group by lane`);
  expect(told.map(({ times }) => times)).toEqual(Array(CUSTOMERS).fill(1));
  const keys = rows('select key from person_keys').filter(({ key }) => key !== null);
  // Only hers who is still there.
  expect(keys).toHaveLength(1);
});
