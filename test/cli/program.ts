import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built } from '../proof/project-root.ts';

/** What a command said when it ended. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A command under way. */
export interface Started {
  child: ChildProcessWithoutNullStreams;
  /** Resolves once its output (both streams) matches; fails with that output when it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  ended: Promise<Ended>;
}

/** A folder with a configuration, where the built program is run as people run it. */
export interface ProgramPlace {
  folder: string;
  data: string;
  env: Record<string, string>;
  /** Everything that any command said here. */
  said(): string;
  configure(config: object | string): void;
  start(args: readonly string[], env?: Record<string, string>, preload?: readonly string[]): Started;
  run(args: readonly string[], env?: Record<string, string>, preload?: readonly string[]): Promise<Ended>;
  /** Runs it on a terminal of its own (`script`); both streams come as stdout. */
  onTerminal(args: readonly string[], env?: Record<string, string>): Promise<Ended>;
  /** Starts the hub on a free port; resolves when it answers. */
  serve(env?: Record<string, string>): Promise<Started & { url: string; stop(): Promise<Ended> }>;
  /** Ends what still runs, and removes the folder. */
  close(): Promise<void>;
}

const FLAGS = ['--disable-warning=ExperimentalWarning'];

export function openPlace(): ProgramPlace {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-cli-'));
  const running = new Set<Started>();
  const said: string[] = [];
  const launch = (program: string, args: readonly string[], env: Record<string, string>): Started => {
    const child = spawn(program, args, { cwd: folder, env: { ...inherited(), ...place.env, ...env } });
    const started = watch(child, said);
    running.add(started);
    void started.ended.then(() => running.delete(started));
    return started;
  };
  const place: ProgramPlace = {
    folder,
    data: join(folder, 'data'),
    env: {},
    said: () => said.join(''),
    configure(config) {
      const text = typeof config === 'string' ? config : JSON.stringify(config, null, 2);
      writeFileSync(join(folder, 'mortar.config.yaml'), text);
    },
    start(args, env = {}, preload = []) {
      const imports = preload.flatMap((module) => ['--import', module]);
      return launch(process.execPath, [...FLAGS, ...imports, built('src/main.js'), ...args], env);
    },
    onTerminal(args, env = {}) {
      const command = [process.execPath, ...FLAGS, built('src/main.js'), ...args].join(' ');
      return launch('script', ['-qec', `stty cols 100 rows 30; ${command}`, '/dev/null'], { TERM: 'xterm', ...env })
        .ended;
    },
    run: (args, env, preload) => place.start(args, env, preload).ended,
    async serve(env = {}) {
      const hub = place.start(['serve'], { PORT: '0', ...env });
      const [, url = ''] = await hub.says(/GraphQL\s+(http\S+)\/graphql/);
      const stop = (): Promise<Ended> => {
        hub.child.kill('SIGTERM');
        return hub.ended;
      };
      return { ...hub, url, stop };
    },
    async close() {
      for (const { child } of running) child.kill('SIGKILL');
      await Promise.all([...running].map(({ ended }) => ended));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return place;
}

/** Whether this machine has a program. */
export function canRun(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0;
}

/** The last line of what a `--json` command wrote. */
export function summaryOf({ stdout, stderr }: Ended): Record<string, unknown> {
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  if (last === '') throw new Error(`No summary; the command said: ${stderr}`);
  return JSON.parse(last) as Record<string, unknown>;
}

function watch(child: ChildProcessWithoutNullStreams, said: string[]): Started {
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  const hear = (): void => {
    for (const listener of listeners) listener();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    said.push(text);
    hear();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    said.push(text);
    hear();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code, signal, stdout, stderr });
    });
  });
  const says = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(stdout) ?? pattern.exec(stderr);
        if (found) resolve(found);
      };
      listeners.add(look);
      look();
      void ended.then(() => {
        reject(new Error(`It ended without saying ${String(pattern)}, but:\n${stdout}\n${stderr}`));
      });
    });
  return { child, says, ended };
}

/** The surroundings without what would configure the program, or this test's own module loading. */
function inherited(): Record<string, string> {
  const ours = /^(MORTAR_|DATABASE_URL|NODE_OPTIONS|PORT$|HOST$|FORCE_COLOR|NO_COLOR)/;
  const kept = Object.entries(process.env).filter(([name, value]) => value !== undefined && !ours.test(name));
  // As the project's own start script does.
  const cache = { NODE_COMPILE_CACHE: join(built('src/main.js'), '../../.compile-cache') };
  return { ...(Object.fromEntries(kept) as Record<string, string>), ...cache };
}
