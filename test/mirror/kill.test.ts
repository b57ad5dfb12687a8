import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMirror } from '../../src/mirror/index.ts';
import { bricks, facetsOf, projectAll, registry } from './a-mirror.ts';
import { dialects } from './dialects.ts';

const program = new URL('./kill.entry.ts', import.meta.url).pathname;

/** Lets the program commit until it has acknowledged so many pages, then kills it. Resolves with what it acknowledged. */
async function killAfter(pages: number, options: object): Promise<number> {
  const args = [
    '--conditions=mortar-source',
    '--disable-warning=ExperimentalWarning',
    program,
    JSON.stringify(options),
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let acknowledged = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Number(line);
    if (acknowledged === pages) child.kill('SIGKILL');
  }
  await ended;
  return acknowledged;
}

describe.each(dialects)('a kill -9 in the middle of writing, on $name', (dialect) => {
  it('loses nothing that was acknowledged and leaves no half page', async () => {
    const data = await mkdtemp(join(tmpdir(), 'mortar-mirror-'));
    const database = await dialect.create();
    const options = { data, ...(database === undefined ? {} : { database }), registry, bricks };
    let known = 0;
    for (const pages of [3, 17, 30]) {
      const acknowledged = await killAfter(pages, { ...options, from: known });
      expect(acknowledged).toBeGreaterThanOrEqual(pages);
      const mirror = await openMirror(options);
      const stored = Number((await mirror.reader.stream('one', 'things'))?.checkpoint);
      expect(stored).toBeGreaterThanOrEqual(acknowledged);
      const ids = await mirror.reader.latestIds('one', 'things', null, 100_000);
      expect(ids).toHaveLength(stored * 20);
      await projectAll(mirror);
      expect(Object.keys(await facetsOf(mirror, 'Thing'))).toHaveLength(Math.min(stored * 20, 1_000));
      await mirror.close();
      known = stored;
    }
    await dialect.drop(database);
    await rm(data, { recursive: true });
  });
});
