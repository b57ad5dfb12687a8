import { isCoded, PermanentError } from '#sdk';
import type { MessageFailure, MessageOutcome } from '../mirror/index.ts';

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 300_000;
/** How often in a row a connector may fail with what it did not foresee. */
const MOST_SURPRISES = 10;

/** Doubles with every try, up to five minutes; the last half is chance, so that what failed together returns apart. */
export function waitAfter(attempt: number, random: () => number): number {
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(Math.max(attempt, 1) - 1, 30));
  return Math.round(wait * (0.5 + random() / 2));
}

export interface Judging {
  attempt: number;
  now: Date;
  random(): number;
  /** How many times in a row this message failed with an error without a code, this time counted. */
  surprises: number;
}

/** What becomes of a message whose delivery failed. */
export function judgeFailure(error: unknown, { attempt, now, random, surprises }: Judging): MessageOutcome {
  const failure = toFailure(error, now);
  const isHopeless = isCoded(error) ? error instanceof PermanentError : surprises >= MOST_SURPRISES;
  if (isHopeless) return { outcome: 'dead', failure };
  return { outcome: 'again', nextAt: new Date(now.getTime() + waitAfter(attempt, random)).toISOString(), failure };
}

export function unknownCommand(brick: string, command: string, now: Date): MessageOutcome {
  return {
    outcome: 'dead',
    failure: {
      code: 'COMMAND_UNKNOWN',
      message: `The brick "${brick}" cannot be told to do this (${command}).`,
      remedy: 'Do it in the brick itself and discard the message, or redrive it once the brick can.',
      detail: null,
      at: now.toISOString(),
    },
  };
}

function toFailure(error: unknown, now: Date): MessageFailure {
  const at = now.toISOString();
  if (isCoded(error)) {
    const { code, message, remedy, detail = null } = error;
    return { code, message, remedy, detail, at };
  }
  return {
    code: 'COMMAND_FAILED',
    message: 'The connector failed with an error that it did not foresee.',
    remedy: "Look for the message's id in the log of the hub; redrive the message once the cause is mended.",
    detail: error instanceof Error ? error.message : String(error),
    at,
  };
}
