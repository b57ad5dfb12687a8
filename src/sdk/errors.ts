/** What every failure of ours says: a stable code, what happened, and what to do about it. */
export interface FailureText {
  /** Stable, upper snake case: `BRICK_UNREACHABLE`. Clients and runbooks rely on it. */
  code: string;
  /** What happened, without secrets, SQL, or paths of a brick's server. */
  message: string;
  /** What the reader can do now. */
  remedy: string;
  /** The brick's own words, for operators; never sent to clients of the graph. */
  detail?: string;
}

abstract class CodedError extends Error {
  readonly code: string;
  readonly remedy: string;
  readonly detail: string | undefined;

  constructor(text: FailureText, options?: ErrorOptions) {
    super(text.message, options);
    this.name = new.target.name;
    this.code = text.code;
    this.remedy = text.remedy;
    this.detail = text.detail;
  }
}

/** It may work later: a timeout, a 503, a dropped connection. Safe to try again. */
export class RetryableError extends CodedError {}

/** It will not work until somebody changes something: a wrong key, a missing right, an invalid configuration. */
export class PermanentError extends CodedError {}

/** Whether an error carries a code, a message and a remedy of ours. */
export function isCoded(error: unknown): error is RetryableError | PermanentError {
  return error instanceof CodedError;
}
