import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { PermanentError } from '../sdk/errors.ts';
import type { CliHost } from './cli.ts';
import { exitCodes } from './exit-codes.ts';
import { timeOf } from './history-verbs.ts';
import { interruptible } from './interrupt.ts';

interface Wanted {
  asOf?: string;
  variables?: string;
}

interface Answer {
  data?: unknown;
  errors?: { message: string; extensions?: Record<string, unknown> }[];
}

/** `mortar query FILE|-`: asks the graph, of now or of the past. */
export function queryCommand(root: Command, host: CliHost, ended: (code: number) => void): void {
  root
    .command('query')
    .description('Ask the graph a query, and print the answer as JSON.')
    .argument('<file>', 'a file with the query; -: standard input')
    .option('--as-of <time>', 'ask what was published then: 2026-08-15T00:00:00Z')
    .option('--variables <json>', 'its variables, as a JSON object')
    .action(async (file: string, wanted: Wanted) => ended(await query(host, file, wanted)));
}

async function query(host: CliHost, file: string, { asOf, variables }: Wanted): Promise<number> {
  const document = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8').catch(unreadable);
  const asked = {
    query: document,
    variables: variables === undefined ? {} : objectIn(variables),
    ...(asOf === undefined ? {} : { asOf: timeOf(asOf) }),
  };
  return interruptible(host.terminal, async (signal) => {
    const program = await host.program();
    const answer = await program.withOperations(async (operations) => {
      if (!operations.query) throw new Error('This hub answers no queries.');
      for (;;) {
        const given = (await operations.query(asked)) as Answer;
        const wait = preparing(given);
        if (wait === null || signal.aborted) return given;
        host.terminal.talk(`preparing the past: ${Math.floor(wait.progress * 100)} %`);
        await pause(wait.seconds * 1_000, signal);
      }
    });
    host.terminal.out(JSON.stringify(answer, null, 2));
    if (signal.aborted) return exitCodes.interrupted;
    return answer.errors ? exitCodes.error : exitCodes.done;
  });
}

function preparing({ errors }: Answer): { seconds: number; progress: number } | null {
  const [error] = errors ?? [];
  if (error?.extensions?.['code'] !== 'PAST_PREPARING') return null;
  const { retryAfter, progress } = error.extensions;
  // Progress is worth seeing more often than the answer is to be expected.
  return { seconds: Math.min(Number(retryAfter), 2), progress: Number(progress) };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

function objectIn(json: string): Record<string, unknown> {
  const value: unknown = (() => {
    try {
      return JSON.parse(json) as unknown;
    } catch {
      return null;
    }
  })();
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new PermanentError({
    code: 'WRONG_USAGE',
    message: '--variables is no JSON object.',
    remedy: `Write it as '{"first": 10}'.`,
  });
}

function unreadable(cause: unknown): never {
  throw new PermanentError(
    { code: 'QUERY_UNREADABLE', message: 'The file of the query cannot be read.', remedy: 'Look at its name.' },
    { cause },
  );
}
