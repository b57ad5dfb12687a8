import { once } from 'node:events';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { AuditTools, Verification } from '../audit/index.ts';
import type { CliHost } from './cli.ts';
import { exitCodes } from './exit-codes.ts';

type Head = Parameters<AuditTools['verify']>[0][number];

interface Span {
  from?: string;
  to?: string;
  format: 'jsonl' | 'csv';
}

/** `mortar audit …`: beside a running hub, and without one. */
export function auditCommands(root: Command, host: CliHost, ended: (code: number) => void): void {
  const audit = root.command('audit').description('Who did what: prove the audit trail, or take it along.');
  audit
    .command('verify')
    .description('Read the whole chain and compare it with the heads that were written down. 2: it is broken.')
    .option('--head <seq:hash>', 'a head that was written down elsewhere, such as in a backup; several', head, [])
    .option('--json', 'the result as one JSON object', false)
    .action(async ({ head: heads, json }: { head: Head[]; json: boolean }) => {
      const found = await (await host.program()).withAudit((tools) => tools.verify(heads));
      if (json) host.terminal.out(JSON.stringify(found));
      else for (const line of told(found)) host.terminal.out(line);
      ended(found.broken ? exitCodes.pending : exitCodes.done);
    });
  audit
    .command('export')
    .description('Write the entries of a span, oldest first, as JSON lines or CSV.')
    .option('--from <time>', 'from this time on: 2026-11-01, 2026-11-01T08:00:00Z', instant)
    .option('--to <time>', 'before this time', instant)
    .option('--format <format>', 'jsonl or csv', format, 'jsonl')
    .action(async ({ from, to, format: as }: Span) => {
      const span = { format: as, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
      const entries = await (
        await host.program()
      ).withAudit((tools) => tools.export(span, (text) => write(host, text)));
      host.terminal.talk(`${entries} entries.`);
      ended(exitCodes.done);
    });
}

/** Pages of whole lines; the next one is read when this one is on its way. */
async function write({ terminal }: CliHost, text: string): Promise<void> {
  terminal.out(text.trimEnd());
  if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
}

function told({ entries, first, head: newest, unfinished, anchors, broken }: Verification): string[] {
  if (broken) return [`BROKEN at entry ${broken.seq} (${broken.reason}): ${broken.message}`];
  if (newest === null) return ['The trail is empty.'];
  return [
    `${entries} entries, ${first ?? 0} to ${newest.seq}, all as they were appended. Compared with ${anchors} head(s).`,
    `Head: ${newest.seq}:${newest.hash}`,
    ...(unfinished > 0 ? [`${unfinished} began and have no end: under way, or the hub stopped meanwhile.`] : []),
  ];
}

function head(value: string, before: Head[]): Head[] {
  const [, seq, hash] = /^(\d{1,9}):([0-9a-f]{64})$/.exec(value) ?? [];
  if (seq === undefined || hash === undefined) throw new InvalidArgumentError('A head is written 123:<64 hex digits>.');
  return [...before, { seq: Number(seq), hash }];
}

function instant(value: string): string {
  const time = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw new InvalidArgumentError('A time is written 2026-11-01 or 2026-11-01T08:00:00Z.');
  return new Date(time).toISOString();
}

function format(value: string): Span['format'] {
  if (value === 'jsonl' || value === 'csv') return value;
  throw new InvalidArgumentError('There are jsonl and csv.');
}
