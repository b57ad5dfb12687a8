import type { Logger } from 'pino';
import type { MirrorReader, UnreadableRecords } from '../mirror/index.ts';

/** What mappers could not understand, in memory. */
export interface UnreadableWatch {
  of(brick: string): readonly UnreadableRecords[];
  /** Looks again at all bricks: a run of one may project records of others. */
  refresh(): Promise<void>;
}

/** Looks for the first time, too. What differs from the last look is logged, once for each kind of record. */
export async function watchUnreadable({
  bricks,
  reader,
  log,
}: {
  bricks: readonly { name: string }[];
  reader: Pick<MirrorReader, 'unreadable'>;
  log: Pick<Logger, 'warn'>;
}): Promise<UnreadableWatch> {
  const known = new Map<string, UnreadableRecords[]>();
  const told = new Map<string, string>();
  const watch: UnreadableWatch = {
    of: (brick) => known.get(brick) ?? [],
    async refresh() {
      for (const { name: brick } of bricks) {
        const found = await reader.unreadable(brick);
        known.set(brick, found);
        for (const { kind, count, sample } of found) {
          const first = sample[0]?.message ?? '';
          const saying = `${count} ${first}`;
          if (told.get(`${brick} ${kind}`) !== saying)
            log.warn({ brick, kind, count, first }, `${brick}: ${count} of ${kind} could not be understood: ${first}`);
          told.set(`${brick} ${kind}`, saying);
        }
        for (const key of told.keys())
          if (key.startsWith(`${brick} `) && !found.some(({ kind }) => key === `${brick} ${kind}`)) told.delete(key);
      }
    },
  };
  await watch.refresh();
  return watch;
}
