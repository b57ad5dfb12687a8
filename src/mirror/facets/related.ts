import type { Aggregate, RawRecord, Related } from '#sdk';
import type { Bodies } from '../persons/index.ts';
import type { Sql } from '../sql.ts';
import type { BindingBatch } from './bindings.ts';
import { loadByParent, type PublishedRecord } from './load-records.ts';
import type { WholeKinds } from './whole-kinds.ts';

const NONE: readonly RawRecord[] = [];

/** Records of the kinds that are read per root, by kind and by what their `parent` holds. */
export interface Neighbours {
  children: ReadonlyMap<string, ReadonlyMap<string, readonly RawRecord[]>>;
  siblings: ReadonlyMap<string, ReadonlyMap<string, readonly RawRecord[]>>;
  /** Kinds whose parent holds the root's key instead of its id. */
  byKey: ReadonlySet<string>;
}

/** Loads for a whole batch of roots what an aggregate reads of each. */
export async function loadNeighbours(
  sql: Sql,
  brick: string,
  aggregate: Aggregate,
  roots: readonly PublishedRecord[],
  bodies: Bodies,
): Promise<Neighbours> {
  const children = new Map<string, Map<string, RawRecord[]>>();
  const siblings = new Map<string, Map<string, RawRecord[]>>();
  const byKey = new Set<string>();
  for (const { kind, as, by } of aggregate.reads) {
    if (as === 'all') continue;
    if (as === 'children' && by === 'key') byKey.add(kind);
    const parents = roots.map((root) => parentOf(root, as, by)).filter((parent) => parent !== null);
    const records = await loadByParent(sql, { brick, kind }, [...new Set(parents)], bodies);
    (as === 'children' ? children : siblings).set(kind, records);
  }
  return { children, siblings, byKey };
}

function parentOf(root: PublishedRecord, as: 'children' | 'siblings', by: 'id' | 'key' | undefined): string | null {
  if (as === 'siblings') return root.parent;
  return by === 'key' ? root.key : root.record.id;
}

const EXTENSIONS: Record<string, string> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'image/gif': '.gif',
  'image/avif': '.avif',
  'image/svg+xml': '.svg',
  'application/pdf': '.pdf',
};

/** The hub address of a stored blob. */
export function blobUrl(sha256: string, mime: string): string {
  return `/blobs/${sha256}${EXTENSIONS[mime] ?? ''}`;
}

/** What one root's projection may look at. */
export function relatedTo(
  root: PublishedRecord,
  neighbours: Neighbours,
  whole: WholeKinds,
  bindings: BindingBatch,
): Related {
  const children = (kind: string): readonly RawRecord[] => {
    const parent = neighbours.byKey.has(kind) ? root.key : root.record.id;
    return (parent === null ? undefined : neighbours.children.get(kind)?.get(parent)) ?? NONE;
  };
  const siblings = (kind: string): readonly RawRecord[] =>
    (root.parent === null ? undefined : neighbours.siblings.get(kind)?.get(root.parent)) ?? NONE;
  const near = (kind: string, id: string): RawRecord | undefined =>
    children(kind).find((record) => record.id === id) ?? siblings(kind).find((record) => record.id === id);
  return {
    children,
    siblings,
    all: (kind) => whole.all(kind),
    get: (kind, id) => whole.get(kind, id) ?? near(kind, id),
    derived: (name, kinds, compute) => whole.derived(name, kinds, compute),
    hubId: (type, externalId) => bindings.hubId(type, externalId),
    blobUrl,
  };
}
