import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { KILL, REPORT } from './probe/announce.ts';
import { built, root } from './project-root.ts';

/** A command line of the program under test: a built file with its arguments. */
export interface Command {
  /** Modules loaded before the program, for counter-proofs. */
  preload?: readonly string[];
  args: readonly string[];
  env: Readonly<Record<string, string>>;
}

/** Where to kill: at the n-th announcement of a phase, from inside; or some time after the first one, from outside. */
export type Kill = { phase: string; nth: number } | { afterMs: number };

export interface Outcome {
  /** False: the program ended by itself. */
  killed: boolean;
  code: number | null;
  /** The phases that it went through, as they were announced. */
  announced: string[];
  stdout: string;
  stderr: string;
  /** From the first announcement to the end: loading the program is not counted. */
  ms: number;
}

const LONGEST_MS = 180_000;

const EVERY_MS = 5;

/** Runs the program with the probe inside until it ends or is killed. */
export async function runProbed(command: Command, kill: Kill | null): Promise<Outcome> {
  const scratch = await mkdtemp(join(tmpdir(), 'mortar-probe-'));
  const report = join(scratch, 'report');
  const aimed = kill && 'phase' in kill ? { [KILL]: `${kill.phase}#${kill.nth}` } : {};
  const afterMs = kill && 'afterMs' in kill ? kill.afterMs : null;
  try {
    const ended = await run(command, { [REPORT]: report, ...aimed }, { report, afterMs });
    const announced = (await readFile(report, 'utf8').catch(() => '')).split('\n').slice(0, -1);
    return { ...ended, announced };
  } finally {
    await rm(scratch, { recursive: true });
  }
}

type Ended = Omit<Outcome, 'announced'>;

function run(
  command: Command,
  env: Record<string, string>,
  { report, afterMs }: { report: string; afterMs: number | null },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, argumentsOf(command), {
      env: { ...inherited(), ...command.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (out.stderr += text));
    const start = performance.now();
    let first: number | null = null;
    let hung = false;
    const watch = setInterval(() => {
      const now = performance.now();
      if (first === null && sizeOf(report) > 0) first = now;
      hung = now - start > LONGEST_MS;
      if (hung || (afterMs !== null && first !== null && now - first >= afterMs)) child.kill('SIGKILL');
    }, EVERY_MS);
    child.on('error', (error) => {
      clearInterval(watch);
      reject(error);
    });
    child.on('close', (code, signal) => {
      clearInterval(watch);
      if (hung) out.stderr += `\n(hung: killed after ${LONGEST_MS} ms)`;
      const ms = first === null ? 0 : performance.now() - first;
      resolve({ killed: signal === 'SIGKILL' && !hung, code, ms, ...out });
    });
  });
}

/** The probe is loaded last: its view of a call is that of the program. */
function argumentsOf({ preload = [], args }: Command): string[] {
  const modules = [...preload, built('test/proof/probe/phase-probe.entry.js')];
  const imports = modules.flatMap((module) => ['--import', pathToFileURL(module).href]);
  return ['--disable-warning=ExperimentalWarning', ...imports, ...args];
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The surroundings without what would configure the program, or this test's own module loading. */
function inherited(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name, value]) => value !== undefined && !/^(MORTAR_|DATABASE_URL|NODE_OPTIONS|PORT$|HOST$)/.test(name),
  );
  // As the project's own start script does.
  const cache = { NODE_COMPILE_CACHE: join(root, 'dist/.compile-cache') };
  return { ...(Object.fromEntries(kept) as Record<string, string>), ...cache };
}
