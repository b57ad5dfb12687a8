import { fork, type ChildProcess } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A process of the benchmark: what it measures, it shares with nothing else. */
export interface Child<Message> {
  /** The next thing that it says. Rejects when it ends without saying anything. */
  next(): Promise<Message>;
  /** Tells it to begin something. */
  send(word: string): void;
  /** Milliseconds of processor time that it has used so far. */
  cpuMs(): Promise<number>;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>;
}

/** Starts `<entry>.entry` of this folder as Node starts anything, but for `flags`. */
export function startChild<Message>(entry: string, options: object, flags: string[] = []): Child<Message> {
  const module = fileURLToPath(new URL(`./${entry}.entry${extname(import.meta.url)}`, import.meta.url));
  const child = fork(module, [JSON.stringify(options)], {
    execArgv: ['--disable-warning=ExperimentalWarning', ...flags],
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    next: () => nextMessage<Message>(child, entry),
    send: (word) => void child.send(word),
    async cpuMs() {
      const told = nextMessage<{ cpuMs: number }>(child, entry);
      child.send('cpu');
      return (await told).cpuMs;
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

function nextMessage<Message>(child: ChildProcess, entry: string): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => {
      reject(new Error(`${entry} ended with ${String(code)} before it said anything.`));
    };
    child.once('exit', onExit);
    child.once('error', reject);
    child.once('message', (message) => {
      child.off('exit', onExit);
      child.off('error', reject);
      resolve(message as Message);
    });
  });
}

const GRACE_MS = 10_000;

/** In a child: the options that it was started with. From here on it does not outlive the benchmark. */
export function childOptions<Options>(): Options {
  process.once('disconnect', () => setTimeout(() => process.exit(1), GRACE_MS).unref());
  return JSON.parse(process.argv[2] ?? '{}') as Options;
}

/** In a child: tells the benchmark. */
export function tell(message: object): void {
  process.send?.(message);
}

/** In a child: does this when the benchmark says the word, and tells it when it is done. */
export function whenTold(word: string, work: () => Promise<void>): void {
  process.on('message', (said) => {
    if (said === word) void work().then(() => tell({ done: word }));
  });
}

/** In a child: resolves when the benchmark wants it to end, or has ended itself. Until then it answers `cpuMs`. */
export function untilDismissed(): Promise<void> {
  process.on('message', (word) => {
    if (word !== 'cpu') return;
    const { user, system } = process.cpuUsage();
    tell({ cpuMs: (user + system) / 1000 });
  });
  return new Promise((resolve) => {
    if (process.connected) process.once('disconnect', resolve);
    else resolve();
  });
}
