import type { RawRecord } from './stream.ts';

/**
 * A kind of record that a projection reads beside its root:
 * - `children`: all records whose `parent` is the root's id (or the root's natural `key`);
 * - `all`: the whole kind (small reference tables: taxes, currencies); any change re-projects every root;
 * - `siblings`: records that share the root's own `parent` (an order's addresses belong to its customer).
 */
export interface Read {
  kind: string;
  as: 'children' | 'all' | 'siblings';
  /** For `children`: what the children's `parent` holds. Default `id`. */
  by?: 'id' | 'key';
}

/** What a projection may look at. All of it is published, and of the same brick. */
export interface Related {
  children(kind: string): readonly RawRecord[];
  siblings(kind: string): readonly RawRecord[];
  all(kind: string): readonly RawRecord[];
  get(kind: string, id: string): RawRecord | undefined;
  /** A value computed from `all` kinds once, kept until one of those kinds changes. */
  derived<T>(name: string, kinds: readonly string[], compute: () => T): T;
  /** The stable hub id of an entity of this brick: the binder, the only place where ids are translated. */
  hubId(type: string, externalId: string): string;
  /** The hub address of a stored blob (an image), to be put into a facet. */
  blobUrl(sha256: string, mime: string): string;
}

/** One facet: what this brick says of one hub entity. */
export interface Projected {
  /** A facet type of a role: `Product`. */
  type: string;
  /** The brick's id of the entity: `12`, or `12-34` for a combination. */
  externalId: string;
  /** Where staff see it in the brick's own back office, if there is such a page. */
  url?: string;
  facet: object;
  /** Where single fields of the facet come from and how old they are, for what was not read from a living brick. */
  provenance?: readonly FieldSource[];
}

/** The source of one field of a facet. */
export interface FieldSource {
  /** As the facet names it: `name`, `listPrice`. */
  field: string;
  /** For people: `stock.xlsx, row 12`. */
  source: string;
  /** Since when the source says so, RFC 3339 UTC. */
  at: string;
}

/** From one root record and what it reads to the facets it stands for. Pure. */
export interface Aggregate {
  /** The kind of the root record: `products`. */
  root: string;
  reads: readonly Read[];
  /** An empty list means: this record stands for nothing that the role shows. */
  project(root: RawRecord, related: Related): Projected[];
}
