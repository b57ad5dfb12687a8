/** The one way in which the relay waits, so that tests let time pass themselves. */
export interface Timers {
  /** Calls once, unless it is called off before. */
  after(ms: number, run: () => void): () => void;
}

export const systemTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Resolves when all have ended, or that time has passed. */
export async function endedWithin(timers: Timers, ms: number, work: Iterable<Promise<unknown>>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const callOff = timers.after(ms, resolve);
  await Promise.race([Promise.allSettled(work), late]);
  callOff();
}
