import type { Stream } from '#sdk';

export interface StreamOrder {
  streams: readonly Stream[];
  /** Streams read at the same time. */
  parallel: number;
  read(stream: Stream): Promise<void>;
  /** No further stream is begun. */
  isStopped(): boolean;
}

/** Reads streams in their order, a few at a time, each after those that it comes after. `read` must not throw. */
export async function eachStream({ streams, parallel, read, isStopped }: StreamOrder): Promise<void> {
  const waiting = [...streams];
  const unfinished = new Set(waiting.map(({ kind }) => kind));
  const active = new Set<Promise<void>>();
  while (waiting.length > 0 && !isStopped()) {
    const index = waiting.findIndex(({ after = [] }) => !after.some((kind) => unfinished.has(kind)));
    const [stream] = active.size < parallel && index >= 0 ? waiting.splice(index, 1) : [];
    if (stream) {
      const reading: Promise<void> = read(stream).finally(() => {
        unfinished.delete(stream.kind);
        active.delete(reading);
      });
      active.add(reading);
      // Streams that come after each other in a circle would wait for ever.
    } else if (active.size === 0) throw new Error(`Streams wait for one another: ${[...unfinished].join(', ')}`);
    else await Promise.race(active);
  }
  await Promise.all(active);
}
