/**
 * A facet type declares how one role's facets are found again: which values become indexed columns, which links and
 * measures, which text is searched. Facet tables are made from these declarations and can be dropped and projected
 * again at any time, so they need no migration.
 */

/** A value by which facets are filtered, sorted or looked up. Booleans are kept as 0 and 1. */
export interface FacetColumn<Facet> {
  type: 'text' | 'integer';
  of(facet: Facet): string | number | null;
}

/** From a facet to another hub entity, with an optional measure (a quantity and an amount at a time). */
export interface FacetLink {
  /** Hub id of the other entity. */
  target: string;
  at?: string | null;
  quantity?: number;
  /** An exact amount in millionths, inside the safe integer range. */
  micros?: number;
}

export interface FacetType<Facet = object> {
  /** The GraphQL type that this is a facet of: `Product`. */
  name: string;
  role: string;
  /** Column name (snake case) to what it holds. */
  columns: Record<string, FacetColumn<Facet>>;
  /** Relation name to the links of a facet: `category`, `variant`. */
  links: Record<string, (facet: Facet) => FacetLink[]>;
  /** All text by which staff look for it; folded (case, accents) by the mirror. */
  search?(facet: Facet): string;
  /**
   * An entity that is found by this one's `search` text, too: a product by its variants' SKU. Both facets must come
   * from the same root record. `of` gives its hub id.
   */
  foundAs?: { type: string; of(facet: Facet): string };
}

/** Erases the facet's type so that declarations can stand in one list. */
export function defineFacetType<Facet extends object>(type: FacetType<Facet>): FacetType {
  return type as unknown as FacetType;
}
