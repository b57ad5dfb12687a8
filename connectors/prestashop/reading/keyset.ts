import type { RawRecord } from '#sdk';

/** One page of rows by ascending id. */
export interface KeysetPage {
  records: RawRecord[];
  last: number;
}

export interface KeysetOptions {
  after: number;
  signal: AbortSignal;
  /** Asked after each page; true: no further page is wanted. */
  isEnough?(page: KeysetPage): boolean;
}

/**
 * Pages until an empty one: a short page is no end, rows may have been deleted meanwhile.
 * The next page is asked for as soon as the last id is known, while the current one is being stored.
 */
export async function* keysetPages(
  ask: (after: number, signal: AbortSignal) => Promise<RawRecord[]>,
  { after, signal, isEnough }: KeysetOptions,
): AsyncGenerator<KeysetPage> {
  const left = new AbortController();
  const either = AbortSignal.any([signal, left.signal]);
  try {
    let answer = ask(after, either);
    for (;;) {
      const records = await answer;
      const page = { records, last: Number(records.at(-1)?.id) };
      if (records.length === 0) return;
      if (isEnough?.(page)) {
        yield page;
        return;
      }
      answer = ask(page.last, either);
      // It is awaited in the next turn; a failure before that must not count as unhandled.
      answer.catch(() => undefined);
      yield page;
    }
  } finally {
    left.abort();
  }
}
