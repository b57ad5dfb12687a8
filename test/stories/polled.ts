import type { ServedHub } from './served-hub.ts';

/** A client that asks the same queries by the same ids, again and again, and always gets what it got at first. */
export interface Polled {
  /** How often it has asked; throws what it saw that was otherwise. */
  stop(): Promise<number>;
}

/** Begins at once; the first answer is what all others must be. */
export async function polled({ ask }: Pick<ServedHub, 'ask'>, query: string, variables: object = {}): Promise<Polled> {
  const first = await ask<object>(query, variables);
  const state = { polling: true };
  const asking = (async () => {
    let asked = 0;
    for (; state.polling; asked++) {
      expect(await ask<object>(query, variables)).toEqual(first);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return asked;
  })();
  // It is awaited at the end; until then its failure is nobody's.
  asking.catch(() => undefined);
  return {
    stop() {
      state.polling = false;
      return asking;
    },
  };
}
