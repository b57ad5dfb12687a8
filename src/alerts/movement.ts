import type { SyncEvent } from '../sync/index.ts';

/** Remembers when a brick or a stream last had something new. */
export interface Movement {
  hear(event: SyncEvent): void;
  /** What moved since it was last asked. */
  take(): string[];
}

export function movement(): Movement {
  const moved = new Set<string>();
  return {
    hear(event) {
      if (event.event !== 'page' && event.event !== 'stream-done') return;
      const removed = event.event === 'stream-done' ? event.tombstones : 0;
      if (event.revisions + removed === 0) return;
      moved.add(event.brick).add(`${event.brick}.${event.kind}`);
    },
    take() {
      const names = [...moved];
      moved.clear();
      return names;
    },
  };
}

export interface Watched {
  watched: readonly string[];
  moved: readonly string[];
  /** How long nobody looked: the time in which this hub did not run. */
  awayMs: number;
  now: Date;
}

/** Times of what is watched: what is new to us counts from now, and the hub's own absence does not count. */
export function movedTimes(
  times: Readonly<Record<string, string>>,
  { watched, moved, awayMs, now }: Watched,
): Record<string, string> {
  return Object.fromEntries(
    watched.map((name) => {
      const before = times[name];
      if (before === undefined || moved.includes(name)) return [name, now.toISOString()];
      return [name, new Date(Date.parse(before) + awayMs).toISOString()];
    }),
  );
}
