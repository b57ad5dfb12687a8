import { Decimal } from 'decimal.js';
import type { JsonObject, Projected, RawRecord, Related, TillAlarmFacet } from '#sdk';
import { count, isObject, list, text } from '../body.ts';
import { ticketsOf } from '../sessions.stream.ts';

/** Missing numbers that a sentence names. */
const MOST_NAMED = 10;

export function toAlarms(id: string, body: JsonObject): Projected[] {
  const [file, at] = [text(body, 'name') ?? '', text(body, 'modifiedAt') ?? ''];
  const alarm = (kind: TillAlarmFacet['kind'], problem: JsonObject, subject = file): TillAlarmFacet => {
    const message = isObject(problem['message']) ? problem['message'] : {};
    const sentence = { en: text(message, 'en') ?? '', fr: text(message, 'fr') ?? '' };
    const place = { row: count(problem, 'row'), column: text(problem, 'column') };
    return { kind, message: sentence, subject, at, file, ...place };
  };
  const outcome = text(body, 'outcome');
  const problem = isObject(body['problem']) ? body['problem'] : {};
  const alarms = [
    ...(outcome === 'refused' ? [alarm('FILE_REFUSED', problem)] : []),
    ...(outcome === 'repeated' ? [alarm('FILE_REPEATED', { message: repeated(file, text(body, 'of') ?? '') })] : []),
    ...list(body, 'doubtful').map((cell) => alarm('LINE_DOUBTFUL', cell)),
    ...list(body, 'changed').map((ticket) => ({
      ...alarm('TICKET_CHANGED', ticket, text(ticket, 'column') ?? file),
      column: null,
    })),
    ...list(body, 'vanished').map((ticket) => ({
      ...alarm('TICKET_VANISHED', ticket, text(ticket, 'column') ?? file),
      column: null,
    })),
  ];
  return alarms.map((facet, i) => ({ type: 'TillAlarm', externalId: `${id}#${i + 1}`, facet }));
}

function repeated(name: string, of: string): JsonObject {
  return {
    en: `${name} holds the same as ${of}, which was taken before: it had no effect.`,
    fr: `${name} est identique à ${of}, déjà lu : il n'a eu aucun effet.`,
  };
}

/** A Z report that counted tickets which no file holds. Silent where no ticket names its session. */
export function toSessionAlarms({ id, body }: RawRecord, related: Related): Projected[] {
  const [session] = related.children('sessions');
  if (!session) return [];
  const tickets = ticketsOf(session.body);
  const numbers = Object.keys(tickets);
  const sum = numbers.reduce((total, number) => total.plus(amountOf(tickets[number])), new Decimal(0));
  const [said, total] = [count(body, 'count'), text(body, 'total')];
  const isShort = said === null ? total !== null && !sum.equals(total) : said > numbers.length;
  if (!isShort) return [];
  const [counted, found] = [said === null ? '' : `${said} × `, `${numbers.length} × ${sum.toFixed(2)}`];
  const gaps = missingIn(numbers);
  const message = {
    en: `The Z report ${id} says ${counted}${total ?? '?'}, the files hold ${found} of it.${gaps && ` Missing: ${gaps}.`}`,
    fr: `Le Z ${id} indique ${counted}${total ?? '?'}, les fichiers en contiennent ${found}.${gaps && ` Manquent : ${gaps}.`}`,
  };
  const at = text(body, 'closedAt') ?? text(body, 'openedAt') ?? '';
  const facet: TillAlarmFacet = { ...NO_FILE, kind: 'TICKET_VANISHED', subject: id, message, at };
  return [{ type: 'TillAlarm', externalId: `z_reports/${id}`, facet }];
}

const NO_FILE = { file: null, row: null, column: null };

function amountOf(value: unknown): string {
  return typeof value === 'string' ? value : '0';
}

/** Numbers between the first and the last ticket of a session. */
function missingIn(numbers: readonly string[]): string {
  const known = new Set(numbers);
  const parts = numbers.map((number) => /^(.*?)(\d{1,15})$/.exec(number));
  const prefix = parts[0]?.[1] ?? '';
  if (parts.some((part) => part?.[1] !== prefix)) return '';
  const digits = parts.map((part) => part?.[2] ?? '');
  const width = digits.some((one) => one.startsWith('0')) ? Math.max(...digits.map(({ length }) => length)) : 1;
  const [first, last] = [Math.min(...digits.map(Number)), Math.max(...digits.map(Number))];
  const missing: string[] = [];
  for (let number = first; number < last && missing.length < MOST_NAMED; number += 1) {
    const one = prefix + String(number).padStart(width, '0');
    if (!known.has(one)) missing.push(one);
  }
  return missing.join(', ');
}

/** An order of the till's module that says no ticket: it is shown, and counts as nothing. */
export function toOrderAlarms({ id, body }: RawRecord): Projected[] {
  const isReadable = ['number', 'soldAt', 'currency'].every((field) => text(body, field) !== null);
  if (isReadable) return [];
  const what = text(body, 'number') === null ? ['number', 'numéro'] : ['date or currency', 'date ou devise'];
  const message = {
    en: `No ticket ${what[0]} can be read from the shop's order ${text(body, 'reference') ?? id}: it counts as no sale.`,
    fr: `Aucun ${what[1]} de ticket lisible dans la commande ${text(body, 'reference') ?? id} : elle ne compte pas.`,
  };
  const subject = text(body, 'reference') ?? id;
  const at = text(body, 'soldAt') ?? '';
  const facet: TillAlarmFacet = { ...NO_FILE, kind: 'LINE_DOUBTFUL', subject, message, at };
  return [{ type: 'TillAlarm', externalId: `shop_orders/${id}`, facet }];
}
