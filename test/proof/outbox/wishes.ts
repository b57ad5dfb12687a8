/** What the proof's clients want, in the order in which they send it. */
export interface Wish {
  /** The client's idempotency key. */
  key: string;
  kind: 'order' | 'price' | 'stock' | 'customer' | 'status';
  sku: string;
  /** Pieces, or a price. */
  value: string;
  /** Of orders: who buys. Of customers: who they are. */
  email: string;
  /** Of states: the key of the order, which was placed before. */
  of?: string;
  /** A wish of before, sent once more with its key. */
  again?: true;
}

/** What a client was told: it holds from then on. */
export interface Acknowledged {
  key: string;
  again?: true;
  /** Hub id of what was made: of orders and customers. */
  id?: string;
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
