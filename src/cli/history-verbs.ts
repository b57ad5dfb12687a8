import type { Command } from 'commander';
import type { BadChange } from '../mirror/index.ts';
import { PermanentError } from '../sdk/errors.ts';
import type { CliHost } from './cli.ts';
import { exitCodes } from './exit-codes.ts';
import { atDesk, linesOf } from './hold-verbs.ts';

type Ended = (code: number) => void;

const JSON_OPTION = ['--json', 'one JSON object per line', false] as const;
const SEARCHED_DAYS = 30;
const DAY = 86_400_000;
const PAGE = 200;

/** `mortar changes` and `mortar first-bad`: what moved, and since when. */
export function historyCommands(root: Command, host: CliHost, ended: Ended): void {
  root
    .command('changes')
    .description('What was published otherwise at one time than at another, field by field.')
    .argument('<brick>', 'name of the brick')
    .argument('<stream>', "what was read, in the brick's own word: products")
    .requiredOption('--from <time>', 'the earlier time: 2026-08-15T00:00:00Z')
    .option('--to <time>', 'the later time; default: now')
    .option('--most <count>', 'at most so many records', String(PAGE))
    .option(...JSON_OPTION)
    .action(async (brick: string, kind: string, wanted: Changes) => ended(await changes(host, brick, kind, wanted)));
  root
    .command('first-bad')
    .description('When something began to go wrong, and the last good time before it.')
    .argument('<brick>', 'name of the brick')
    .argument('<stream>', "what was read, in the brick's own word: products")
    .option('--price-fell <percent>', 'prices fell by at least so much')
    .option('--field-changed <field>', 'a field changed in many records within an hour: name')
    .option('--deletions <count>', 'more than so many records vanished within an hour')
    .option('--field <field>', 'where the price is', 'price')
    .option('--records <count>', 'prices of at least so many records', '1')
    .option('--hours <hours>', 'within so many hours', '24')
    .option('--share <percent>', 'the field in at least so many percent of all', '10')
    .option('--since <time>', `from when on to search; default: ${SEARCHED_DAYS} days ago`)
    .option('--until <time>', 'until when to search; default: now')
    .option(...JSON_OPTION)
    .action(async (brick: string, kind: string, wanted: FirstBad) => ended(await firstBad(host, brick, kind, wanted)));
}

interface Changes {
  from: string;
  to?: string;
  most: string;
  json: boolean;
}

async function changes(host: CliHost, brick: string, kind: string, wanted: Changes): Promise<number> {
  const window = { from: timeOf(wanted.from), to: wanted.to ? timeOf(wanted.to) : new Date().toISOString() };
  const most = numberOf('--most', wanted.most);
  let shown = 0;
  let after: string | undefined;
  do {
    const first = Math.min(PAGE, most - shown);
    const asked = { brick, kind, ...window, first, ...(after === undefined ? {} : { after }) };
    const page = await atDesk(host, (desk) => desk.changes(asked));
    for (const row of page.rows) for (const line of linesOf(row, wanted.json)) host.terminal.out(line);
    shown += page.rows.length;
    after = page.next ?? undefined;
  } while (after !== undefined && shown < most);
  if (!wanted.json) host.terminal.talk(`${String(shown)} records${after === undefined ? '' : ', and there are more'}.`);
  return exitCodes.done;
}

interface FirstBad {
  priceFell?: string;
  fieldChanged?: string;
  deletions?: string;
  field: string;
  records: string;
  hours: string;
  share: string;
  since?: string;
  until?: string;
  json: boolean;
}

async function firstBad(host: CliHost, brick: string, kind: string, wanted: FirstBad): Promise<number> {
  const bad = badOf(wanted);
  const since = wanted.since ? timeOf(wanted.since) : new Date(Date.now() - SEARCHED_DAYS * DAY).toISOString();
  const until = wanted.until ? { until: timeOf(wanted.until) } : {};
  const found = await atDesk(host, (desk) => desk.firstBad({ brick, kind, since, ...until, bad }));
  if (wanted.json) host.terminal.out(JSON.stringify(found));
  else if (!found) host.terminal.talk('It did not begin in that time.');
  else {
    const { at, run, count, sample, lastGood } = found;
    host.terminal.out(`first bad: ${at}  (${run})  ${String(count)} records: ${sample.join(', ')}`);
    host.terminal.out(`last good: ${lastGood ?? 'none'}`);
    if (lastGood) host.terminal.talk(`The same query as it was then: mortar query FILE --as-of ${lastGood}`);
  }
  return found ? exitCodes.pending : exitCodes.done;
}

function badOf({ priceFell, fieldChanged, deletions, field, records, hours, share }: FirstBad): BadChange {
  if ([priceFell, fieldChanged, deletions].filter((one) => one !== undefined).length !== 1)
    throw wrong('Give exactly one of --price-fell, --field-changed and --deletions.');
  if (priceFell !== undefined) {
    const percent = numberOf('--price-fell', priceFell);
    const [least, within] = [numberOf('--records', records), numberOf('--hours', hours)];
    return { sense: 'price-fell', field, percent, records: least, hours: within };
  }
  if (fieldChanged !== undefined)
    return { sense: 'field-changed', field: fieldChanged, share: numberOf('--share', share) / 100 };
  return { sense: 'deletions', perHour: numberOf('--deletions', deletions ?? '') };
}

function numberOf(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw wrong(`${option} takes a number.`);
}

/** As the mirror compares times. */
export function timeOf(text: string): string {
  const time = new Date(text);
  if (/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(time.getTime())) return time.toISOString();
  throw wrong(`"${text}" is no time with its offset.`);
}

function wrong(message: string): PermanentError {
  return new PermanentError({ code: 'WRONG_USAGE', message, remedy: 'A time looks like 2026-08-15T02:00:00Z.' });
}
