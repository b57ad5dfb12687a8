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
  /** What the measure is told apart by: the hub id of the store in which a piece was sold. */
  scope?: string | null;
}

/** A column by which entities of several bricks are recognised as one. */
export interface IdentityKey {
  /** What the value is: `sku`, `gtin`, `email`. Values of one scheme compare across facet types and bricks. */
  scheme: string;
  /** Text column that holds it, in the form in which it compares; null: this facet has none. */
  column: string;
  /** It says something only beside its home: every shop counts its orders from 1. Of an unknown home, it decides nothing. */
  local?: true;
}

export interface FacetType<Facet = object> {
  /** Unique: `Product`, `StockItem`. */
  name: string;
  role: string;
  /**
   * The hub entity that this is a facet of, as mappers name it to `hubId`: a `StockItem` is a facet of a `Variant`.
   * Default: its own name.
   */
  entity?: string;
  /**
   * By what it is recognised as the entity of another brick, best first: SKU, then GTIN. The first scheme that finds
   * exactly one entity decides; several are a conflict for a person. Absent: entities of this type are never matched.
   */
  identity?: readonly IdentityKey[];
  /**
   * For entities that live in one brick. `own`: in the brick that says them, so that two bricks' are never one (orders
   * of two shops). `{ column }`: a text column names the brick; null: it is not known.
   */
  home?: 'own' | { column: string };
  /**
   * For what has no key of its own: it is the same as another brick's if all the entities that hang on it are. A
   * Product follows its Variants: `{ type: 'Variant', column: 'product' }`.
   */
  follows?: { type: string; column: string };
  /**
   * It says something of people: facets are kept encrypted, and left out of backups, which have the records that they are
   * projected from. `person`: whose it is; `self`: it is a Customer, else the column that names one by hub id. Columns
   * that show who somebody is are named: `lookups` are kept as keyed hashes, found by whole values and never sorted by;
   * `sorted` are kept encrypted, and opened to be sorted by. `words`: its search text is kept as keyed hashes.
   */
  personal?: {
    person: 'self' | { column: string };
    lookups?: readonly string[];
    sorted?: readonly string[];
    words?: true;
  };
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
