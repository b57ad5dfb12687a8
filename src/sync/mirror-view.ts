import type { MirrorView } from '#sdk';
import type { MirrorReader } from '../mirror/index.ts';

const RECORD_PAGE = 200;
const ID_PAGE = 5_000;

/** What a stream of a brick may see of the mirror: its own brick's records, nothing else. */
export function mirrorView(reader: MirrorReader, brick: string): MirrorView {
  return {
    async *pages(kind) {
      for (let after: string | null = null; ;) {
        const records = await reader.latest(brick, kind, after, RECORD_PAGE);
        if (records.length === 0) return;
        yield records;
        after = records.at(-1)?.id ?? null;
      }
    },
    missing: (kind, ids) => reader.missing(brick, kind, ids),
    byIds: (kind, ids) => reader.latestByIds(brick, kind, ids),
  };
}

/** Ids of what the brick last said it has, in pages. */
export async function* mirroredIds(reader: MirrorReader, brick: string, kind: string): AsyncGenerator<string[]> {
  for (let after: string | null = null; ;) {
    const ids: string[] = await reader.latestIds(brick, kind, after, ID_PAGE);
    if (ids.length === 0) return;
    yield ids;
    after = ids.at(-1) ?? null;
  }
}
