import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { built } from '../proof/project-root.ts';

it('a kit is written beside the thread that answers queries, not by it', async () => {
  const data = await mkdtemp(join(tmpdir(), 'mortar-kit-thread-'));
  try {
    const program = ['--disable-warning=ExperimentalWarning', built('test/kit/kit-thread.entry.js'), data];
    const { stdout } = await promisify(execFile)(process.execPath, program);
    const [answered, written, rows] = stdout.trimEnd().split('\n');
    expect([answered, written]).toEqual(['answered 1', 'written meanwhile']);
    // The customers that were read, and the one who was there before.
    expect(rows?.split(' ')).toContain('301');
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});
