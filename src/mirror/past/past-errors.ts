import { PermanentError, RetryableError } from '#sdk';

export function beforeFirst(first: string | null): PermanentError {
  return new PermanentError({
    code: 'PAST_BEFORE_FIRST',
    message:
      first === null
        ? 'Nothing was published yet.'
        : `Nothing was published before ${first}: the hub knows no older past.`,
    remedy: first === null ? 'Wait for the first run of a brick.' : `Ask for ${first} or later.`,
  });
}

export function inFuture(now: string): PermanentError {
  return new PermanentError({
    code: 'PAST_IN_FUTURE',
    message: `That time has not come yet: it is ${now}.`,
    remedy: 'Ask for an earlier time, or without a time for the present.',
  });
}

export function tooLarge(bytes: number): PermanentError {
  return new PermanentError({
    code: 'PAST_TOO_LARGE',
    message: `That past needs more room than may be used for the past (${bytes} bytes).`,
    remedy: 'Give it more: past.megabytes in the configuration.',
  });
}

export function busy(): RetryableError {
  return new RetryableError({
    code: 'PAST_BUSY',
    message: 'Other times of the past are being prepared, and more wait than are kept at once.',
    remedy: 'Ask again in a minute, or keep more of them: past.count in the configuration.',
  });
}

export function stopped(): RetryableError {
  return new RetryableError({
    code: 'PAST_STOPPED',
    message: 'The hub stopped while it prepared the past.',
    remedy: 'Ask again once it runs: it begins anew.',
  });
}
