/** One `{code, message}` of the vendor's error list. */
export interface WebserviceError {
  code: number;
  message: string;
}

/** An answer before headers are added. `bare` answers come from outside the webservice and lack its headers. */
export interface Reply {
  status: number;
  body: string | Uint8Array;
  type?: string;
  headers?: Record<string, string>;
  bare?: boolean;
  /** Answers with data carry `Content-Sha1`; it is the digest of the body unless given. */
  sha1?: boolean | string;
  /** Shown as `PSWS-Version: 0`. */
  unauthenticated?: boolean;
}

/** Ends a request with the vendor's error list. */
export class WebserviceFailure extends Error {
  readonly status: number;
  readonly errors: WebserviceError[];

  constructor(status: number, ...errors: [code: number, message: string][]) {
    super(errors[0]?.[1] ?? 'failure');
    this.status = status;
    this.errors = errors.map(([code, message]) => ({ code, message }));
  }
}

/** An exception that nothing upstream catches: 500, and not one byte of explanation. */
export class UncaughtException extends Error {}

export const EMPTY_500: Reply = { status: 500, body: '', type: 'text/html; charset=utf-8', bare: true };

const SOURCE = '/srv/ps9/classes/webservice/';

/** The vendor reports its own PHP warnings, server paths included, and turns the answer into a 500. */
export function phpWarning(text: string, file: string, line: number): [code: number, message: string] {
  return [3, `[PHP Warning #2] ${text} (${SOURCE}${file}, line ${line})`];
}

/** A refused filter, sort or display: the code goes on with `false` and trips four times over it. */
export function badListQuery(code: number, message: string): WebserviceFailure {
  const trips = [1299, 1300, 1301, 1302].map((line) =>
    phpWarning('Trying to access array offset on value of type bool', 'WebserviceRequest.php', line),
  );
  return new WebserviceFailure(500, [code, message], ...trips);
}

/** `message. Did you mean: "closest"? The full list is: "a", "b"` */
export function didYouMean(message: string, wrong: string, available: readonly string[]): string {
  const list = available.map((name) => `"${name}"`).join(', ');
  return `${message}. Did you mean: "${closest(wrong, available)}"? The full list is: ${list}`;
}

function closest(input: string, words: readonly string[]): string {
  let best = '';
  let shortest = Infinity;
  for (const word of words) {
    const distance = levenshtein(input, word);
    if (distance <= shortest) [best, shortest] = [word, distance];
  }
  return best;
}

function levenshtein(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
