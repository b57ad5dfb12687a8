import type { MirrorView, RawRecord, ReadContext } from '#sdk';
import { text } from './body.ts';
import type { ArrivedFile } from './inbox.ts';
import type { Problem } from './problem.ts';
import { wallClock } from './store-time.ts';

const CHUNK = 200;
/** Numbers that one file may jump over and that are looked for; beyond, it is no run of numbers. */
const MOST_HOLES = 10_000;

/** Tickets of one till with running numbers: `Caisse 1/A-` and 57, 58, 60. */
interface Series {
  prefix: string;
  width: number;
  numbers: Set<number>;
  first: number;
  last: number;
  days: Set<string>;
  from: string;
  to: string;
}

/**
 * Finds the tickets that were said before and that a newer export leaves out: numbers between those that it has, of
 * the same time; and where it replaces a file of its own name and repeats some of it, also those before its first and
 * after its last on the days that it has. What else a file does not hold, it may never have been meant to hold.
 */
export async function noteVanished(
  files: readonly ArrivedFile[],
  timezone: string,
  { mirror }: Pick<ReadContext, 'mirror'>,
): Promise<void> {
  const said = new Map<string, RawRecord>();
  const names = files.some(isOfTickets) ? await namesTaken(mirror) : new Map<string, Set<string>>();
  for (const file of files) {
    if (file.parsed.outcome !== 'applied' || file.parsed.kind !== 'tickets') continue;
    const { records } = file.parsed;
    const [recorded] = await mirror.byIds('files', [file.id]);
    // Read again as a whole: what was noted then is still so, and what came later is no loss of this file.
    if (recorded) file.vanished = problemsOf(recorded);
    else {
      const look = (ids: string[]): Promise<RawRecord[]> => lookUp(ids, said, mirror);
      const before = await look(records.map(({ id }) => id));
      const isReplacing = before.length > 0 && [...(names.get(file.name) ?? [])].some((id) => id !== file.id);
      const missing: RawRecord[] = [];
      for (const series of seriesOf(records, timezone)) {
        missing.push(...(await holesOf(series, look)));
        if (isReplacing) missing.push(...(await endsOf(series, timezone, look)));
      }
      file.vanished = missing.map(({ id }) => vanishedFrom(file.name, id));
    }
    for (const record of records) said.set(record.id, record);
  }
}

function isOfTickets({ parsed }: ArrivedFile): boolean {
  return parsed.outcome === 'applied' && parsed.kind === 'tickets';
}

/** Names of the ticket files that were taken, each with their ids. */
async function namesTaken(mirror: MirrorView): Promise<Map<string, Set<string>>> {
  const names = new Map<string, Set<string>>();
  for await (const records of mirror.pages('files'))
    for (const { id, body } of records) {
      const name = text(body, 'name');
      if (name === null || body['outcome'] !== 'applied') continue;
      names.set(name, (names.get(name) ?? new Set()).add(id));
    }
  return names;
}

async function lookUp(ids: string[], said: ReadonlyMap<string, RawRecord>, mirror: MirrorView): Promise<RawRecord[]> {
  const found: RawRecord[] = [];
  for (let i = 0; i < ids.length; i += CHUNK) {
    const some = ids.slice(i, i + CHUNK);
    found.push(...some.flatMap((id) => said.get(id) ?? []));
    const rest = some.filter((id) => !said.has(id));
    if (rest.length > 0) found.push(...(await mirror.byIds('tickets', rest)));
  }
  return found;
}

function seriesOf(records: readonly RawRecord[], timezone: string): Series[] {
  const found = new Map<string, Series>();
  for (const { id, body } of records) {
    const [, prefix, digits] = /^(.*?)(\d{1,15})$/.exec(id) ?? [];
    if (prefix === undefined || digits === undefined) continue;
    const [number, at] = [Number(digits), text(body, 'soldAt') ?? ''];
    const width = digits.startsWith('0') ? digits.length : 1;
    const series = found.get(prefix);
    if (!series) {
      const days = new Set([dayOf(at, timezone)]);
      const numbers = new Set([number]);
      found.set(prefix, { prefix, width, numbers, first: number, last: number, days, from: at, to: at });
      continue;
    }
    series.numbers.add(number);
    series.days.add(dayOf(at, timezone));
    series.width = Math.max(series.width, width);
    series.first = Math.min(series.first, number);
    series.last = Math.max(series.last, number);
    if (at < series.from) series.from = at;
    if (at > series.to) series.to = at;
  }
  return [...found.values()];
}

type Look = (ids: string[]) => Promise<RawRecord[]>;

/** Numbers may begin again every year: a ticket of another time is another ticket. */
async function holesOf(series: Series, look: Look): Promise<RawRecord[]> {
  if (series.last - series.first + 1 - series.numbers.size > MOST_HOLES) return [];
  const holes: string[] = [];
  for (let number = series.first; number <= series.last; number += 1)
    if (!series.numbers.has(number)) holes.push(idOf(series, number));
  return (await look(holes)).filter(({ body }) => {
    const at = text(body, 'soldAt') ?? '';
    return at >= series.from && at <= series.to;
  });
}

async function endsOf(series: Series, timezone: string, look: Look): Promise<RawRecord[]> {
  const found: RawRecord[] = [];
  for (const [start, step] of [
    [series.first - 1, -1],
    [series.last + 1, 1],
  ] as const) {
    for (let number = start; number > 0; number += step) {
      const [ticket] = await look([idOf(series, number)]);
      if (!ticket || !series.days.has(dayOf(text(ticket.body, 'soldAt') ?? '', timezone))) break;
      found.push(ticket);
    }
  }
  return found;
}

function idOf({ prefix, width }: Series, number: number): string {
  return prefix + String(number).padStart(width, '0');
}

function dayOf(at: string, timezone: string): string {
  const instant = Date.parse(at);
  return Number.isNaN(instant) ? '' : new Date(wallClock(instant, timezone)).toISOString().slice(0, 10);
}

function vanishedFrom(name: string, id: string): Problem {
  const message = {
    en: `${id} was said before and is missing from ${name}. The hub keeps it.`,
    fr: `${id} existait auparavant et manque dans ${name}. Le hub le conserve.`,
  };
  return { code: 'TICKET_VANISHED', row: null, column: id, message };
}

/** As they were recorded. */
function problemsOf({ body }: RawRecord): Problem[] {
  const recorded = body['vanished'];
  return Array.isArray(recorded) ? (recorded as unknown as Problem[]) : [];
}
