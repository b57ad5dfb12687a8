import { PermanentError, RetryableError } from '#sdk';
import type { BrickRequest, BrickResponse, FailureText } from '#sdk';
import { explain, type WooCode } from './error-texts.ts';

/** What WordPress says of a refusal: `{"code":"rest_invalid_param","message":"…","data":{"status":400}}`. */
export interface Complaint {
  code: string;
  message: string;
}

const AUTHENTICATION = /^woocommerce_rest_authentication_|^incorrect_password$|^invalid_username$/;
const NO_SUCH_LIST = /^rest_no_route$|taxonomy|group_invalid/;
const NO_RIGHT = /_cannot_|^rest_forbidden|^rest_cannot/;

/** Turns an answer that is no success into an error in our words. */
export function toError(response: BrickResponse<string>, request: BrickRequest): Error {
  const { status, body } = response;
  const complaint = readComplaint(body);
  const about = { status, subject: subjectOf(request.path), complaint, isWrite: isWrite(request) };
  const code = codeOf(about);
  return code.retryable ? new RetryableError(textOf(code.is, about)) : new PermanentError(textOf(code.is, about));
}

interface About {
  status: number;
  subject: string;
  complaint: Complaint | null;
  isWrite?: boolean;
}

function codeOf({ status, complaint, isWrite }: About): { is: WooCode; retryable: boolean } {
  const code = complaint?.code ?? '';
  if (status >= 300 && status < 400) return permanent('BRICK_REDIRECTED');
  if (status === 401 || status === 403) return permanent(unauthorized(code, status, complaint));
  if (status === 404) return permanent(absence(code, complaint));
  if (status === 408 || status === 429) return retryable('BRICK_BUSY');
  if (status === 501) return permanent('BRICK_VALUE_REFUSED');
  if (status === 502 || status === 503 || status === 504) return retryable('BRICK_UNAVAILABLE');
  if (status >= 500) return retryable('BRICK_SERVER_ERROR');
  return permanent(isWrite ? 'BRICK_VALUE_REFUSED' : 'BRICK_QUERY_REFUSED');
}

const permanent = (is: WooCode): { is: WooCode; retryable: boolean } => ({ is, retryable: false });
const retryable = (is: WooCode): { is: WooCode; retryable: boolean } => ({ is, retryable: true });

/**
 * A wrong key is answered as if nobody had asked ("you cannot list resources"); a right that a known user lacks is
 * answered with 403, a key that may only read with words of its own.
 */
function unauthorized(code: string, status: number, complaint: Complaint | null): WooCode {
  if (complaint === null) return status === 403 ? 'BRICK_BLOCKED_BY_HOST' : 'BRICK_KEY_NOT_RECEIVED';
  if (/write permissions|read permissions/.test(complaint.message)) return 'BRICK_RIGHT_MISSING';
  if (AUTHENTICATION.test(code) || status === 401) return 'BRICK_KEY_REFUSED';
  return NO_RIGHT.test(code) ? 'BRICK_RIGHT_MISSING' : 'BRICK_BLOCKED_BY_HOST';
}

function absence(code: string, complaint: Complaint | null): WooCode {
  if (complaint === null) return 'BRICK_ADDRESS_WRONG';
  return NO_SUCH_LIST.test(code) ? 'BRICK_RESOURCE_ABSENT' : 'BRICK_RECORD_ABSENT';
}

function textOf(code: WooCode, { status, subject, complaint }: About): FailureText {
  const words = complaint ? ` · ${complaint.code}: ${complaint.message}` : '';
  return { code, ...explain(code, subject), detail: `HTTP ${status}${words}`.slice(0, 500) };
}

function isWrite({ method = 'GET' }: BrickRequest): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

function subjectOf(path: string): string {
  return /wp-json\/(?:wc|wp)\/v\d\/([a-z_/]+?)(?:\/?\d.*|\?.*|)$/.exec(path)?.[1] ?? 'the REST API';
}

/** Null: not WordPress that speaks, but a page of the host. */
export function readComplaint(body: string): Complaint | null {
  try {
    const { code, message } = JSON.parse(body) as { code?: unknown; message?: unknown };
    if (typeof code !== 'string' || typeof message !== 'string') return null;
    return { code, message: clean(message) };
  } catch {
    return null;
  }
}

/** Without markup and without paths of the server. */
function clean(message: string): string {
  return message
    .replace(/<[^>]*>/g, '')
    .replace(/(?<![\w/])\/(?:[\w.-]+\/)+[\w.-]*/g, '[path]')
    .slice(0, 300);
}

/** A body that is cut off, or a page where data should be: a repeat may bring the whole. */
export function brokenAnswer(subject: string, what: string): RetryableError {
  const text = explain('BRICK_ANSWER_BROKEN', subject);
  return new RetryableError({
    code: 'BRICK_ANSWER_BROKEN',
    ...text,
    message: `${text.message.slice(0, -1)}: ${what}.`,
  });
}

/** A well-formed answer that contradicts the question: believing it would lose records. A repeat may be whole. */
export function inconsistentAnswer(subject: string, what: string): RetryableError {
  const text = explain('BRICK_ANSWER_INCONSISTENT', subject);
  return new RetryableError({
    ...{ code: 'BRICK_ANSWER_INCONSISTENT', ...text },
    message: `${text.message.slice(0, -1)}: ${what}.`,
  });
}
