import { isCoded, PermanentError, RetryableError } from './errors.ts';
import type { BrickResponse } from './http.ts';
import { LINK_LOCAL } from './http-address.ts';

/** In words, what the usual codes of sockets and resolvers say. */
const WORDS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its name is unknown',
  EAI_AGAIN: 'its name could not be looked up',
  ETIMEDOUT: 'the connection timed out',
  ECONNRESET: 'the connection was dropped',
  EPIPE: 'the connection was dropped',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no network',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an authority that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be verified',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by an authority that is not trusted here',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is made out to another name',
};

const TLS = /CERT|^ERR_(TLS|SSL)|^EPROTO$|VERIFY_LEAF/;
const CUT_OFF = /^(ECONNRESET|ERR_STREAM_PREMATURE_CLOSE|Z_BUF_ERROR|Z_DATA_ERROR|ERR__ERROR_.*|ERR_BUFFER.*)$/;

/** What an attempt had reached when it failed. */
export type Progress = 'no answer yet' | 'reading the answer';

/** Turns what a socket, a resolver or axios threw into a failure of ours. Keeps nothing of the request. */
export function networkFailure(error: unknown, shown: string, progress: Progress): Error {
  if (isCoded(error)) return error;
  const { code, message } = named(error);
  const cause = new Error(message);
  if (code === LINK_LOCAL) return refusedName(shown, cause);
  if (progress === 'reading the answer') return truncated(shown, code, cause);
  if (/^ERR_(INVALID|UNESCAPED|BAD_OPTION|HTTP_INVALID)/.test(code)) return invalidRequest(shown, code, cause);
  const words = WORDS[code] ?? (TLS.test(code) ? 'no secure connection could be made' : 'the connection failed');
  const remedy = TLS.test(code)
    ? "Renew the certificate of the brick's server, or let NODE_EXTRA_CA_CERTS name the authority that signed it."
    : "Check that the brick's server is running, that its address is right, and that this machine reaches it.";
  return new RetryableError(
    { code: 'BRICK_UNREACHABLE', message: `${shown} cannot be reached: ${words}.`, remedy, detail: code },
    { cause },
  );
}

function named(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: 'UNKNOWN', message: 'unknown failure' };
  // Several addresses tried: the first failure stands for all.
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code = 'code' in error ? error.code : undefined;
  const message = error.message !== '' ? error.message : inner instanceof Error ? inner.message : error.name;
  return { code: typeof code === 'string' ? code : 'UNKNOWN', message };
}

function truncated(shown: string, code: string, cause: Error): Error {
  const words = CUT_OFF.test(code) ? 'ended before it was whole' : 'could not be read to its end';
  return new RetryableError(
    {
      code: 'BRICK_ANSWER_TRUNCATED',
      message: `The answer of ${shown} ${words}; none of it was used.`,
      remedy: "Nothing to do if it passes. If it stays, look for time and memory limits of the brick's server.",
      detail: code,
    },
    { cause },
  );
}

export function timedOut(shown: string, timeoutMs: number, progress: Progress): Error {
  return new RetryableError({
    code: 'BRICK_TIMEOUT',
    message: `${shown} was given up after ${timeoutMs} ms (${progress}).`,
    remedy: 'Nothing to do if it passes. If it stays, ask for smaller pages or allow more time for this brick.',
  });
}

function refusedName(shown: string, cause: Error): Error {
  return new PermanentError(
    {
      code: 'BRICK_ADDRESS_REFUSED',
      message: `${shown} leads to a link-local address, where no brick lives.`,
      remedy: 'Give the address at which the brick is served.',
    },
    { cause },
  );
}

function invalidRequest(shown: string, code: string, cause: Error): Error {
  return new PermanentError(
    {
      code: 'BRICK_REQUEST_INVALID',
      message: `The request to ${shown} could not be written as HTTP.`,
      remedy: "Check the brick's key and headers for line breaks and characters outside of ASCII.",
      detail: code,
    },
    { cause },
  );
}

/** The rule for statuses when a connector has none of its own: 429 and 5xx may pass, the rest needs a person. */
export function statusFailure(response: BrickResponse<string>, shown: string): Error {
  const { status } = response;
  const detail = response.body.trim().slice(0, 500);
  const text = (code: string, message: string, remedy: string) => ({ code, message, remedy, detail });
  if (status === 429 || status >= 500) {
    const code = status === 429 ? 'BRICK_BUSY' : 'BRICK_FAILED';
    return new RetryableError(
      text(code, `${shown} answered ${status}.`, "Nothing to do if it passes. If it stays, see the brick's own log."),
    );
  }
  if (status >= 300 && status < 400) {
    const remedy =
      "Give the address at which the brick itself answers: its exact name, https or http, its shop's path.";
    const target = (response.headers.location ?? 'nowhere').replace(/[?#].*$/s, '');
    return new PermanentError(text('BRICK_REDIRECTS', `${shown} sends us on to ${target} (${status}).`, remedy));
  }
  if (status === 401 || status === 403) {
    const remedy = 'Check the key in the configuration, and the rights that the brick gives to it.';
    return new PermanentError(text('BRICK_ACCESS_REFUSED', `${shown} refused access (${status}).`, remedy));
  }
  return new PermanentError(
    text('BRICK_REFUSED', `${shown} answered ${status}.`, "Check the brick's address and what was asked of it."),
  );
}

export function resting(cause: unknown, shown: string): Error {
  return new RetryableError(
    {
      code: 'BRICK_RESTING',
      message: `${shown} was not asked: the brick failed many times in a row and is left alone for a while.`,
      remedy: 'Wait half a minute; one request then tries whether it is back.',
    },
    { cause },
  );
}
