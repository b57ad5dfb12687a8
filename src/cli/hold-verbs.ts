import type { Command } from 'commander';
import type { HistoryDesk } from '../control/index.ts';
import type { HoldRow, RecordChange } from '../mirror/index.ts';
import { PermanentError } from '../sdk/errors.ts';
import type { CliHost } from './cli.ts';
import { exitCodes } from './exit-codes.ts';

type Ended = (code: number) => void;

const JSON_OPTION = ['--json', 'one JSON object per line', false] as const;
const SHOWN = 20;

/** `mortar hold …`: changes that were set aside, and what people decide about them. */
export function holdCommands(root: Command, host: CliHost, ended: Ended): void {
  const hold = root
    .command('hold')
    .description('List, show and decide what was set aside for a person, read or about to be written.');
  hold
    .command('list')
    .description('Holds that wait for a decision.')
    .argument('[brick]', 'name of the brick')
    .option('--all', 'the decided ones, too', false)
    .option(...JSON_OPTION)
    .action(async (brick: string | undefined, { all, json }: { all: boolean; json: boolean }) =>
      ended(await list(host, { brick: brick ?? null, all, json })),
    );
  hold
    .command('show')
    .description('What a hold would change, field by field.')
    .argument('<id>', 'its id')
    .option('--first <count>', 'how many records', String(SHOWN))
    .option(...JSON_OPTION)
    .action(async (id: string, { first, json }: { first: string; json: boolean }) =>
      ended(await show(host, id, { first: Number(first), json })),
    );
  hold
    .command('accept')
    .description('Believe what was set aside: published and shown at once.')
    .argument('<id>', 'its id')
    .option('--select <record...>', "only these records, by the brick's own ids")
    .option('--reason <text>', 'why')
    .option('--yes', 'do it; without, it is only shown', false)
    .option('--confirm <brick>', 'name the brick: needed where records would be deleted')
    .option(...JSON_OPTION)
    .action(async (id: string, wanted: Wanted) => ended(await accept(host, id, wanted)));
  for (const decide of ['reject', 'reopen'] as const)
    hold
      .command(decide)
      .description(decide === 'reject' ? 'Do not believe it, however often it is said.' : 'Take a rejection back.')
      .argument('<id>', 'its id')
      .requiredOption('--reason <text>', 'why')
      .option(...JSON_OPTION)
      .action(async (id: string, { reason, json }: { reason: string; json: boolean }) =>
        ended(await decided(host, { id, decide, reason }, json)),
      );
}

interface Wanted {
  select?: string[];
  reason?: string;
  yes: boolean;
  confirm?: string;
  json: boolean;
}

async function list(
  host: CliHost,
  { json, ...asked }: { brick: string | null; all: boolean; json: boolean },
): Promise<number> {
  const holds = await atDesk(host, (desk) => desk.holds(asked));
  for (const hold of holds) host.terminal.out(json ? JSON.stringify(hold) : lineOf(hold));
  if (holds.length === 0 && !json) host.terminal.talk('Nothing waits for a decision.');
  return holds.some(({ state }) => state === 'open') ? exitCodes.pending : exitCodes.done;
}

async function show(host: CliHost, id: string, { first, json }: { first: number; json: boolean }): Promise<number> {
  const shown = await atDesk(host, (desk) => desk.hold(id, within(first)));
  if (!shown) throw unknown(id);
  const { hold, rows, hasNext } = shown;
  host.terminal.out(json ? JSON.stringify(hold) : lineOf(hold));
  if (!json) for (const { message } of hold.reasons) host.terminal.out(`  ${message}`);
  for (const row of rows) for (const line of linesOf(row, json)) host.terminal.out(line);
  if (hasNext && !json) host.terminal.talk(`There are more: --first ${first * 10}`);
  return exitCodes.done;
}

/** Shows first, does it with `--yes`; what deletes wants the name of the brick instead, so that nobody does it by habit. */
async function accept(host: CliHost, id: string, { select, reason, yes, confirm, json }: Wanted): Promise<number> {
  const shown = await atDesk(host, (desk) => desk.hold(id, SHOWN));
  if (!shown) throw unknown(id);
  const { hold } = shown;
  const isSure = hold.deletes > 0 ? confirm === hold.brick : yes || confirm === hold.brick;
  if (!isSure && hold.state === 'open') {
    await show(host, id, { first: SHOWN, json });
    const how = hold.deletes > 0 ? `--confirm=${hold.brick} (it deletes ${hold.deletes} records)` : '--yes';
    host.terminal.talk(`Nothing was changed. To accept it: mortar hold accept ${id} ${how}`);
    return exitCodes.pending;
  }
  return decided(host, { id, decide: 'accept', reason: reason ?? null, ...(select && { select }) }, json);
}

async function decided(host: CliHost, order: Parameters<HistoryDesk['decide']>[0], json: boolean): Promise<number> {
  const outcome = await atDesk(host, (desk) => desk.decide(order));
  if (json) host.terminal.out(JSON.stringify(outcome));
  if (outcome.outcome === 'unknown') throw unknown(order.id);
  if (outcome.outcome === 'not-held') {
    if (!json) host.terminal.talk(`Not held, nothing was changed: ${outcome.ids.join(', ')}`);
    return exitCodes.error;
  }
  if (outcome.outcome === 'decided') {
    if (!json) host.terminal.talk(`Nothing was changed: ${lineOf(outcome.hold)}`);
    return exitCodes.error;
  }
  if (!json) host.terminal.talk(`${String(outcome.records)} records: ${lineOf(outcome.hold)}`);
  return outcome.hold.state === 'open' ? exitCodes.pending : exitCodes.done;
}

/** A record as it differs, for people; the same lines serve `mortar changes`. */
export function linesOf(row: RecordChange, json: boolean): string[] {
  if (json) return [JSON.stringify(row)];
  const more = row.more > 0 ? [`    … and ${String(row.more)} more`] : [];
  const fields = row.fields.map(({ path, before, after }) => `    ${path}: ${before ?? '–'} → ${after ?? '–'}`);
  return [`  ${row.id} ${row.change}`, ...fields, ...more];
}

function lineOf({ id, state, direction, brick, kind, run, creates, updates, deletes, decisions }: HoldRow): string {
  const last = decisions.at(-1);
  const by = last ? `  ${last.decision} by ${last.by} at ${last.at}` : '';
  const place = direction === 'outgoing' ? `${run} → ${brick}/${kind}` : `${brick}/${kind}`;
  return `${id}  ${state}  ${place}  +${creates} ~${updates} -${deletes}${by}`;
}

function within(first: number): number {
  if (Number.isInteger(first) && first >= 1 && first <= 1_000) return first;
  throw new PermanentError({ code: 'WRONG_USAGE', message: '--first is 1 to 1000.', remedy: 'Give a whole number.' });
}

function unknown(id: string): PermanentError {
  return new PermanentError({
    code: 'HOLD_UNKNOWN',
    message: `There is no hold "${id}".`,
    remedy: 'List them: mortar hold list --all',
  });
}

export async function atDesk<Answer>(host: CliHost, use: (desk: HistoryDesk) => Promise<Answer>): Promise<Answer> {
  const program = await host.program();
  return program.withOperations(({ history }) => {
    if (!history) throw new Error('This hub has no history.');
    return use(history);
  });
}
