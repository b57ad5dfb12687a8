import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { KILL, REPORT } from './probe/announce.ts';
import { built } from './project-root.ts';

/** A command line of the program under test: a built file with its arguments. */
export interface Command {
  args: readonly string[];
  env: Readonly<Record<string, string>>;
}

/** Where to kill: at the n-th announcement of a phase, from inside; or after a time, from outside. */
export type Kill = { phase: string; nth: number } | { afterMs: number };

export interface Outcome {
  /** False: the program ended by itself. */
  killed: boolean;
  code: number | null;
  /** The last announcement before the end. */
  phase: string | null;
  /** Announcements by phase. */
  counts: Map<string, number>;
  stdout: string;
  stderr: string;
  ms: number;
}

const LONGEST_MS = 180_000;

/** Runs the program with the probe inside until it ends or is killed. */
export async function runProbed(command: Command, kill: Kill | null): Promise<Outcome> {
  const scratch = await mkdtemp(join(tmpdir(), 'mortar-probe-'));
  const report = join(scratch, 'report');
  const aimed = kill && 'phase' in kill ? { [KILL]: `${kill.phase}#${kill.nth}` } : {};
  const start = performance.now();
  try {
    const ended = await run(command, { [REPORT]: report, ...aimed }, kill && 'afterMs' in kill ? kill.afterMs : null);
    const phases = (await readFile(report, 'utf8').catch(() => '')).split('\n').slice(0, -1);
    const counts = new Map<string, number>();
    for (const phase of phases) counts.set(phase, (counts.get(phase) ?? 0) + 1);
    return { ...ended, phase: phases.at(-1) ?? null, counts, ms: performance.now() - start };
  } finally {
    await rm(scratch, { recursive: true });
  }
}

type Ended = Pick<Outcome, 'killed' | 'code' | 'stdout' | 'stderr'>;

function run(command: Command, env: Record<string, string>, afterMs: number | null): Promise<Ended> {
  const probe = pathToFileURL(built('test/proof/probe/phase-probe.entry.js')).href;
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--import', probe, ...command.args],
      {
        env: { ...inherited(), ...command.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const out = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (out.stderr += text));
    let hung = false;
    const kill = afterMs === null ? undefined : setTimeout(() => child.kill('SIGKILL'), afterMs);
    const deadline = setTimeout(() => {
      hung = true;
      child.kill('SIGKILL');
    }, LONGEST_MS);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(kill);
      clearTimeout(deadline);
      if (hung) out.stderr += `\n(hung: killed after ${LONGEST_MS} ms)`;
      resolve({ killed: signal === 'SIGKILL' && !hung, code, ...out });
    });
  });
}

/** The surroundings without what would configure the program, or this test's own module loading. */
function inherited(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name, value]) => value !== undefined && !/^(MORTAR_|DATABASE_URL|NODE_OPTIONS|PORT$|HOST$)/.test(name),
  );
  return Object.fromEntries(kept) as Record<string, string>;
}
