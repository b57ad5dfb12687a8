import { open, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { IdFormat, MovedFile, PasswordOrder, PasswordReport, RedirectOrder } from '../recovery/index.ts';
import { PermanentError } from '../sdk/errors.ts';
import type { CliHost } from './cli.ts';
import { exitCodes } from './exit-codes.ts';
import { idOfPlan, withMoves } from './named-plan.ts';
import type { Terminal } from './terminal.ts';

interface RedirectOptions {
  format: RedirectOrder['format'];
  into?: string;
  site?: string;
}

interface PasswordOptions {
  into?: string;
  text?: string;
  test?: string;
  apply: boolean;
  json: boolean;
}

/** `mortar redirects`, `mortar idmap`, `mortar passwords`: what a cutover leaves to be done. */
export function movedCommands(root: Command, host: CliHost, ended: (code: number) => void): void {
  root
    .command('redirects')
    .description('Old public addresses and where what was there is now, after a cutover.')
    .argument('<plan>', 'the id of the plan, or its file')
    .addOption(new Option('--format <form>', 'for which server').choices(['nginx', 'apache', 'csv']).default('nginx'))
    .option('--into <file>', 'a new file; default: stdout')
    .option('--site <origin>', 'where visitors find the new shop: https://www.example.com', origin)
    .action(async (named: string, { format, into, site }: RedirectOptions) => {
      const id = await idOfPlan(named);
      const file = await withMoves(host, (moves) => moves.redirects({ id, format, site: site ?? null }));
      ended(await given(host.terminal, file, into, 'addresses'));
    });
  root
    .command('idmap')
    .description('Old and new ids of all that was brought, after a cutover.')
    .argument('<plan>', 'the id of the plan, or its file')
    .addOption(new Option('--format <form>', 'how').choices(['csv', 'json']).default('csv'))
    .option('--into <file>', 'a new file; default: stdout')
    .action(async (named: string, { format, into }: { format: IdFormat; into?: string }) => {
      const id = await idOfPlan(named);
      const file = await withMoves(host, (moves) => moves.idMap({ id, format }));
      ended(await given(host.terminal, file, into, 'ids'));
    });
  root
    .command('passwords')
    .description('Customers whose password was lost: a list, and a letter to each, once. Shows to whom; --apply sends.')
    .argument('<plan>', 'the id of the plan, or its file')
    .option('--into <file>', 'the list as CSV, into a new file that nobody else may read')
    .option('--test <address>', 'send the first letter to this address instead, and mark nothing')
    .option('--text <file>', 'your own text: the first line is the subject; {firstName}, {lastName}, {email}, {page}')
    .option('--apply', 'send, one every three seconds', false)
    .option('--json', 'the report as one JSON object', false)
    .action(async (named: string, options: PasswordOptions) => {
      ended(await passwordCommand(host, named, options));
    });
}

async function given(
  terminal: Terminal,
  { content, count, unknown }: MovedFile,
  into: string | undefined,
  what: string,
): Promise<number> {
  if (into === undefined) terminal.out(content.trimEnd());
  else {
    await writeNew(into, content);
    terminal.talk(`${String(count)} ${what} written to ${resolve(into)}.`);
  }
  for (const { type, count: many } of unknown)
    terminal.talk(`Not known where: ${String(many)} of ${type}. See the map of ids: mortar idmap.`);
  // Something is left for a person.
  return unknown.length > 0 ? exitCodes.partial : exitCodes.done;
}

async function passwordCommand(
  host: CliHost,
  named: string,
  { into, text, test, apply, json }: PasswordOptions,
): Promise<number> {
  const order: PasswordOrder = {
    ...{ id: await idOfPlan(named), apply },
    ...(test !== undefined && { test }),
    ...(text !== undefined && { text: await textIn(text) }),
  };
  const { list, ...report } = await withMoves(host, (moves) => moves.passwords(order));
  if (into !== undefined) await writeNew(into, list);
  if (json) host.terminal.out(JSON.stringify(report));
  else show(host.terminal, report, order);
  if (report.unknown.length > 0) return exitCodes.pending;
  return report.stopped ? exitCodes.partial : exitCodes.done;
}

function show({ out, talk }: Terminal, report: Omit<PasswordReport, 'list'>, { apply, test }: PasswordOrder): void {
  for (const { to, state } of report.letters) out(`${to}: ${state}`);
  if (report.before > 0) out(`${String(report.before)} were written to before.`);
  if (report.unknown.length > 0)
    out(`Begun, and nobody knows whether they left (look into the mail server): ${report.unknown.join(', ')}`);
  if (report.stopped) talk(`${report.stopped.code}: ${report.stopped.message}\n${report.stopped.remedy}`);
  if (!apply && test === undefined) out('Nothing was sent. Try it with --test YOUR-ADDRESS, then --apply.');
}

async function textIn(file: string): Promise<NonNullable<PasswordOrder['text']>> {
  const [subject = '', ...lines] = (await readFile(file, 'utf8').catch(() => '')).split(/\r?\n/);
  if (subject.trim() !== '' && lines.join('').includes('{page}')) return { subject, body: lines.join('\n').trim() };
  throw new PermanentError({
    code: 'PASSWORD_TEXT_INVALID',
    message: `${file} cannot be read, has no subject, or does not name {page}.`,
    remedy: 'Write the subject into its first line, and below it a text with {page}, where a password is set.',
  });
}

async function writeNew(into: string, content: string): Promise<void> {
  const path = resolve(into);
  const file = await open(path, 'wx', 0o600).catch((cause: unknown) => {
    const remedy = 'Name a file that is not there yet, in a folder that is.';
    throw new PermanentError({ code: 'FILE_NOT_MADE', message: `${path} cannot be made.`, remedy }, { cause });
  });
  await file.writeFile(content).finally(() => file.close());
}

function origin(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '' && url.username === '')
    return url.origin;
  throw new InvalidArgumentError('Write an origin: https://www.example.com');
}
