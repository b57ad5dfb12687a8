import type { MoveItem, MirrorWriter } from '../../../mirror/index.ts';

/** Keeps on disk how far each thing is. What is noted while a write is under way goes with the next one, all of it. */
export interface Journal {
  /** On disk when it resolves. */
  note(items: readonly MoveItem[]): Promise<void>;
  /** With the next write; lost by a kill before it, which costs a look for what was written. */
  noteLater(items: readonly MoveItem[]): void;
  /** Resolves when all that was noted is on disk. */
  flush(): Promise<void>;
}

const LARGEST_WRITE = 2_000;
/** What is noted for later does not grow beyond this. */
const MANY = 200;

export function openJournal(writer: Pick<MirrorWriter, 'noteMoveItems'>, move: string): Journal {
  let waiting: MoveItem[] = [];
  let writing: Promise<void> | null = null;

  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const items = waiting.slice(0, LARGEST_WRITE);
      waiting = waiting.slice(LARGEST_WRITE);
      await writer.noteMoveItems({ move, items });
    }
  };
  const flush = async (): Promise<void> => {
    // What is being written now may have been begun before the last note.
    await writing;
    if (waiting.length === 0) return;
    writing ??= write().finally(() => {
      writing = null;
    });
    await writing;
  };
  return {
    note(items) {
      waiting.push(...items);
      return flush();
    },
    noteLater(items) {
      waiting.push(...items);
      // A failure of this write is told to whoever notes next.
      if (waiting.length >= MANY) flush().catch(() => undefined);
    },
    flush,
  };
}
