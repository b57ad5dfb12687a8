import { PermanentError, RetryableError } from '#sdk';
import type { BrickResponse, FailureText } from '#sdk';

/** Every failure of an Odoo server that has a name of its own here. */
export type OdooCode =
  | 'BRICK_KEY_REFUSED'
  | 'BRICK_RIGHT_MISSING'
  | 'BRICK_MODEL_ABSENT'
  | 'BRICK_RECORD_ABSENT'
  | 'BRICK_VALUE_REFUSED'
  | 'BRICK_QUERY_REFUSED'
  | 'BRICK_DATABASE_UNKNOWN'
  | 'BRICK_LANGUAGE_UNKNOWN'
  | 'BRICK_ADDRESS_WRONG'
  | 'BRICK_REDIRECTED'
  | 'BRICK_BLOCKED_BY_HOST'
  | 'BRICK_BUSY'
  | 'BRICK_UNAVAILABLE'
  | 'BRICK_SERVER_ERROR'
  | 'BRICK_ANSWER_BROKEN';

type Text = FailureText & { code: OdooCode };

/** An exception of Odoo without its traceback: `odoo.exceptions.AccessError` and its words. */
export interface Fault {
  name: string;
  message: string;
}

/** What was asked: errors name the model, never the arguments. */
export interface Asked {
  model: string;
  method: string;
}

/** Odoo's own words, in English whatever the language: it knows none to say it in. */
const WORDS_OF_LANGUAGE = /invalid language code/i;
const WORDS_OF_ABSENCE = /doesn.t exist|does not exist|n.existe pas/i;
const CONFLICTS =
  /SerializationFailure|LockNotAvailable|DeadlockDetected|ConcurrencyError|PoolError|TooManyConnections/;

/** Turns an exception of Odoo into an error in our words. `name` decides: with JSON-RPC the status is always 200. */
export function fromFault(fault: Fault, asked: Asked): Error {
  const detail = detailOf(fault);
  // Forks rename the package: what follows its name is what counts.
  const kind = fault.name.split('.').at(-1) ?? '';
  if (WORDS_OF_LANGUAGE.test(fault.message)) return new PermanentError(languageUnknown(detail));
  if (isAbsence(kind, fault, asked)) return new PermanentError(modelAbsent(asked.model, detail));
  if (/^(AccessDenied|SessionExpiredException|Unauthorized)$/.test(kind)) return new PermanentError(keyRefused(detail));
  if (kind === 'AccessError' || kind === 'Forbidden')
    return new PermanentError(rightMissing(refusal(fault, asked), detail));
  if (kind === 'MissingError') return new PermanentError(recordAbsent(asked.model, detail));
  if (/^(ValidationError|UserError|RedirectWarning)$/.test(kind)) {
    return new PermanentError(valueRefused(asked.model, detail));
  }
  if (/OperationalError/.test(kind) && /database/i.test(fault.message) && WORDS_OF_ABSENCE.test(fault.message)) {
    return new PermanentError(databaseUnknown(detail));
  }
  if (CONFLICTS.test(kind)) return new RetryableError(busy(detail));
  if (/^(TypeError|ValueError|AttributeError|UnprocessableEntity|BadRequest|NotFound)$/.test(kind)) {
    return new PermanentError(queryRefused(asked.model, detail));
  }
  return new RetryableError(serverError(asked.model, detail));
}

/**
 * A model of a module that is not installed: `KeyError` in some versions, a `UserError` in the user's language in
 * others, a 404 with JSON-2. `fields_get` gives no other UserError.
 */
function isAbsence(kind: string, { message }: Fault, { model, method }: Asked): boolean {
  if (kind === 'KeyError') return message.includes(model);
  if (kind === 'UserError')
    return method === 'fields_get' || (message.includes(model) && WORDS_OF_ABSENCE.test(message));
  return kind === 'NotFound' && message.includes(model);
}

/** Turns an answer of HTTP that is no success into an error: JSON-2 says what is wrong, proxies do not. */
export function fromStatus(response: BrickResponse<string>, asked: Asked): Error {
  const fault = readFault(response.body);
  if (fault) return fromFault(fault, asked);
  const { status } = response;
  const detail = `HTTP ${status}`;
  if (status >= 300 && status < 400) return new PermanentError(redirected(status, detail));
  if (status === 401) return new PermanentError(keyRefused(detail));
  if (status === 403 || status === 406) return new PermanentError(blocked(status, detail));
  if (status === 404 || status === 405) return new PermanentError(wrongAddress(detail));
  if (status === 408 || status === 429) return new RetryableError(busy(detail));
  if (status === 502 || status === 503 || status === 504) return new RetryableError(unavailable(status, detail));
  if (status >= 500) return new RetryableError(serverError(asked.model, detail));
  return new PermanentError(queryRefused(asked.model, detail));
}

/** The exception that a JSON-2 body or the `error` of a JSON-RPC body stands for. */
export function readFault(body: string): Fault | null {
  try {
    return toFault(JSON.parse(body));
  } catch {
    return null;
  }
}

export function toFault(value: unknown): Fault | null {
  const { name, message } = (value ?? {}) as { name?: unknown; message?: unknown };
  return typeof name === 'string' && typeof message === 'string' ? { name, message } : null;
}

/** Odoo's own words for operators, without paths of its server and never with its traceback. */
function detailOf({ name, message }: Fault): string {
  const words = message
    .replace(/Traceback \(most recent call last\)[^]*/, '')
    .replace(/(?<![\w/])\/(?:[\w.-]+\/)+[\w.-]*/g, '[path]')
    .replace(/[A-Za-z]:\\[^\s,)]+/g, '[path]')
    .replace(/\s+/g, ' ')
    .trim();
  return `${name}: ${words}`.slice(0, 500);
}

function keyRefused(detail: string): Text {
  return {
    code: 'BRICK_KEY_REFUSED',
    message: 'Odoo does not accept the user or the key.',
    remedy:
      'Compare user and database with Odoo, and make a new API key: Preferences > Account Security > New API Key. JSON-2 takes no passwords.',
    detail,
  };
}

/** `authenticate` answers false instead of failing. */
export function loginRefused(): PermanentError {
  return new PermanentError(keyRefused('common.authenticate: false'));
}

const WRITES = /^(create|write|action_)/;

/** What an AccessError says, whatever the user's language: the model in brackets, and the groups, one a line. */
interface Refusal {
  asked: string;
  verb: 'read' | 'write';
  /** The model that is refused: it may be another one, to which the asked one leads. */
  model: string | null;
  groups: string[];
}

function refusal({ message }: Fault, { model, method }: Asked): Refusal {
  const named = /\(([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)\)/.exec(message)?.[1] ?? null;
  const groups = [...message.matchAll(/^\t- (.+)$/gm)].map((match) => match[1]?.trim() ?? '');
  return { asked: model, verb: WRITES.test(method) ? 'write' : 'read', model: named, groups };
}

/** The least that suffices. Odoo's own list begins with groups that are no good: portal users, own orders only. */
const RIGHTS: readonly (readonly [model: RegExp, right: string])[] = [
  [/^pos\./, '"Point of Sale: User"'],
  [/^stock\./, '"Inventory: User"'],
  [/^purchase\./, '"Purchase: User"'],
  [/^sale\./, '"Sales: User: All Documents"'],
  [/^loyalty\./, '"Point of Sale: User" or "Sales: User: All Documents"'],
];

function rightMissing({ asked, verb, model, groups }: Refusal, detail: string): Text {
  const named = model ?? asked;
  const right = RIGHTS.find(([pattern]) => pattern.test(named))?.[1] ?? `a group that may ${verb} it`;
  const listed = groups.length > 0 ? ` (Odoo names: ${groups.join(', ').slice(0, 300)})` : '';
  const company = model === null ? '; compare `companyId`, too, with the companies that this user is allowed' : '';
  return {
    code: 'BRICK_RIGHT_MISSING',
    message: `The user may not ${verb} "${named}"${named === asked ? '' : `, to which "${asked}" leads`}.`,
    remedy: `In Odoo, Settings > Users > the hub's user: give ${right}${listed}${company}. Then ${verb === 'read' ? 'sync again' : 'redrive the message'}.`,
    detail,
  };
}

function modelAbsent(model: string, detail: string): Text {
  return {
    code: 'BRICK_MODEL_ABSENT',
    message: `This Odoo has no model "${model}".`,
    remedy: 'Nothing to do if the app that brings it is not used; otherwise install the app in Odoo.',
    detail,
  };
}

function recordAbsent(model: string, detail: string): Text {
  return {
    code: 'BRICK_RECORD_ABSENT',
    message: `A record of "${model}" is not there any more.`,
    remedy: 'Nothing to do: the next comparison finds what was deleted.',
    detail,
  };
}

function valueRefused(model: string, detail: string): Text {
  return {
    code: 'BRICK_VALUE_REFUSED',
    message: `Odoo refused what was asked of "${model}".`,
    remedy: "Read Odoo's own words in the detail and correct the record there.",
    detail,
  };
}

function queryRefused(model: string, detail: string): Text {
  return {
    code: 'BRICK_QUERY_REFUSED',
    message: `Odoo does not understand the question asked of "${model}".`,
    remedy: 'Report it with the detail: this version or a module of it lacks something that the connector relies on.',
    detail,
  };
}

function databaseUnknown(detail: string): Text {
  return {
    code: 'BRICK_DATABASE_UNKNOWN',
    message: 'The Odoo server has no database of this name.',
    remedy: 'Copy the name from the database selector (/web/database/selector) into `database`.',
    detail,
  };
}

function languageUnknown(detail: string): Text {
  return {
    code: 'BRICK_LANGUAGE_UNKNOWN',
    message: 'Odoo does not have the language in which it was asked.',
    remedy: 'Correct `language`, or add the language in Odoo: Settings > Languages > Add Languages.',
    detail,
  };
}

function wrongAddress(detail: string): Text {
  return {
    code: 'BRICK_ADDRESS_WRONG',
    message: 'No external API of Odoo answers at this address.',
    remedy:
      'Check the url (without /web or /odoo) and the protocol: JSON-2 exists from Odoo 19 on, JSON-RPC until 21. On odoo.com the API needs a Custom plan.',
    detail,
  };
}

function redirected(status: number, detail: string): Text {
  return {
    code: 'BRICK_REDIRECTED',
    message: `The server answered with a redirect (${status}) instead of data; it was not followed.`,
    remedy: 'Give the address at which Odoo itself answers: https or http, its exact name.',
    detail,
  };
}

function blocked(status: number, detail: string): Text {
  return {
    code: 'BRICK_BLOCKED_BY_HOST',
    message: `The host refused the request before Odoo saw it (${status}).`,
    remedy: 'Let this server reach /jsonrpc and /json/2 (firewall, bot protection, allowed addresses).',
    detail,
  };
}

function busy(detail: string): Text {
  return {
    code: 'BRICK_BUSY',
    message: 'Odoo is busy: others write the same records, or it asks for fewer requests.',
    remedy: 'It is tried again later. If it goes on, set perSecond or a lower concurrency for this brick.',
    detail,
  };
}

function unavailable(status: number, detail: string): Text {
  return {
    code: 'BRICK_UNAVAILABLE',
    message: `Odoo is not available at the moment (${status}).`,
    remedy: 'It is tried again later. If it goes on, open Odoo in a browser and ask its host.',
    detail,
  };
}

function serverError(model: string, detail: string): Text {
  return {
    code: 'BRICK_SERVER_ERROR',
    message: `Odoo failed while it answered for "${model}".`,
    remedy: "It is tried again later. If it goes on, look into Odoo's log; a lower pageSize helps when time ran out.",
    detail,
  };
}

/** A body that is cut off, or a page where data should be: a repeat may bring the whole. */
export function brokenAnswer(model: string, what: string): RetryableError {
  const text: Text = {
    code: 'BRICK_ANSWER_BROKEN',
    message: `The answer for "${model}" is not usable: ${what}.`,
    remedy: 'Check that the url leads to Odoo itself; it is tried again later.',
  };
  return new RetryableError(text);
}
