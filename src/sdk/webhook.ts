/** What a brick sent to `/webhooks/<brick>`, as it came. */
export interface WebhookDelivery {
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** The raw body: signatures are over these bytes. */
  body: Uint8Array;
}

/** Records to be read again. A webhook is a hint: what it claims is never believed, what the brick answers is. */
export interface WebhookHint {
  kind: string;
  ids: readonly string[];
}

/** What to make of a delivery: what to read again, nothing to do (a ping), or not from this brick (a wrong signature). */
export type WebhookVerdict = { hints: readonly WebhookHint[] } | 'nothing' | 'forged';
