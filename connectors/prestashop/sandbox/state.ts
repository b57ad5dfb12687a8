/** One language's text, as the webservice's JSON lists show it when more than one language is active. */
export interface LocalizedValue {
  id: number;
  value: string;
}

/**
 * One record of a resource, with every field, in the types of a webservice JSON *list* (`display=full`):
 * ids and ints are numbers, decimals and booleans strings, texts per language `LocalizedValue[]`,
 * `associations` an object of lists. Output quirks are added when the server answers, never stored.
 */
export type WebserviceRecord = { id: number; associations?: Record<string, Record<string, unknown>[]> } & Record<
  string,
  unknown
>;

/** All that a sandbox shop knows. Plain data: it can be cloned, compared and written to a file. */
export interface ShopState {
  /** What `PSWS-Version` says, e.g. `9.1.4`. */
  version: string;
  /** Resource name (`products`) to its records, in no promised order. */
  resources: Record<string, WebserviceRecord[]>;
  /** Image bytes by webservice path below `/api/images`: `products/12/31`, `categories/4`. */
  images: Record<string, Uint8Array>;
}
