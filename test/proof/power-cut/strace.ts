import { spawn, spawnSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { operationOf, type Operation } from './operation.ts';

/** Every call by which a file or a folder can change, or be told to reach the disk. */
const CALLS = [
  ...['open', 'openat', 'creat', 'write', 'pwrite64', 'writev', 'pwritev', 'pwritev2', 'ftruncate', 'truncate'],
  ...['fallocate', 'rename', 'renameat', 'renameat2', 'link', 'linkat', 'unlink', 'unlinkat', 'rmdir', 'mkdir'],
  ...['mkdirat', 'fsync', 'fdatasync', 'copy_file_range', 'sendfile', 'mmap'],
];

/** Why system calls cannot be followed here; null: they can. */
export function straceProblem(): string | null {
  const tried = spawnSync('strace', ['-qq', '-e', 'trace=none', process.execPath, '--version'], { encoding: 'utf8' });
  if (tried.error) return `strace is not installed (Debian package: strace): ${tried.error.message}`;
  return tried.status === 0 ? null : `strace may not follow a process here: ${tried.stderr.trim()}`;
}

/** Runs a command to its end; gives back what it printed. What it asked of the kernel goes to `file`. */
export async function recorded(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  file: string,
): Promise<{ code: number | null; output: string }> {
  const strace = ['-f', '-qq', '-y', '-xx', '-s', '8000000', '-e', `trace=${CALLS.join(',')}`, '-o', file, '--'];
  const child = spawn('strace', [...strace, process.execPath, ...args], {
    // Writes by io_uring would pass unseen.
    env: { ...env, UV_USE_IO_URING: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, output });
    });
  });
}

/** What was done below a folder, and what was printed, in the order in which it was begun. */
export async function operationsIn(file: string, folder: string): Promise<Operation[]> {
  const operations: Operation[] = [];
  const unfinished = new Map<string, { text: string; began: number }>();
  let line = 0;
  const add = (text: string, began: number): void => {
    const operation = operationOf(text, folder, { began, ended: line });
    if (operation) operations.push(operation);
  };
  for await (const raw of createInterface({ input: createReadStream(file) })) {
    line += 1;
    const [, thread = '', text = ''] = /^(\d+) +(.*)$/.exec(raw) ?? [];
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(text);
    if (text.endsWith('<unfinished ...>')) {
      unfinished.set(thread, { text: text.slice(0, -'<unfinished ...>'.length).trimEnd(), began: line });
    } else if (resumed) {
      const start = unfinished.get(thread);
      if (start) add(start.text + (resumed[1] ?? ''), start.began);
    } else add(text, line);
  }
  return operations.sort((one, other) => one.began - other.began);
}
