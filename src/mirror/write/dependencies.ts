import type { Aggregate } from '#sdk';

/** How a change of one kind reaches a root: see `Read` in the SDK. */
export interface Dependency {
  root: string;
  through: 'self' | 'parent' | 'key' | 'siblings' | 'all';
}

/** For each kind of record, the roots that say something else when it changes. */
export type Dependencies = ReadonlyMap<string, readonly Dependency[]>;

export function dependenciesOf(aggregates: readonly Aggregate[]): Dependencies {
  const found = new Map<string, Dependency[]>();
  const add = (kind: string, dependency: Dependency): void => {
    const known = found.get(kind) ?? [];
    if (!known.some(({ root, through }) => root === dependency.root && through === dependency.through)) {
      known.push(dependency);
    }
    found.set(kind, known);
  };
  for (const { root, reads } of aggregates) {
    add(root, { root, through: 'self' });
    for (const read of reads) {
      if (read.as === 'children') add(read.kind, { root, through: read.by === 'key' ? 'key' : 'parent' });
      else add(read.kind, { root, through: read.as });
    }
  }
  return found;
}
