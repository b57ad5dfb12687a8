import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { isCoded } from '#sdk';
import type { Operations } from '../control/index.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { checkCommand, reprojectCommand, syncCommand } from './verbs.ts';
import type { Terminal } from './terminal.ts';

/** What the command line needs of the program around it. */
export interface CliHost {
  version: string;
  terminal: Terminal;
  /** Serves until it is told to stop; resolves with the exit code. */
  serve(): Promise<number>;
  /** Runs something on the hub of this data folder: the running one, else one opened for it. */
  withOperations<T>(use: (operations: Operations) => Promise<T>): Promise<T>;
  /** Writes the published schemas, or compares them (`check`). Resolves with the names of stale files. */
  schema(options: { check: boolean }): Promise<string[]>;
}

/** Runs one command line. Resolves with the exit code; never throws. */
export async function runCli(argv: readonly string[], host: CliHost): Promise<number> {
  let code: number = exitCodes.done;
  const program = new Command('mortar')
    .description('The hub between a retailer’s business bricks.')
    .version(host.version)
    .exitOverride()
    .configureOutput({
      writeErr: (text) => {
        host.terminal.talk(text.trimEnd());
      },
    });
  const verb = (command: Command, run: () => Promise<number>): Command =>
    command.action(async () => {
      code = await run();
    });
  verb(
    program.command('serve', { isDefault: true }).description('Start the hub (the demo if there is no configuration).'),
    () => host.serve(),
  );
  const sync = program
    .command('sync')
    .description('Read a brick (or all) into the mirror.')
    .argument('[brick]', 'name of the brick', brickName)
    .option('--full', 'read everything again, whatever the checkpoints say', false)
    .option('--json', 'one JSON object per line, the last one a summary', false);
  verb(sync, () => syncCommand(host, { brick: argument(sync), ...sync.opts<{ full: boolean; json: boolean }>() }));
  const reproject = program
    .command('reproject')
    .description('Drop what queries read and make it again from the revisions.')
    .argument('[brick]', 'name of the brick', brickName)
    .option('--json', 'one JSON object per line', false);
  verb(reproject, () => reprojectCommand(host, { brick: argument(reproject), ...reproject.opts<{ json: boolean }>() }));
  const check = program
    .command('check')
    .description('Ask a brick (or all) whether it can be read, and which rights are missing.')
    .argument('[brick]', 'name of the brick', brickName)
    .option('--json', 'one JSON object per line', false);
  verb(check, () => checkCommand(host, { brick: argument(check), ...check.opts<{ json: boolean }>() }));
  const schema = program
    .command('schema')
    .description('Write the published schemas to schema/.')
    .option('--check', 'only say which ones are stale', false);
  verb(schema, async () => {
    const { check: only } = schema.opts<{ check: boolean }>();
    const stale = await host.schema({ check: only });
    for (const name of stale) host.terminal.talk(`${only ? 'stale' : 'written'}: ${name}`);
    return only && stale.length > 0 ? exitCodes.pending : exitCodes.done;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    host.terminal.talk(explain(error));
    return exitCodeOf(error);
  }
}

function argument(command: Command): string | null {
  return (command.processedArgs[0] as string | undefined) ?? null;
}

function brickName(value: string): string {
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(value))
    throw new InvalidArgumentError('A brick is named in lower case: shop, shop-fr.');
  return value;
}

/** An error as a person reads it: what happened and what to do; the stack only of what nobody foresaw. */
export function explain(error: unknown): string {
  if (isCoded(error)) return `${error.code}: ${error.message}\n${error.remedy}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
