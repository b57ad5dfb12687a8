/** What queries show of one entity moved. */
export interface ChangeRow {
  /** Ascending in the order in which changes became visible; never used twice. */
  seq: number;
  at: string;
  brick: string;
  /** Facet type: `StockItem`. */
  type: string;
  /** The hub entity's type: `Variant`. */
  entity: string;
  hubId: string;
  change: 'created' | 'updated' | 'removed';
}

export interface ChangeFilter {
  /** Those after this one. */
  after: number;
  /** Facet types; absent: all. */
  types?: readonly string[];
  brick?: string;
  first: number;
}

export interface ChangeReader {
  /** In order. Throws CHANGES_EXPIRED when some after `after` are no longer kept. */
  changes(filter: ChangeFilter): Promise<ChangeRow[]>;
  /** The newest; 0: there is none yet. */
  lastChange(): Promise<number>;
  /** How far this flow has followed the changes; null: it has not begun. */
  cursor(name: string): Promise<number | null>;
}
