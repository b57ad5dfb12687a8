/** A record that a vendor said has changed: to be read again. What the vendor claimed of it is not kept. */
export interface HintRow {
  brick: string;
  kind: string;
  id: string;
  /** Given anew whenever the same is hinted again: what came while it was being read is not dropped with it. */
  mark: string;
  at: string;
}

/** The writer's part. */
export interface HintWriter {
  /** On disk when it resolves. The same record twice is one row, with the later mark. */
  addHints(hints: readonly HintRow[]): Promise<void>;
  /** Takes those away that still have the mark that was read. */
  dropHints(hints: readonly HintRow[]): Promise<void>;
}

/** Hints that were stored and not applied yet. */
export interface HintStore extends HintWriter {
  /** Oldest first, of all bricks. */
  listHints(limit: number): Promise<HintRow[]>;
}
