import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { LettersOrder, LettersReport } from '../recovery/index.ts';
import { PermanentError } from '../sdk/errors.ts';
import type { CliHost } from './cli.ts';
import { exitCodes } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

interface LetterOptions {
  test?: string;
  since?: string;
  text?: string;
  apply: boolean;
  json: boolean;
}

/** `mortar letters`: to the buyers of salvaged orders. */
export function lettersCommand(root: Command, host: CliHost, ended: (code: number) => void): void {
  root
    .command('letters')
    .description('Write to the buyers of salvaged orders, once each. Shows to whom; --apply sends.')
    .option('--test <address>', 'send the first letter to this address instead, and mark nothing')
    .option('--since <time>', 'only orders placed since then')
    .option('--text <file>', 'your own text: the first line is the subject; {reference}, {firstName}, {total}, {date}')
    .option('--apply', 'send, one every three seconds', false)
    .option('--json', 'the report as one JSON object', false)
    .action(async (options: LetterOptions) => {
      ended(await run(host, options));
    });
}

async function run(host: CliHost, { test, since, text, apply, json }: LetterOptions): Promise<number> {
  const order: LettersOrder = {
    apply,
    ...(test !== undefined && { test }),
    ...(since !== undefined && { since }),
    ...(text !== undefined && { text: await textIn(text) }),
  };
  const program = await host.program();
  const report = await program.withOperations(async ({ letters }) => (await letters?.(order)) ?? null);
  if (!report) return exitCodes.error;
  if (json) host.terminal.out(JSON.stringify(report));
  else show(host.terminal, report, order);
  if (report.stopped) return report.unknown.length > 0 ? exitCodes.pending : exitCodes.partial;
  return report.unknown.length > 0 ? exitCodes.pending : exitCodes.done;
}

async function textIn(file: string): Promise<NonNullable<LettersOrder['text']>> {
  const [subject = '', ...lines] = (await readFile(file, 'utf8').catch(() => '')).split(/\r?\n/);
  if (subject.trim() !== '' && lines.join('').trim() !== '') return { subject, body: lines.join('\n').trim() };
  throw new PermanentError({
    code: 'SALVAGE_LETTER_TEXT_INVALID',
    message: `${file} cannot be read, or has no subject and text.`,
    remedy: 'Write the subject into its first line, and the text below it.',
  });
}

function show({ out, talk }: Terminal, report: LettersReport, { apply, test }: LettersOrder): void {
  for (const { reference, to, state } of report.letters) out(`${reference}: ${to}: ${state}`);
  if (report.before > 0) out(`${String(report.before)} were written to before.`);
  if (report.withoutAddress.length > 0) out(`Without an address: ${report.withoutAddress.join(', ')}`);
  if (report.unknown.length > 0)
    out(`Begun, and nobody knows whether they left (look into the mail server): ${report.unknown.join(', ')}`);
  if (report.stopped) talk(`${report.stopped.code}: ${report.stopped.message}\n${report.stopped.remedy}`);
  if (!apply && test === undefined) out('Nothing was sent. Try it with --test YOUR-ADDRESS, then --apply.');
}
