import type { Stream } from '#sdk';

export interface StreamOrder {
  streams: readonly Stream[];
  /** Streams read at the same time. */
  parallel: number;
  /** `release` says early that nothing more is asked of the brick: another stream may begin. */
  read(stream: Stream, release: () => void): Promise<void>;
  /** No further stream is begun. */
  isStopped(): boolean;
}

/** Reads streams in their order, a few at a time, each after those that it comes after. `read` must not throw. */
export async function eachStream({ streams, parallel, read, isStopped }: StreamOrder): Promise<void> {
  const waiting = [...streams];
  const unfinished = new Set(waiting.map(({ kind }) => kind));
  const readings = new Set<Promise<void>>();
  const lanes = new Set<Promise<void>>();
  while (waiting.length > 0 && !isStopped()) {
    const index = waiting.findIndex(({ after = [] }) => !after.some((kind) => unfinished.has(kind)));
    const [stream] = lanes.size < parallel && index >= 0 ? waiting.splice(index, 1) : [];
    if (stream) {
      const { promise: lane, resolve } = Promise.withResolvers<void>();
      const release = (): void => {
        lanes.delete(lane);
        resolve();
      };
      lanes.add(lane);
      const reading: Promise<void> = read(stream, release).finally(() => {
        unfinished.delete(stream.kind);
        readings.delete(reading);
        release();
      });
      readings.add(reading);
      // Streams that come after each other in a circle would wait for ever.
    } else if (readings.size === 0) throw new Error(`Streams wait for one another: ${[...unfinished].join(', ')}`);
    else await Promise.race([...readings, ...lanes]);
  }
  await Promise.all(readings);
}
