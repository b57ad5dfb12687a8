import { InvalidArgumentError, Option, type Command } from 'commander';
import type { RoleName } from '#sdk';
import type { CliHost } from './cli.ts';
import { exitCodes } from './exit-codes.ts';
import { interruptible } from './interrupt.ts';

const ROLES: readonly RoleName[] = ['shop', 'fulfilment', 'mass-edit', 'till'];

/** What the command line asks of those who help integrators. */
export interface ConnectorTools {
  /** Writes a new connector; resolves with its files. */
  scaffold(options: { name: string; role: RoleName; into: string }): Promise<string[]>;
  judge(folder: string, say: (line: string) => void): Promise<{ passed: number; failed: number }>;
  /** Records until it is told to stop. */
  record(options: RecordOptions, signal: AbortSignal, say: (line: string) => void): Promise<void>;
  /** Serves the connector's sandbox until it is told to stop; `once`: without reloading on save. */
  develop(
    folder: string,
    options: { once: boolean },
    signal: AbortSignal,
    say: (line: string) => void,
  ): Promise<number>;
}

export interface RecordOptions {
  target: string;
  into: string;
  /** Names of environment variables that hold what must not be written down. */
  secretsFrom: string[];
  keepPersonal: boolean;
}

type Ended = (code: number) => void;

/** `mortar connector new | test | record | dev`. */
export function connectorCommands(root: Command, host: CliHost, ended: Ended): void {
  const group = root.command('connector').description('Write, try and record a connector of your own.');
  const tools = async (): Promise<ConnectorTools> => (await host.program()).connectors;
  const say = (line: string): void => {
    host.terminal.talk(line);
  };
  group
    .command('new')
    .description('Write a small connector that passes the conformance suite.')
    .argument('<name>', 'name of the connector: acme')
    .addOption(new Option('--role <role>', 'what it is for').choices([...ROLES]).makeOptionMandatory())
    .requiredOption('--into <folder>', 'folder that is made')
    .action(async (name: string, { role, into }: { role: RoleName; into: string }) => {
      for (const file of await (await tools()).scaffold({ name, role, into })) host.terminal.out(file);
      say(`Now try: mortar connector test ${into}`);
      ended(exitCodes.done);
    });
  group
    .command('test')
    .description('Run the conformance suite and the tests of a connector’s folder.')
    .argument('<folder>', 'the connector’s folder')
    .action(async (folder: string) => {
      const { passed, failed } = await (await tools()).judge(folder, say);
      host.terminal.out(`${passed} passed, ${failed} failed`);
      ended(failed === 0 ? exitCodes.done : exitCodes.error);
    });
  recordCommand(group, host, { tools, say, ended });
  group
    .command('dev')
    .description('Serve a connector’s sandbox through a hub, and reload when a file is saved.')
    .argument('<folder>', 'the connector’s folder')
    .option('--once', 'do not reload', false)
    .action(async (folder: string, { once }: { once: boolean }) => {
      const serve = async (signal: AbortSignal): Promise<number> =>
        (await tools()).develop(folder, { once }, signal, say);
      ended(once ? await serve(new AbortController().signal) : await interruptible(host.terminal, serve));
    });
}

function recordCommand(
  group: Command,
  host: CliHost,
  { tools, say, ended }: { tools(): Promise<ConnectorTools>; say(line: string): void; ended: Ended },
): void {
  group
    .command('record')
    .description('Stand before a real server and write down what is said, without secrets and personal data.')
    .argument('<address>', 'the server’s address', webAddress)
    .requiredOption('--into <folder>', 'folder of the recordings')
    .option('--secrets-from <names...>', 'environment variables whose values are cut out', [])
    .option('--keep-personal', 'keep names, addresses and e-mails (only for made-up data)', false)
    .action(async (target: string, options: Omit<RecordOptions, 'target'>) => {
      const code = await interruptible(host.terminal, async (signal) => {
        await (await tools()).record({ ...options, target }, signal, say);
        return exitCodes.done;
      });
      ended(code);
    });
}

function webAddress(value: string): string {
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) throw new InvalidArgumentError('Write https://…');
  return value;
}
