import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Operations } from '../control/index.ts';
import type { CliHost } from './cli.ts';
import { exitCodes } from './exit-codes.ts';

interface ExportWish {
  email?: string;
  into?: string;
}

interface EraseWish {
  reason: string;
  confirm: string;
  json: boolean;
}

interface RetentionWish {
  apply: boolean;
  json: boolean;
}

/** `mortar person …`: beside a running hub, and without one. */
export function personCommands(root: Command, host: CliHost, ended: (code: number) => void): void {
  const person = root.command('person').description('Give out what the hub holds of a person, and erase a person.');
  person
    .command('export')
    .description('Write all that the hub holds of one person, over all bricks, as JSON.')
    .argument('[customer]', 'hub id of the customer')
    .option('--email <address>', 'the e-mail address instead of the id')
    .option('--into <file>', 'a file that only you can read; default: the standard output')
    .action(async (customer: string | undefined, wish: ExportWish) => ended(await give(host, customer, wish)));
  person
    .command('erase')
    .description('Erase a person, for ever. Orders and invoices stay, of nobody.')
    .argument('<customer>', 'hub id of the customer')
    .requiredOption('--reason <text>', 'why, for the record; no name')
    .requiredOption('--confirm <customer>', 'the hub id once more: it cannot be undone')
    .option('--json', 'one JSON object', false)
    .action(async (customer: string, wish: EraseWish) => ended(await erase(host, customer, wish)));
  person
    .command('retention')
    .description('Say what is over the time that retention: of the configuration gives it; with --apply, let it go.')
    .option('--apply', 'erase and let go; it cannot be undone', false)
    .option('--json', 'one JSON object', false)
    .action(async (wish: RetentionWish) => ended(await retention(host, wish)));
}

async function give(host: CliHost, customer: string | undefined, { email, into }: ExportWish): Promise<number> {
  const { terminal } = host;
  if ((customer === undefined) === (email === undefined)) {
    terminal.talk('Name the person by the id of the customer, or by --email.');
    return exitCodes.error;
  }
  const found = await withPeople(host, (people) =>
    people.export(email === undefined ? { customer: customer ?? '' } : { email }),
  );
  if (found === null) {
    terminal.talk('The hub knows nobody so.');
    return exitCodes.error;
  }
  const json = JSON.stringify(found, null, 2);
  if (into === undefined) terminal.out(json);
  else {
    await writeFile(resolve(into), json, { mode: 0o600 });
    terminal.talk(`Written to ${resolve(into)}. It is personal data: hand it over, then delete it.`);
  }
  return exitCodes.done;
}

async function erase(host: CliHost, customer: string, { reason, confirm, json }: EraseWish): Promise<number> {
  const { terminal } = host;
  const done = await withPeople(host, (people) => people.erase({ customer, reason, confirm, by: 'command line' }));
  if (json) terminal.out(JSON.stringify(done));
  if (done.outcome === 'unknown') {
    if (!json) terminal.talk('The hub knows no such customer.');
    return exitCodes.error;
  }
  if (done.outcome === 'refused') {
    if (!json) terminal.talk(`${done.code}: ${done.message}\n${done.remedy}`);
    return exitCodes.pending;
  }
  if (json) return exitCodes.done;
  const { erasure } = done;
  terminal.talk(done.outcome === 'already' ? `They were erased ${erasure.at}.` : 'Their keys are destroyed.');
  for (const { brick, outcome, message } of erasure.bricks)
    terminal.talk(
      outcome === 'told' ? `${brick}: is told (${message ?? ''}).` : `${brick}: to be erased there by hand.`,
    );
  if (erasure.retained > 0)
    terminal.talk(`${erasure.retained} invoice(s) are kept for tax law, encrypted to your keys.`);
  return exitCodes.done;
}

async function retention(host: CliHost, { apply, json }: RetentionWish): Promise<number> {
  const { terminal } = host;
  const { lines } = await withPeople(host, async (people) => {
    const report = await people.retain({ apply });
    if (json) terminal.out(JSON.stringify(report));
    return report;
  });
  const waits = lines.some(({ kept }) => kept.length > 0);
  if (json) return waits ? exitCodes.pending : exitCodes.done;
  for (const { kind, before, due, ids, gone, kept } of lines) {
    const until = before === null ? 'kept: no time is configured' : `older than ${before.slice(0, 10)}`;
    terminal.out(`${kind}: ${until}${before === null ? '' : apply ? `, ${gone} of ${due} gone` : `, ${due} would go`}`);
    if (!apply) for (const id of ids) terminal.out(`  ${id}`);
    for (const { id, code, message, remedy } of kept)
      terminal.talk(`  ${id ?? kind} stays: ${code}: ${message} ${remedy}`);
  }
  if (!apply) terminal.talk('Nothing was changed. To let it go: mortar person retention --apply');
  return waits ? exitCodes.pending : exitCodes.done;
}

async function withPeople<Answer>(
  host: CliHost,
  use: (people: NonNullable<Operations['people']>) => Promise<Answer>,
): Promise<Answer> {
  const program = await host.program();
  return program.withOperations(({ people }) => {
    if (!people) throw new Error('This hub knows no people.');
    return use(people);
  });
}
