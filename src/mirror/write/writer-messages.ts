import { PermanentError, RetryableError } from '#sdk';
import type { AuditWriter } from '../audit-entry.ts';
import type { MirrorWriter } from '../contract.ts';
import type { JournalWriter } from '../journal.ts';
import { asMirrorError } from '../mirror-error.ts';
import type { PersonWriter } from '../person.ts';
import type { HintWriter } from '../hint.ts';
import type { TokenWriter } from '../token.ts';

/** What the worker is told when it starts. */
export interface WriterStart {
  data: string;
  database: string | undefined;
  /** The master key of personal data, if the data folder does not hold it. */
  personKey: string | undefined;
  /** File address of a module that exports `connectors` and `facetTypes`: functions cannot be sent to a thread. */
  registry: string;
  /** File addresses of connectors from outside. */
  extensions: readonly string[];
  bricks: readonly { name: string; connector: string }[];
}

/** All that the thread does. */
export type WriterMethods = MirrorWriter & TokenWriter & AuditWriter & JournalWriter & HintWriter & PersonWriter;
export type WriterMethod = Exclude<keyof WriterMethods, symbol>;

export interface WriterCall {
  id: number;
  method: WriterMethod;
  argument: unknown;
}

/** Call 0 is the start itself. */
export type WriterReply = { id: number; value: unknown } | { id: number; failure: SentFailure };

/** An error on its way between threads: classes do not survive it. */
export interface SentFailure {
  retryable: boolean;
  code: string;
  message: string;
  remedy: string;
  detail: string | undefined;
}

export function sendFailure(error: unknown): SentFailure {
  const coded = asMirrorError(error);
  const { code, message, remedy, detail } = coded;
  return { retryable: coded instanceof RetryableError, code, message, remedy, detail };
}

export function receiveFailure({ retryable, detail, ...text }: SentFailure): Error {
  const full = { ...text, ...(detail === undefined ? {} : { detail }) };
  return retryable ? new RetryableError(full) : new PermanentError(full);
}
