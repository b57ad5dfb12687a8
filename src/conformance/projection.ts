import type { Aggregate, Projected, RawRecord, Read, Related, Stream } from '#sdk';
import type { MemoryMirror } from './memory-mirror.ts';

/** A facet with the root that it was made from. */
export interface Facet extends Projected {
  root: string;
}

/** A hub id as the projection gives it: of which entity type, and which record of the brick. */
export const hubIdOf = (type: string, externalId: string): string => `${type}:${externalId}`;

/** Projects all of a mirror, in memory, by the rules of `Aggregate`. */
export function project(mirror: MemoryMirror, streams: readonly Stream[], aggregates: readonly Aggregate[]): Facet[] {
  const derived = new Map<string, unknown>();
  return aggregates.flatMap((aggregate) =>
    mirror
      .records(aggregate.root)
      .flatMap((root) =>
        aggregate
          .project(root, relatedOf(mirror, streams, aggregate, root, derived))
          .map((projected) => ({ ...projected, root: `${aggregate.root}/${root.id}` })),
      ),
  );
}

function relatedOf(
  mirror: MemoryMirror,
  streams: readonly Stream[],
  { root: rootKind, reads }: Aggregate,
  root: RawRecord,
  derived: Map<string, unknown>,
): Related {
  const streamOf = (kind: string): Stream | undefined => streams.find((stream) => stream.kind === kind);
  const parentOf = (kind: string, record: RawRecord): string | null => streamOf(kind)?.parent?.(record.body) ?? null;
  const read = (kind: string, as: Read['as']): Read => {
    const declared = reads.find((one) => one.kind === kind && one.as === as);
    if (declared) return declared;
    throw new Error(`${rootKind} reads ${kind} as ${as} without declaring it.`);
  };
  const children = (kind: string): RawRecord[] => {
    const key = read(kind, 'children').by === 'key' ? streamOf(rootKind)?.key?.(root.body) : root.id;
    return mirror.records(kind).filter((record) => parentOf(kind, record) === key);
  };
  const siblings = (kind: string): RawRecord[] => {
    read(kind, 'siblings');
    const parent = parentOf(rootKind, root);
    return parent === null ? [] : mirror.records(kind).filter((record) => parentOf(kind, record) === parent);
  };
  const all = (kind: string): RawRecord[] => {
    read(kind, 'all');
    return mirror.records(kind);
  };
  return {
    children,
    siblings,
    all,
    get: (kind, id) => mirror.records(kind).find((record) => record.id === id),
    derived<T>(name: string, kinds: readonly string[], compute: () => T): T {
      kinds.forEach((kind) => read(kind, 'all'));
      if (!derived.has(name)) derived.set(name, compute());
      return derived.get(name) as T;
    },
    hubId: hubIdOf,
    blobUrl: (sha256) => `/blobs/${sha256}`,
  };
}
