/** What the proof's clients want, in the order in which they send it. */
export interface Wish {
  /** The client's idempotency key. */
  key: string;
  kind: 'order' | 'price' | 'stock';
  sku: string;
  /** Pieces, or a price. */
  value: string;
  /** Of orders: who buys. */
  email: string;
}

/** What a client was told: it holds from then on. */
export interface Acknowledged {
  key: string;
  /** Of orders. */
  reference?: string;
  total?: string;
}

/** What the program under test is given. */
export interface OutboxWork {
  data: string;
  database?: string;
  shop: { url: string; key: string };
  /** Files: a JSON list of wishes, and a line of JSON for each that was acknowledged. */
  wishes: string;
  acknowledged: string;
  /** On databases that others use, too, a dead relay's messages wait so long. */
  leaseMs: number;
}
