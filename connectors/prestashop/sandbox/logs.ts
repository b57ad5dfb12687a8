/** One request that reached the sandbox, and what it was answered. */
export interface RequestLogEntry {
  at: Date;
  method: string;
  /** Path with its query, as sent. */
  path: string;
  /** First path segment below `/api`: `products`; empty for anything else. */
  resource: string;
  /** Absent while the answer is not there, and when the connection was dropped. */
  status?: number;
  /** Bytes of body sent. */
  bytes?: number;
}

/** One effect on the shop's data that came through the webservice. A refused or failed write leaves none. */
export interface WriteLogEntry {
  at: Date;
  method: string;
  resource: string;
  id: number;
  effect: 'insert' | 'update' | 'delete';
}
