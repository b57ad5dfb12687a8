/** What the recorded program and its judge agree upon. */
export const BRICK = 'shop';
export const KIND = 'proofs';
/** Records in one page. */
export const RECORDS = 10;

/** Environment variable that says what shall not wait for the disk: `database` or `blobs`. */
export const CARELESS = 'MORTAR_PROOF_CARELESS';

/** What the program says that it was promised, one JSON object a line. */
export interface Acknowledgement {
  opened?: true;
  run?: string;
  blob?: string;
  records?: [id: string, hash: string][];
  checkpoint?: number;
  /** All records up to this page are published. */
  published?: number;
  /** All records up to this page are projected, or due to be. */
  projected?: number;
  ended?: string;
  closed?: true;
}
