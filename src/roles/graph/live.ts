import type { GraphRequest } from './request.ts';

/** What the events of one subscription are made from. */
export interface LiveContext<Request extends GraphRequest = GraphRequest> {
  /** A request of its own for every look into the mirror: what one may read is counted anew. */
  request(): Request;
  /** Ends the events: the client is gone, or the hub stops. */
  signal: AbortSignal;
}

/**
 * Where the events of one subscription field come from. It rejects what the asker got wrong before there is any event;
 * it is asked for the next event only when the last one was sent, so it keeps nothing for a client that does not read.
 */
export type EventSource<Request extends GraphRequest = GraphRequest> = (
  args: Record<string, unknown>,
  context: LiveContext<Request>,
) => Promise<AsyncIterable<object>>;
