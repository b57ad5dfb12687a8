import { PermanentError, RetryableError } from '#sdk';
import type { BrickRequest, BrickResponse, FailureText } from '#sdk';
import { readComplaints } from './complaints.ts';
import type { Complaint } from './complaints.ts';

/** Every failure of a PrestaShop webservice that has a name of its own here. */
export type PrestashopCode =
  | 'BRICK_KEY_REFUSED'
  | 'BRICK_KEY_NOT_RECEIVED'
  | 'BRICK_RIGHT_MISSING'
  | 'BRICK_RESOURCE_ABSENT'
  | 'BRICK_IMAGE_ABSENT'
  | 'BRICK_ADDRESS_WRONG'
  | 'BRICK_REDIRECTED'
  | 'BRICK_METHOD_BLOCKED'
  | 'BRICK_BLOCKED_BY_HOST'
  | 'BRICK_WEBSERVICE_OFF'
  | 'BRICK_UNAVAILABLE'
  | 'BRICK_BUSY'
  | 'BRICK_SERVER_ERROR'
  | 'BRICK_QUERY_REFUSED'
  | 'BRICK_VALUE_REFUSED'
  | 'BRICK_ANSWER_BROKEN'
  | 'BRICK_ANSWER_INCONSISTENT';

type Text = FailureText & { code: PrestashopCode };

/** Codes of the webservice that mean: the question itself is not understood. */
const QUERY_CODES = new Set([30, 31, 32, 33, 34, 35, 36, 37, 38, 39]);
/** Codes that mean: this is not written, however often it is sent (required, format, association, id, read-only, e-mail). */
const VALUE_CODES = new Set([41, 84, 85, 86, 90, 91, 92, 93, 140]);
const RIGHT_CODES = new Set([25, 26]);
const UNKNOWN_RESOURCE = 27;
const SWITCHED_OFF = 22;
/** The image has no row (57), or a row but no file (61). */
const IMAGE_GONE_CODES = new Set([57, 61]);

/** Turns an answer that is no success into an error in our words. PHP's own words never leave the detail's filter. */
export function toError(response: BrickResponse<string>, request: BrickRequest): Error {
  const complaints = readComplaints(response.body);
  const subject = resourceOf(request.path);
  const detail = detailOf(response.status, complaints);
  const failure = { response, request, complaints, subject, detail };
  if (complaints.some(({ code }) => RIGHT_CODES.has(code)))
    return new PermanentError(rightMissing(subject, detail, request.method));
  if (complaints.some(({ code }) => code === UNKNOWN_RESOURCE)) return new PermanentError(absent(subject, detail));
  if (complaints.some(({ code }) => code === SWITCHED_OFF)) return new PermanentError(switchedOff(detail));
  if (complaints.some(({ code }) => IMAGE_GONE_CODES.has(code))) return new PermanentError(imageAbsent(detail));
  if (isWrite(request) && complaints.some(({ code }) => VALUE_CODES.has(code)))
    return new PermanentError(valueRefused(subject, detail));
  if (complaints.some(({ code }) => QUERY_CODES.has(code))) return new PermanentError(refused(subject, detail));
  return byStatus(failure);
}

interface Failure {
  response: BrickResponse<string>;
  request: BrickRequest;
  complaints: Complaint[];
  subject: string;
  detail: string;
}

function isWrite({ method = 'GET' }: BrickRequest): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

function byStatus(failure: Failure): Error {
  const { response, request, subject, detail } = failure;
  const { status } = response;
  if (status >= 300 && status < 400) return new PermanentError(redirected(status, detail));
  if (status === 401) return new PermanentError(unauthorized(failure));
  if (status === 403 || status === 406) return new PermanentError(blocked(status, detail));
  if (status === 404)
    return new PermanentError(isWebservice(response) ? absent(subject, detail) : wrongAddress(detail));
  if (status === 405) return new PermanentError(methodBlocked(failure));
  if (status === 408 || status === 429) return new RetryableError(busy(status, detail));
  if (status === 502 || status === 503 || status === 504) return new RetryableError(unavailable(status, detail));
  if (status >= 500) return new RetryableError(serverError(status, subject, detail));
  return new PermanentError((isWrite(request) ? valueRefused : refused)(subject, detail));
}

/** PrestaShop's webservice signs its answers; a front page or a proxy does not. */
function isWebservice(response: BrickResponse<string>): boolean {
  return 'psws-version' in response.headers || 'execution-time' in response.headers;
}

function resourceOf(path: string): string {
  return /^\/?api\/([a-z_]+)/.exec(path)?.[1] ?? 'api';
}

function detailOf(status: number, complaints: Complaint[]): string {
  const words = complaints.map(({ code, message }) => `${code}: ${message}`).join(' · ');
  return `HTTP ${status}${words ? ` · ${words}` : ''}`.slice(0, 500);
}

/** A missing tick of one method on one resource. */
export function rightMissing(subject: string, detail: string, method = 'GET'): Text {
  const reads = method === 'GET' || method === 'HEAD';
  return {
    code: 'BRICK_RIGHT_MISSING',
    message: `The webservice key may not ${reads ? 'read' : 'write'} "${subject}".`,
    remedy: `In PrestaShop, Advanced Parameters > Webservice > the key > tick ${method} for "${subject}", save, and ${reads ? 'sync again' : 'redrive the message'}.`,
    detail,
  };
}

function valueRefused(subject: string, detail: string): Text {
  return {
    code: 'BRICK_VALUE_REFUSED',
    message: `PrestaShop refuses what was to be written to "${subject}".`,
    remedy: "The detail holds the shop's own words: correct the value, or the shop's record, and redrive the message.",
    detail,
  };
}

function absent(subject: string, detail: string): Text {
  return {
    code: 'BRICK_RESOURCE_ABSENT',
    message: `This PrestaShop has no resource "${subject}".`,
    remedy: 'Nothing to do if this version of PrestaShop never had it; otherwise update PrestaShop.',
    detail,
  };
}

function imageAbsent(detail: string): Text {
  return {
    code: 'BRICK_IMAGE_ABSENT',
    message: 'The shop lists this image but has no file for it.',
    remedy: 'Upload the image again in PrestaShop, or delete it there.',
    detail,
  };
}

function switchedOff(detail: string): Text {
  return {
    code: 'BRICK_WEBSERVICE_OFF',
    message: "The shop's webservice is switched off.",
    remedy: 'In PrestaShop, Advanced Parameters > Webservice > "Enable PrestaShop\'s webservice": Yes.',
    detail,
  };
}

function refused(subject: string, detail: string): Text {
  return {
    code: 'BRICK_QUERY_REFUSED',
    message: `The webservice does not understand the question asked of "${subject}".`,
    remedy: 'Report it with the detail: this version or a module of it lacks a field that the connector relies on.',
    detail,
  };
}

function redirected(status: number, detail: string): Text {
  return {
    code: 'BRICK_REDIRECTED',
    message: `The shop answered with a redirect (${status}) instead of data; it was not followed.`,
    remedy:
      'The url is not the one that the shop has for itself (http/https, www, folder), or shopId names no shop: copy the address from Shop Parameters > Traffic & SEO > Shop URL.',
    detail,
  };
}

function unauthorized({ response, detail }: Failure): Text {
  if (isWebservice(response)) {
    return {
      code: 'BRICK_KEY_REFUSED',
      message: 'The shop does not accept the webservice key.',
      remedy:
        'Compare the key with Advanced Parameters > Webservice, and check that it is enabled (and, in a multi-shop, for this shop).',
      detail,
    };
  }
  return {
    code: 'BRICK_KEY_NOT_RECEIVED',
    message: 'The shop asks for a key although one was sent.',
    remedy:
      'The host drops the Authorization header: in Advanced Parameters > Webservice enable "CGI mode", or add "SetEnvIf Authorization .+ HTTP_AUTHORIZATION=$0" to .htaccess; behind a password of its own, let /api pass.',
    detail,
  };
}

function blocked(status: number, detail: string): Text {
  return {
    code: 'BRICK_BLOCKED_BY_HOST',
    message: `The host refused the request before PrestaShop saw it (${status}).`,
    remedy: 'Ask the host to let this server reach /api (firewall, mod_security, bot protection, allowed addresses).',
    detail,
  };
}

function wrongAddress(detail: string): Text {
  return {
    code: 'BRICK_ADDRESS_WRONG',
    message: 'No PrestaShop webservice answers at this address.',
    remedy:
      "Check the url (with the shop's folder, without /api). If it is right, regenerate .htaccess in Shop Parameters > Traffic & SEO, or add nginx's rewrite of /api.",
    detail,
  };
}

function methodBlocked({ response, request, subject, detail }: Failure): Text {
  if (isWebservice(response)) return rightMissing(subject, detail, request.method);
  return {
    code: 'BRICK_METHOD_BLOCKED',
    message: `The host does not let ${request.method ?? 'GET'} requests through.`,
    remedy: 'Ask the host to allow GET, HEAD, POST, PUT, PATCH and DELETE below /api.',
    detail,
  };
}

function busy(status: number, detail: string): Text {
  return {
    code: 'BRICK_BUSY',
    message: `The shop's host asks for fewer requests (${status}).`,
    remedy: 'It is tried again later. If it goes on, set perSecond or a lower concurrency for this brick.',
    detail,
  };
}

function unavailable(status: number, detail: string): Text {
  return {
    code: 'BRICK_UNAVAILABLE',
    message: `The shop is not available at the moment (${status}).`,
    remedy: 'It is tried again later. If it goes on, open the shop in a browser and ask the host.',
    detail,
  };
}

function serverError(status: number, subject: string, detail: string): Text {
  return {
    code: 'BRICK_SERVER_ERROR',
    message: `PrestaShop failed while it answered for "${subject}" (${status}).`,
    remedy:
      "It is tried again later. If it goes on, look into the shop's PHP error log; a lower pageSize helps when memory or time ran out.",
    detail,
  };
}

/** An address where something else than a webservice answers: a page with status 200. */
export function noWebservice(): Pick<FailureText, 'message' | 'remedy'> {
  const { message, remedy } = wrongAddress('');
  return { message, remedy };
}

/** A body that is cut off, or a page where data should be: a repeat may bring the whole. */
export function brokenAnswer(subject: string, what: string): RetryableError {
  const text: Text = {
    code: 'BRICK_ANSWER_BROKEN',
    message: `The answer for "${subject}" is not usable: ${what}.`,
    remedy:
      'It is tried again later. If it goes on, lower pageSize (memory or time ran out), and set display_errors off in PHP: warnings printed before the data break it.',
  };
  return new RetryableError(text);
}

/** A page where data should be, with status 200: another web site, or something that stands before the webservice. */
export function pageAnswer(subject: string): RetryableError {
  const text: Text = {
    code: 'BRICK_ANSWER_BROKEN',
    message: `The answer for "${subject}" is not usable: a page came instead of JSON.`,
    remedy:
      "Check the url (with the shop's folder, without /api). If it is right, the shop is in maintenance, or a protection of its host answers in its place: let this server reach /api.",
  };
  return new RetryableError(text);
}

/** A well-formed body that breaks a rule that every answer keeps: believing it would lose records. */
export function inconsistentAnswer(subject: string, what: string): PermanentError {
  const text: Text = {
    code: 'BRICK_ANSWER_INCONSISTENT',
    message: `The answer for "${subject}" contradicts the question: ${what}.`,
    remedy:
      'Look for a module or an override that changes the webservice, or a cache in front of /api; report it otherwise.',
  };
  return new PermanentError(text);
}
