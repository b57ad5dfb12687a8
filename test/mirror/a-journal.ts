import { openJournal, openReplay, type JournalPosition } from '../../src/mirror/index.ts';
import { LATER, type TestMirror } from './a-mirror.ts';

export interface Segment {
  schema: string;
  lines: string[];
}

async function listed(lines: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const line of lines) found.push(line);
  return found;
}

/** What is new, cut into a segment; null: nothing is. */
export async function cutFrom(from: TestMirror): Promise<Segment | null> {
  const source = await openJournal(from);
  try {
    const made = await source.read(async ({ entries, position, schema, lines }) => {
      const said = { schema, lines: await listed(lines()) };
      return { entries, position: position as JournalPosition, said };
    });
    if (!made) return null;
    const { entries, position, said } = made;
    const next: JournalPosition = { ...position, sequence: position.sequence + 1, sha256: 'f00d', at: LATER };
    await from.journal.keepSegment({ entries, position: next });
    return said;
  } finally {
    await source.close();
  }
}

/** Brings segments into the copy, as a restore does, and opens it again. Resolves with what was not delivered. */
export async function replayInto(copy: TestMirror, segments: readonly (Segment | null)[]): Promise<number> {
  await copy.close();
  const opened = await openReplay(copy);
  for (const segment of segments)
    await opened?.apply({
      schema: segment?.schema ?? '',
      lines: (async function* () {
        yield* segment?.lines ?? [];
      })(),
    });
  const undelivered = (await opened?.end(opened.position)) ?? 0;
  await opened?.close();
  await copy.reopen();
  return undelivered;
}
