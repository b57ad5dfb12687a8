import type { Connector } from '#sdk';
import type { MirrorReader } from '../mirror/index.ts';
import type { PendingTally } from './hold-rules.ts';

/** What the records of a stream are to those of others. */
export interface Standing {
  /** They are something by themselves: the root of an aggregate. */
  isRoot: boolean;
  /** Kinds of which they are parts, and what names the whole. */
  wholes: readonly { kind: string; by: 'id' | 'key' }[];
}

export function standingOf({ aggregates }: Pick<Connector, 'aggregates'>, kind: string): Standing {
  const wholes = aggregates.flatMap(({ root, reads }) =>
    reads.flatMap((read) =>
      read.kind === kind && read.as === 'children' ? [{ kind: root, by: read.by ?? 'id' }] : [],
    ),
  );
  return { isRoot: aggregates.some(({ root }) => root === kind), wholes };
}

interface Parts {
  brick: string;
  stream: { kind: string };
  standing: Standing;
  reader: Pick<MirrorReader, 'leavingParts'>;
}

/** Parts that are gone with a whole of which that waits: a product that goes on being shown keeps its variants and stock. */
export async function keepParts(tally: PendingTally, { brick, stream, standing, reader }: Parts): Promise<void> {
  if (tally.deletes === 0) return;
  for (const whole of standing.wholes) {
    for (const id of await reader.leavingParts(brick, stream.kind, whole)) {
      tally.suspicious.set(id, 'deletions');
      tally.deleted.add(id);
    }
  }
}
