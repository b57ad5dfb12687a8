import { isCoded, PermanentError } from '#sdk';
import type { Deliver, Letter } from './letters.ts';

/** What of a letter is on disk. `begun` without an end: nobody knows whether it left. */
export type Mark = 'begun' | 'sent' | 'failed';

/** A letter, and what it is about: the reference of an order, the id of a customer. */
export interface Addressed {
  reference: string;
  letter: Letter;
}

export interface Sending {
  deliver: Deliver;
  /** Waits between two letters. */
  pause(): Promise<void>;
  /** On disk when it resolves. */
  mark(reference: string, state: Mark): Promise<void>;
}

export interface Sent {
  letters: { reference: string; to: string; state: 'due' | 'sent' | 'failed' | 'unknown' }[];
  unknown: string[];
  stopped: { code: string; message: string; remedy: string } | null;
}

/** Sends to each once, whatever ends in between; without `apply` it only lists them. Notes in the report what became of each. */
export async function sendEach(
  sending: Sending,
  due: readonly Addressed[],
  report: Sent,
  { apply }: { apply: boolean },
): Promise<void> {
  for (const { reference, letter } of due) {
    const one: Sent['letters'][number] = { reference, to: letter.to, state: 'due' };
    report.letters.push(one);
    if (!apply) continue;
    if (report.letters.length > 1) await sending.pause();
    await sending.mark(reference, 'begun');
    one.state = await sent(sending, { reference, letter }, report);
    // A server that takes nothing takes the next one neither.
    if (one.state !== 'sent') break;
  }
}

async function sent(
  { deliver, mark }: Sending,
  { reference, letter }: Addressed,
  report: Sent,
): Promise<'sent' | 'failed' | 'unknown'> {
  try {
    await deliver(letter);
  } catch (error) {
    const isRefused = isCoded(error);
    report.stopped = isRefused ? { code: error.code, message: error.message, remedy: error.remedy } : unsure(reference);
    if (isRefused) await mark(reference, 'failed');
    else report.unknown.push(reference);
    return isRefused ? 'failed' : 'unknown';
  }
  await mark(reference, 'sent');
  return 'sent';
}

function unsure(reference: string): NonNullable<Sent['stopped']> {
  return {
    code: 'SALVAGE_LETTER_UNKNOWN',
    message: `Nobody knows whether the letter of ${reference} left: the mail server did not say.`,
    remedy: 'Look into the mail server whether it was sent. It is not sent again by itself.',
  };
}

export function underWay(): PermanentError {
  return new PermanentError({
    code: 'SALVAGE_LETTERS_RUNNING',
    message: 'Letters are being sent already.',
    remedy: 'Wait for their end.',
  });
}
