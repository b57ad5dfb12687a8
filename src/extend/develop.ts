import { randomBytes } from 'node:crypto';
import { watch } from 'node:fs';
import { fork, type ChildProcess } from 'node:child_process';

export interface DevelopOptions {
  /** The connector's folder. */
  folder: string;
  /** The hub's own entry, and the words with which it serves the one connector. */
  entry: string;
  args: readonly string[];
  /** What the hub is started with. */
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  say(line: string): void;
}

/** Milliseconds in which several saves count as one. */
const SETTLE = 200;

/** Serves a connector's sandbox through a hub of its own, and begins anew whenever a file of the folder is saved. */
export async function develop({ folder, entry, args, env, signal, say }: DevelopOptions): Promise<void> {
  const token = env['MORTAR_TOKEN'] ?? `mortar_${randomBytes(24).toString('base64url')}`;
  say(`The token, the same after every save: ${token}`);
  const serve = (): ChildProcess => fork(entry, args, { stdio: 'inherit', env: { ...env, MORTAR_TOKEN: token } });
  let child = serve();
  let pending: NodeJS.Timeout | undefined;
  const restart = async (file: string): Promise<void> => {
    say(`${file} was saved: once more`);
    await ended(child);
    if (!signal.aborted) child = serve();
  };
  const watcher = watch(folder, { recursive: true, signal }, (_event, file) => {
    if (!file || /(^|\/)(node_modules|\.|data\b)/.test(file)) return;
    clearTimeout(pending);
    pending = setTimeout(() => void restart(file), SETTLE);
  });
  watcher.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  clearTimeout(pending);
  await ended(child);
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
