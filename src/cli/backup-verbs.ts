import type { Command } from 'commander';
import type { BackupResult, JournalRestored, Restored, Verified } from '../recovery/index.ts';
import { isCoded } from '../sdk/errors.ts';
import type { CliHost } from './cli.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { interruptible, unless } from './interrupt.ts';

/** What the command line asks of those who keep copies. */
export interface BackupTools {
  make(options: MakeOptions, signal: AbortSignal): Promise<BackupResult>;
  /** Proves the newest backup (or the named one) at one target, or at all of the configuration. */
  verify(options: VerifyOptions, signal: AbortSignal): Promise<TargetProof[]>;
  restore(options: RestoreOptions, signal: AbortSignal): Promise<Restored>;
  /** Writes a private key to a file that nobody else can read; resolves with its public half. */
  newKey(into: string): Promise<string>;
}

interface MakeOptions {
  full: boolean;
  trustClock: boolean;
}

export interface VerifyOptions {
  from: string | undefined;
  identity: string;
  backup?: string;
  signer?: string;
}

export interface RestoreOptions extends Omit<VerifyOptions, 'from'> {
  from: string;
  into: string;
  /** What comes after a gap of the journal is applied all the same. */
  acceptGap?: boolean;
  /** Only what the backup itself holds. */
  withoutJournal?: boolean;
}

/** What became of one target's proof. */
export type TargetProof =
  { target: string; verified: Omit<Verified, 'receiptKey'> } | { target: string; error: unknown };

const FROM = 'a target of the configuration, a folder, sftp://… or s3://… (docs/backups.md)';

/** `mortar backup`, `mortar backup verify | key`, `mortar restore`. */
export function backupCommands(root: Command, host: CliHost, ended: (code: number) => void): void {
  const tools = async (): Promise<BackupTools> => (await host.program()).backups;
  const backup = root
    .command('backup')
    .description('Copy all that the hub holds, encrypted, to every target.')
    .option('--full', 'send everything again, whatever lies there', false)
    .option('--trust-clock', 'the clock is right, whatever it looks like', false)
    .option('--json', 'the last line is a summary', false)
    .action(async (options: MakeOptions & { json: boolean }) => {
      ended(await interruptible(host.terminal, async (signal) => makeCommand(host, await tools(), options, signal)));
    });
  withKey(
    backup
      .command('verify')
      .description('Restore into a scratch folder, compare, and note that it works.')
      .argument('[from]', FROM),
  ).action(async (from: string | undefined, options: Omit<VerifyOptions, 'from'>, command: Command) => {
    const { json } = command.optsWithGlobals<{ json: boolean }>();
    const asked = { ...options, from };
    ended(
      await interruptible(host.terminal, async (signal) =>
        verifyCommand(host, await tools(), { ...asked, json }, signal),
      ),
    );
  });
  backup
    .command('key')
    .description('Make a pair of keys: the private one into a file, the public one for the configuration.')
    .requiredOption('--into <file>', 'where the private key goes; keep it off this machine')
    .action(async ({ into }: { into: string }) => {
      host.terminal.out(await (await tools()).newKey(into));
      host.terminal.talk(
        `Put this public key below backup.recipients. Move ${into} off this machine: print it, lock it away.`,
      );
      ended(exitCodes.done);
    });
  withKey(root.command('restore').description('Make a working hub from a backup and a key.').argument('<from>', FROM))
    .requiredOption('--into <folder>', 'absent or empty: nothing is ever overwritten')
    .option('--accept-gap', 'go on behind a missing or altered piece of the journal')
    .option('--without-journal', 'nothing that was acknowledged after the backup')
    .option('--json', 'the last line is a summary', false)
    .action(async (from: string, options: Omit<RestoreOptions, 'from'> & { json: boolean }) => {
      const asked = { ...options, from };
      ended(await interruptible(host.terminal, async (signal) => restoreCommand(host, await tools(), asked, signal)));
    });
}

function withKey(command: Command): Command {
  return command
    .requiredOption('--identity <file>', 'the private age key')
    .option('--backup <id>', 'this one instead of the newest')
    .option('--signer <key>', 'refuse what another hub signed');
}

async function makeCommand(
  { terminal }: CliHost,
  tools: BackupTools,
  { json, ...options }: MakeOptions & { json: boolean },
  signal: AbortSignal,
): Promise<number> {
  const made = await tools.make(options, signal);
  for (const warning of made.warnings) terminal.talk(`warning: ${warning}`);
  for (const { name, site, stored, message } of made.targets)
    terminal.talk(stored ? `${name} (${site}): stored` : `${name} (${site}): NOT STORED: ${message ?? ''}`);
  if (json) terminal.out(JSON.stringify(made));
  else
    terminal.out(
      `${made.id} in ${made.seconds.toFixed(1)} s, ${String(made.bytes)} bytes sent. Signer: ${made.signer}`,
    );
  return made.targets.every(({ stored }) => stored) ? exitCodes.done : exitCodes.partial;
}

async function verifyCommand(
  { terminal }: CliHost,
  tools: BackupTools,
  { json, ...options }: VerifyOptions & { json: boolean },
  signal: AbortSignal,
): Promise<number> {
  const proofs = await unless(signal, tools.verify(options, signal));
  for (const proof of proofs) {
    if (json)
      terminal.out(JSON.stringify('error' in proof ? { target: proof.target, error: plain(proof.error) } : proof));
    terminal.talk(
      'error' in proof ? `${proof.target}: ${told(proof.error)}` : `${proof.target}: ${proven(proof.verified)}`,
    );
  }
  for (const warning of proofs.flatMap((proof) => ('verified' in proof ? proof.verified.warnings : [])))
    terminal.talk(`warning: ${warning}`);
  const failed = proofs.flatMap((proof) => ('error' in proof ? [proof.error] : []));
  if (json) terminal.out(JSON.stringify({ verified: proofs.length - failed.length, failed: failed.length }));
  if (failed.length === 0) return exitCodes.done;
  const codes = failed.map(exitCodeOf);
  if (codes.includes(exitCodes.pending)) return exitCodes.pending;
  return failed.length < proofs.length ? exitCodes.partial : (codes[0] ?? exitCodes.error);
}

async function restoreCommand(
  { terminal }: CliHost,
  tools: BackupTools,
  { json, ...options }: RestoreOptions & { json: boolean },
  signal: AbortSignal,
): Promise<number> {
  const { receiptKey: _, ...restored } = await unless(signal, tools.restore(options, signal));
  const { into } = options;
  if (json) terminal.out(JSON.stringify(restored));
  else
    terminal.talk(`Restored ${proven({ ...restored, restoreSeconds: restored.seconds })} Signed by ${restored.signer}`);
  const { journal } = restored;
  for (const warning of restored.warnings) terminal.talk(`warning: ${warning}`);
  if (journal) for (const line of toldOfJournal(journal)) terminal.talk(line);
  const settings = restored.hasConfig ? `MORTAR_CONFIG=${into}/mortar.config.yaml ` : '';
  const file = restored.environment.length > 0 ? `set -a; . ${into}/mortar.env; set +a; ` : '';
  terminal.talk(`Start it: ${file}${settings}MORTAR_DATA=${into}/data mortar serve`);
  return journal?.gap ? exitCodes.partial : exitCodes.done;
}

function toldOfJournal({ segments, messages, until, gap, undelivered }: JournalRestored): string[] {
  const came =
    until === null
      ? 'Nothing was acknowledged after it, or nothing of that was sent.'
      : `Then what was acknowledged up to ${until}: ${String(messages)} messages in ${String(segments)} pieces.`;
  const gapped = gap?.isAccepted
    ? `GAP, gone over: ${gap.message} What that piece held is lost unless another target has it.`
    : `STOPPED: ${gap?.message ?? ''} What came after it is not here. Restore from another target, or go over it with --accept-gap.`;
  return [
    came,
    ...(gap ? [gapped] : []),
    `${String(undelivered)} messages are to be delivered; each is looked for first.`,
  ];
}

function proven({
  backup,
  at,
  tables,
  rows,
  blobs,
  restoreSeconds,
}: Omit<Verified, 'verifiedAt' | 'receiptKey'>): string {
  const held = `${String(tables)} tables with ${String(rows)} rows and ${String(blobs)} blobs`;
  return `${backup} of ${at}: ${held}, equal, in ${restoreSeconds.toFixed(1)} s.`;
}

function told(error: unknown): string {
  return isCoded(error) ? `${error.code}: ${error.message} ${error.remedy}` : String(error);
}

function plain(error: unknown): object {
  if (!isCoded(error)) return { code: 'UNEXPECTED', message: String(error), remedy: null };
  return { code: error.code, message: error.message, remedy: error.remedy };
}
