import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { isCoded } from '../sdk/errors.ts';
import type { AuditTools } from '../audit/index.ts';
import type { Operations } from '../control/index.ts';
import { auditCommands } from './audit-verbs.ts';
import { doctorCommands, type DoctorTools } from './doctor-verbs.ts';
import { backupCommands, type BackupTools } from './backup-verbs.ts';
import { connectorCommands, type ConnectorTools } from './connector-verbs.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { personCommands } from './person-verbs.ts';
import { lettersCommand } from './letter-verbs.ts';
import { historyCommands } from './history-verbs.ts';
import { holdCommands } from './hold-verbs.ts';
import { queryCommand } from './query-verb.ts';
import { moveCommands } from './move-verbs.ts';
import { movedCommands } from './moved-verbs.ts';
import { trialCommands } from './trial-verbs.ts';
import { salvageCommand } from './salvage-verbs.ts';
import { tokenCommands } from './token-verbs.ts';
import { checkCommand, dayCommand, kitCommand, reprojectCommand, syncCommand } from './verbs.ts';
import type { Terminal } from './terminal.ts';

/** What the command line needs around it. */
export interface CliHost {
  version: string;
  terminal: Terminal;
  /** Loads the program; called by verbs that need it. */
  program(): Promise<Program>;
}

/** What the verbs run on. */
export interface Program {
  /** Serves until it is told to stop; resolves with the exit code. */
  serve(): Promise<number>;
  /** Runs something on the hub of this data folder: the running one, else one opened for it. */
  withOperations<T>(use: (operations: Operations) => Promise<T>): Promise<T>;
  /** Runs something on the audit trail of this data folder, by the running hub or beside it; changes nothing else. */
  withAudit<T>(use: (tools: AuditTools) => Promise<T>): Promise<T>;
  /** Looks at an installation, and makes one. */
  doctor: DoctorTools;
  /** Copies of all that the hub holds, and the way back. */
  backups: BackupTools;
  /** For those who write connectors. */
  connectors: ConnectorTools;
  /** Writes the published schemas, or compares them (`check`). Resolves with the names of stale files. */
  schema(options: { check: boolean }): Promise<string[]>;
}

const EXIT_CODES = `
Exit codes: 0 done · 1 error · 2 something waits for a person (a hold, a stale schema,
  a broken audit trail) · 3 read in part ·
  4 the brick refuses access · 11 another process or run holds the lock · 130 interrupted

Without a command, the hub starts: \`mortar serve\`. Settings: mortar.config.yaml, or the file that MORTAR_CONFIG names.`;

/** Runs one command line. Resolves with the exit code; never throws. */
export async function runCli(argv: readonly string[], host: CliHost): Promise<number> {
  let code: number = exitCodes.done;
  const root = commandLine(host, (ended) => {
    code = ended;
  });
  try {
    await root.parseAsync(argv.length === 0 ? ['serve'] : [...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (argv.includes('--json')) host.terminal.out(JSON.stringify({ error: plain(error) }));
    host.terminal.talk(explain(error));
    return exitCodeOf(error);
  }
}

function commandLine(host: CliHost, ended: (code: number) => void): Command {
  const { terminal } = host;
  const root = new Command('mortar')
    .description('The hub between a retailer’s business bricks.')
    .version(host.version)
    .exitOverride()
    .showHelpAfterError('Run `mortar --help` to see what there is.')
    .addHelpText('after', EXIT_CODES)
    .configureOutput({
      writeOut: (text) => {
        terminal.out(text.trimEnd());
      },
      writeErr: (text) => {
        terminal.talk(text.trimEnd());
      },
    });
  const verb = (command: Command, run: () => Promise<number>): Command =>
    command.action(async () => {
      ended(await run());
    });
  verb(root.command('serve').description('Start the hub (the demo if there is no configuration).'), async () =>
    (await host.program()).serve(),
  );
  const sync = onBrick(root.command('sync').description('Read a brick (or all) into the mirror.')).option(
    '--full',
    'read everything again, whatever the checkpoints say',
    false,
  );
  verb(sync, () => syncCommand(host, { brick: argument(sync), ...sync.opts<{ full: boolean; json: boolean }>() }));
  const reproject = onBrick(
    root.command('reproject').description('Drop what queries read and make it again from the revisions.'),
  );
  verb(reproject, () => reprojectCommand(host, { brick: argument(reproject), ...reproject.opts<{ json: boolean }>() }));
  const check = onBrick(
    root.command('check').description('Ask a brick (or all) whether it can be read, and which rights are missing.'),
  );
  verb(check, () => checkCommand(host, { brick: argument(check), ...check.opts<{ json: boolean }>() }));
  const kit = root
    .command('kit')
    .description('Write what a store works with on paper: prices, stock, open orders, customers, barcodes.')
    .option('--into <folder>', 'where kits lie; default: kit.into of the configuration')
    .option('--json', 'the summary as one JSON object', false);
  verb(kit, () => kitCommand(host, kit.opts<{ into?: string; json: boolean }>()));
  const schema = root
    .command('schema')
    .description('Write the published schemas to schema/.')
    .option('--check', 'only say which ones are stale', false);
  auditCommands(root, host, ended);
  doctorCommands(root, host, ended);
  backupCommands(root, host, ended);
  connectorCommands(root, host, ended);
  salvageCommand(root, host, ended);
  moveCommands(root, host, ended);
  trialCommands(root, host, ended);
  movedCommands(root, host, ended);
  lettersCommand(root, host, ended);
  tokenCommands(root, host, ended);
  personCommands(root, host, ended);
  holdCommands(root, host, ended);
  historyCommands(root, host, ended);
  queryCommand(root, host, ended);
  const day = root.command('demo').description('Move the running demo.').command('day');
  verb(day.description('Let a day of business pass in its sandboxes.'), () => dayCommand(host));
  verb(schema, () => schemaCommand(host, schema.opts<{ check: boolean }>()));
  return root;
}

function onBrick(command: Command): Command {
  return command
    .argument('[brick]', 'name of the brick', brickName)
    .option('--json', 'one JSON object per line, the last one a summary', false);
}

async function schemaCommand(host: CliHost, { check }: { check: boolean }): Promise<number> {
  const stale = await (await host.program()).schema({ check });
  for (const name of stale) host.terminal.talk(`${check ? 'stale' : 'written'}: ${name}`);
  return check && stale.length > 0 ? exitCodes.pending : exitCodes.done;
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
function explain(error: unknown): string {
  if (isCoded(error)) return `${error.code}: ${error.message}\n${error.remedy}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function plain(error: unknown): object {
  if (isCoded(error)) return { code: error.code, message: error.message, remedy: error.remedy };
  return { code: 'UNEXPECTED', message: error instanceof Error ? error.message : String(error), remedy: null };
}
