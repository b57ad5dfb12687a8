/** Lets work pass that shares no lane with work under way; what shares one waits for its turn, in the order of asking. */
export interface Lanes {
  through<T>(lanes: readonly string[], work: () => Promise<T>): Promise<T>;
}

export function openLanes(): Lanes {
  const last = new Map<string, Promise<unknown>>();
  return {
    through(lanes, work) {
      // All turns are taken at once, so that nobody waits for one who waits for him.
      const before = lanes.flatMap((lane) => last.get(lane) ?? []);
      const done = Promise.allSettled(before).then(work);
      const turn = done.catch(() => undefined);
      for (const lane of lanes) last.set(lane, turn);
      void turn.then(() => {
        for (const lane of lanes) if (last.get(lane) === turn) last.delete(lane);
      });
      return done;
    },
  };
}

/** Runs work for every element, so many at once; stops at the first error, and waits for what is under way. */
export async function eachOf<T>(
  source: AsyncIterable<T> | Iterable<T>,
  parallel: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const errors: unknown[] = [];
  for await (const one of source) {
    if (errors.length > 0) break;
    const turn: Promise<void> = work(one)
      .catch((error: unknown) => void errors.push(error))
      .finally(() => running.delete(turn));
    running.add(turn);
    if (running.size >= parallel) await Promise.race(running);
  }
  await Promise.all(running);
  if (errors.length > 0) throw errors[0];
}
