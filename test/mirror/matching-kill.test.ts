/** Promise: a kill between projecting and matching, or in the middle of matching, changes nothing of how it ends. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMirror, type Mirror } from '../../src/mirror/index.ts';
import { aPage, projectAll, registry } from './a-mirror.ts';
import { dialects, type TestDialect } from './dialects.ts';
import { endsOf, settled } from './matching-mirror.ts';

const program = new URL('./matching-kill.entry.ts', import.meta.url).pathname;
const NAMES = ['one', 'two', 'three'];
const bricks = NAMES.map((name) => ({ name, connector: 'vendor' }));

/** Lets the program match so many steps, then kills it. */
async function killAfter(steps: number, options: object): Promise<void> {
  const flags = ['--conditions=mortar-source', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, program, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
  for await (const line of createInterface({ input: child.stdout })) if (Number(line) === steps) child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
}

/** Keys that are told by few, told twice, and told by SKU here and by bar code there. The last brick is read first. */
async function read(mirror: Mirror): Promise<void> {
  const parts = {
    two: ['S1 E9', 'S2 E2', 'S3 E3', 'S3 E4'],
    three: ['S9 E2', 'S1 E8', 'S4 E3'],
    one: ['S1 E1', 'S2 E3'],
  };
  for (const [brick, keys] of Object.entries(parts)) {
    const bodies = keys.map((key, n) => [`p${n}`, { parent: `T${n % 2}`, code: key.slice(0, 2), ean: key.slice(3) }]);
    await mirror.writer.commitPage(aPage('things', { T0: { name: 'a' }, T1: { name: 'b' } }, { brick }));
    await mirror.writer.commitPage(
      aPage('parts', Object.fromEntries(bodies) as Parameters<typeof aPage>[1], { brick }),
    );
    await projectAll(mirror, brick);
  }
}

async function endsAfter(dialect: TestDialect, kills: readonly number[]): Promise<unknown> {
  const data = await mkdtemp(join(tmpdir(), 'mortar-matching-kill-'));
  const database = await dialect.create();
  const options = { data, ...(database === undefined ? {} : { database }), registry, bricks };
  let mirror = await openMirror(options);
  await read(mirror);
  for (const steps of kills) {
    await mirror.close();
    await killAfter(steps, options);
    mirror = await openMirror(options);
  }
  for (const brick of NAMES) await projectAll(mirror, brick);
  await settled(mirror, NAMES);
  const ends = await endsOf(mirror, NAMES);
  await mirror.close();
  await dialect.drop(database);
  await rm(data, { recursive: true });
  return ends;
}

describe.each(dialects)('a kill -9 while entities are recognised, on $name', (dialect) => {
  it('loses nothing of what was due and leaves nothing half bound', async () => {
    const undisturbed = await endsAfter(dialect, []);
    expect(JSON.stringify(undisturbed)).toContain('"method\\":\\"gtin');
    expect(await endsAfter(dialect, [0, 1, 3])).toEqual(undisturbed);
  });
});
