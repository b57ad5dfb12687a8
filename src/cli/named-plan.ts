import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { MoveOperations, Operations } from '../control/index.ts';
import type { MovePlan } from '../recovery/index.ts';
import { PermanentError } from '../sdk/errors.ts';
import type { CliHost } from './cli.ts';

const LARGEST_PLAN = 10_000_000;

/** The moves of the running hub, or of one that is opened for it. */
export async function withMoves<T>(host: CliHost, use: (moves: MoveOperations) => Promise<T>): Promise<T> {
  const program = await host.program();
  return program.withOperations(({ moves }: Operations) => {
    if (!moves) throw new Error('This hub moves nothing.');
    return use(moves);
  });
}

/** `plan_…`, or what its file says. Throws PLAN_UNREADABLE, PLAN_INVALID, PLAN_ALTERED. */
export async function idOfPlan(named: string): Promise<string> {
  if (named.startsWith('plan_') && !/[./\\]/.test(named)) return named;
  return (await planIn(named)).id;
}

/** Throws PLAN_UNREADABLE, PLAN_INVALID, PLAN_ALTERED. */
export async function planIn(file: string): Promise<MovePlan> {
  const { readPlan } = await import('../recovery/index.ts');
  return readPlan(await contentOf(resolve(file)));
}

/** What is larger than any plan is none. */
async function contentOf(file: string): Promise<string> {
  try {
    const opened = await open(file);
    try {
      return (await opened.stat()).size > LARGEST_PLAN ? '' : await opened.readFile('utf8');
    } finally {
      await opened.close();
    }
  } catch (cause) {
    const remedy = 'Name the file that `mortar plan` wrote.';
    throw new PermanentError({ code: 'PLAN_UNREADABLE', message: `${file} cannot be read.`, remedy }, { cause });
  }
}
