import { resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { FileReport, SalvageOrder, SalvageReport, Subject } from '../recovery/index.ts';
import type { CliHost } from './cli.ts';
import { exitCodes } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

interface SalvageOptions {
  as?: Subject;
  map?: string;
  save?: string;
  column: Record<string, string | null>;
  tax?: string;
  currency?: string;
  dated?: string;
  template?: string;
  field: Record<string, string>;
  apply: boolean;
  json: boolean;
}

/** `mortar salvage FILE…` */
export function salvageCommand(root: Command, host: CliHost, ended: (code: number) => void): void {
  root
    .command('salvage')
    .description(
      'Read what is left of a brick that is gone: CSV, XLSX, MBOX, EML. Shows what it would do; --apply does it.',
    )
    .argument('<files...>', 'the files, the order does not matter')
    .addOption(
      new Option('--as <subject>', 'what the files are about; default: told by their columns').choices([
        ...(['products', 'stock', 'customers', 'orders'] as const),
      ]),
    )
    .option('--map <name>', 'use a saved map of columns')
    .option('--save <name>', 'save the map of this one file')
    .option('--column <heading=field>', 'what a column is; "Heading=-" leaves it out; may be repeated', column, {})
    .option('--template <name>', 'make a template of this one mail; says what is what with --field')
    .option('--field <field=example>', 'what stands in the mail, as it is written there; may be repeated', field, {})
    .option('--tax <percent>', 'tax rate of prices with tax where the file has none; default: 20')
    .option('--currency <code>', 'default: EUR')
    .option('--dated <time>', 'how old the files are; default: by their names, else by their date in the folder')
    .option('--preview', 'only show what it would do (the default)')
    .option('--apply', 'take it in', false)
    .option('--json', 'the report as one JSON object', false)
    .action(async (files: string[], options: SalvageOptions) => {
      ended(await run(host, files, options));
    });
}

async function run(host: CliHost, files: readonly string[], options: SalvageOptions): Promise<number> {
  const { as: subject, map, save, tax: taxRate, currency, dated, template, field: fields, apply } = options;
  const order: SalvageOrder = {
    paths: files.map((file) => resolve(file)),
    ...(subject && { subject }),
    ...(map !== undefined && { map }),
    ...(save !== undefined && { save }),
    ...(taxRate !== undefined && { taxRate }),
    ...(currency !== undefined && { currency }),
    ...(dated !== undefined && { dated }),
    ...(template !== undefined && { template: { name: template, fields } }),
    columns: options.column,
    apply,
  };
  const program = await host.program();
  const report = await program.withOperations(async ({ salvage }) => (await salvage?.(order)) ?? null);
  if (!report) return exitCodes.error;
  if (options.json) host.terminal.out(JSON.stringify(report));
  else show(host.terminal, report);
  return codeOf(report);
}

/** What was left out waits for a person; a file of which nothing was read is a part that is missing. */
function codeOf({ files, counts, applied }: SalvageReport): number {
  const refused = files.filter((file) => file.refused !== null).length;
  if (refused === files.length) return exitCodes.error;
  if (refused > 0 || (applied && applied.state !== 'done')) return exitCodes.partial;
  return counts.some(({ effect }) => effect === 'refused') ? exitCodes.pending : exitCodes.done;
}

function show({ out, talk }: Terminal, report: SalvageReport): void {
  for (const file of report.files) showFile(out, file);
  for (const { file, place, column: heading, effect, message, remedy } of report.doubts) {
    const where = [file, place === null ? '' : `row ${String(place)}`, heading ?? ''].filter((part) => part !== '');
    talk(`${effect}: ${where.join(', ')}: ${message} ${remedy}`);
  }
  for (const { code, effect, count } of report.counts) talk(`${String(count)} × ${code} (${effect})`);
  for (const { brick, kind, count } of report.known)
    out(`${String(count)} of the ${kind} are known to ${brick}, which is fresher and answers first.`);
  for (const { kind, created, updated, unchanged } of report.changes)
    if (created + updated + unchanged > 0)
      out(`${kind}: ${String(created)} new, ${String(updated)} changed, ${String(unchanged)} as they were`);
  if (report.applied) out(`Applied: ${String(report.applied.revisions)} records written (${report.applied.state}).`);
  else out('Nothing was applied. If this is right, run it again with --apply.');
}

function showFile(out: Terminal['out'], { file, at, dated, subject, rows, columns, refused }: FileReport): void {
  if (refused) {
    out(`${file}: NOT READ: ${refused.code}: ${refused.message} ${refused.remedy}`);
    return;
  }
  out(`${file}: ${subject ?? ''}, ${String(rows)} rows, of ${at ?? ''} (${dated ?? ''})`);
  for (const { heading, field, confidence, why, samples } of columns)
    out(
      `  ${heading} → ${field ?? 'left out'} (${String(Math.round(confidence * 100))} %, ${why}): ${samples.join(' · ')}`,
    );
}

function column(value: string, before: Record<string, string | null>): Record<string, string | null> {
  const at = value.lastIndexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write "Heading=field", such as "Réf=sku".');
  const field = value.slice(at + 1);
  return { ...before, [value.slice(0, at)]: field === '-' ? null : field };
}

function field(value: string, before: Record<string, string>): Record<string, string> {
  const at = value.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write field=example, such as "reference=CMD-1042".');
  return { ...before, [value.slice(0, at)]: value.slice(at + 1) };
}
