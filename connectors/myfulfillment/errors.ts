import { PermanentError, RetryableError } from '#sdk';
import type { BrickRequest, BrickResponse, FailureText, JsonValue } from '#sdk';
import { isObject } from './record.ts';

/** Every failure of a myFulfillment that has a name of its own here. */
export type MyfulfillmentCode =
  | 'BRICK_LOGIN_REFUSED'
  | 'BRICK_RIGHT_MISSING'
  | 'BRICK_RECORD_ABSENT'
  | 'BRICK_RESOURCE_ABSENT'
  | 'BRICK_ADDRESS_WRONG'
  | 'BRICK_REDIRECTED'
  | 'BRICK_BUSY'
  | 'BRICK_SERVER_ERROR'
  | 'BRICK_QUERY_REFUSED'
  | 'BRICK_ANSWER_BROKEN'
  | 'BRICK_ANSWER_INCONSISTENT'
  | 'BRICK_LIST_SHORT'
  | 'BRICK_LIST_MOVED'
  | 'BRICK_LIST_EMPTY'
  | 'BRICK_PAGING_IGNORED'
  | 'BRICK_STOCK_INCOMPLETE';

type Text = FailureText & { code: MyfulfillmentCode };

const TOO_MANY = /too many (attempts|requests)/i;
const NOT_FOUND = /non trouv|not found|introuvable/i;
const PASSES = 'Nothing to do if it passes. If it stays, ask the support of BoostMyShop with the detail.';

/** Turns an answer that is no success into an error in our words. */
export function toError(response: BrickResponse<string>, request: BrickRequest): Error {
  const { status, body } = response;
  const subject = subjectOf(request.path);
  const page = isPage(body);
  const detail = `HTTP ${status}${page ? ' · a web page' : ` · ${complaintsIn(body)}`}`.slice(0, 500);
  if (status === 429 || status === 408 || (!page && TOO_MANY.test(body))) return busy(subject, detail);
  if (status >= 500) return serverError(status, subject, detail);
  if (status >= 300 && status < 400) return redirected(status, detail);
  if (page) return wrongAddress(detail);
  if (subject === 'auth/token') return loginRefused(detail);
  if (status === 401) return loginRefused(detail);
  if (status === 403) return rightMissing(subject, detail);
  if (isOneRecord(request.path) && (status === 404 || (status === 400 && NOT_FOUND.test(detail)))) {
    return new PermanentError({
      code: 'BRICK_RECORD_ABSENT' satisfies MyfulfillmentCode,
      message: `myFulfillment does not know what was asked for by its name (${subject}).`,
      remedy: 'Nothing to do: it is taken as absent.',
      detail,
    });
  }
  if (status === 404 || status === 405) return resourceAbsent(subject, detail);
  return permanent({
    code: 'BRICK_QUERY_REFUSED',
    message: `myFulfillment does not accept the question asked of "${subject}" (${status}).`,
    remedy: 'Report it with the detail: its interface has changed.',
    detail,
  });
}

function permanent(text: Text): PermanentError {
  return new PermanentError(text);
}

function retryable(text: Text): RetryableError {
  return new RetryableError(text);
}

/** Stock of one SKU, or another single thing: 404 there means that it does not exist, not that the address is wrong. */
function isOneRecord(path: string): boolean {
  return /^api\/advanced-stock\/product\/[^/?]+\/stocks/.test(path);
}

/** A path without ids, SKUs and query: what staff know the list as. */
export function subjectOf(path: string): string {
  return path
    .replace(/[?#].*$/s, '')
    .replace(/^\/?api\//, '')
    .replace(/product\/[^/]+\/stocks$/, 'product/stocks')
    .replace(/\/\d+\//g, '/');
}

export function isPage(body: string): boolean {
  return /^\s*(<!doctype|<html|<\?xml|<head|<body)/i.test(body);
}

/** The vendor's own words: `{"errors":{"items.0.sku":["…"]}}`, `{"message":"…"}`, or plain text. */
export function complaintsIn(body: string): string {
  let content: JsonValue;
  try {
    content = JSON.parse(body) as JsonValue;
  } catch {
    return body.trim().slice(0, 200);
  }
  if (typeof content === 'string') return content.slice(0, 200);
  if (!isObject(content)) return '';
  const { errors, message, error } = content;
  const fields = isObject(errors)
    ? Object.entries(errors).map(([field, words]) => `${field}: ${[words].flat().filter(isText).join(', ')}`)
    : [errors].flat().filter(isText);
  return [...[message, error].filter(isText), ...fields].join(' · ').slice(0, 400);
}

function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string';
}

export function isBusyAnswer(body: string): boolean {
  return body.length < 500 && TOO_MANY.test(body);
}

export function busy(subject: string, detail: string): RetryableError {
  return retryable({
    code: 'BRICK_BUSY',
    message: `myFulfillment was asked too often (${subject}) and wants to be left alone for a while.`,
    remedy: 'Nothing to do if it passes. If it stays, set a lower perSecond for this brick.',
    detail,
  });
}

function serverError(status: number, subject: string, detail: string): RetryableError {
  return retryable({
    code: 'BRICK_SERVER_ERROR',
    message: `myFulfillment failed while answering "${subject}" (${status}).`,
    remedy: PASSES,
    detail,
  });
}

function redirected(status: number, detail: string): PermanentError {
  return permanent({
    code: 'BRICK_REDIRECTED',
    message: `myFulfillment answered with a redirect (${status}) instead of data; it was not followed.`,
    remedy: 'Give the address at which it answers itself: https, its exact name, without a path.',
    detail,
  });
}

function wrongAddress(detail: string): PermanentError {
  return permanent({
    code: 'BRICK_ADDRESS_WRONG',
    message: 'A web page came instead of data.',
    remedy: 'Set url to the address of your myFulfillment, as the browser shows it after the login, without a path.',
    detail,
  });
}

export function loginRefused(detail: string): PermanentError {
  return permanent({
    code: 'BRICK_LOGIN_REFUSED',
    message: 'myFulfillment does not accept the user name and password.',
    remedy: 'Compare username and password with a user of your myFulfillment that may use its API.',
    detail,
  });
}

function rightMissing(subject: string, detail: string): PermanentError {
  return permanent({
    code: 'BRICK_RIGHT_MISSING',
    message: `The user may not read "${subject}".`,
    remedy: `Give this user the right to read "${subject}" in myFulfillment, then sync again.`,
    detail,
  });
}

function resourceAbsent(subject: string, detail: string): PermanentError {
  return permanent({
    code: 'BRICK_RESOURCE_ABSENT',
    message: `This myFulfillment has no "${subject}".`,
    remedy: 'Check the url. If other lists can be read, ask the vendor whether this one is part of your contract.',
    detail,
  });
}

export function brokenAnswer(subject: string, what: string): RetryableError {
  return retryable({
    code: 'BRICK_ANSWER_BROKEN',
    message: `The answer of "${subject}" cannot be used: ${what}.`,
    remedy: PASSES,
  });
}

export function pageAnswer(subject: string): RetryableError {
  return brokenAnswer(subject, 'a web page came instead of data');
}

export function inconsistentAnswer(subject: string, what: string): RetryableError {
  return retryable({
    code: 'BRICK_ANSWER_INCONSISTENT',
    message: `The answer of "${subject}" contradicts itself: ${what}. None of it was believed.`,
    remedy: PASSES,
  });
}

export function shortList(subject: string, got: number, total: number): RetryableError {
  return retryable({
    code: 'BRICK_LIST_SHORT',
    message: `"${subject}" should hold ${total} rows and showed ${got}; nothing was taken as deleted.`,
    remedy: PASSES,
  });
}

export function movedList(subject: string): RetryableError {
  return retryable({
    code: 'BRICK_LIST_MOVED',
    message: `"${subject}" changed again and again while it was being read; nothing was taken as deleted.`,
    remedy: 'Nothing to do: the next run reads it again.',
  });
}

export function emptyList(subject: string): RetryableError {
  return retryable({
    code: 'BRICK_LIST_EMPTY',
    message: `"${subject}" came empty although it held rows before; nothing was taken as deleted.`,
    remedy: 'Look at the list in myFulfillment. If it is truly empty there, this brick has to be read anew.',
  });
}

export function pagingIgnored(subject: string): PermanentError {
  return permanent({
    code: 'BRICK_PAGING_IGNORED',
    message: `"${subject}" answers the same page for ever; reading was stopped.`,
    remedy: 'Report it: the interface of this myFulfillment no longer knows offset and limit.',
  });
}

export function stockIncomplete(skus: readonly string[], first: string): RetryableError {
  const named = skus.slice(0, 5).join(', ');
  return retryable({
    code: 'BRICK_STOCK_INCOMPLETE',
    message: `The stock of ${skus.length} SKU could not be read (${named}); the others were, and nothing was taken as deleted.`,
    remedy: 'Open these products in myFulfillment. The next run asks again.',
    detail: first,
  });
}
