import type { JsonValue } from './json.ts';
import type { MirrorView } from './stream.ts';

/**
 * One try to bring a command to a brick. A command is tried until it succeeds or is refused; every try must find what
 * an earlier one left behind, which may have been cut off at any instant.
 */
export interface Delivery {
  /** The message's id: the same in all tries, unique for ever. Fit to be written into the brick as a mark. */
  message: string;
  /** Counts from 1. */
  attempt: number;
  /**
   * Runs `run` and keeps its result on disk before it resolves; a later try gets the kept result, and `run` is not
   * called. Killed between the two, `run` is called again: it must look first whether the brick has it already.
   */
  step<Result extends JsonValue>(name: string, run: () => Promise<Result>): Promise<Result>;
  /** The brick's own id of a hub entity; null: the brick has none that the hub knows of. */
  externalId(type: string, hubId: string): Promise<string | null>;
  /** What the brick last said. */
  mirror: MirrorView;
  now: Date;
  signal: AbortSignal;
}

/** What a delivered command left in the brick. */
export interface Delivered {
  /** Entities that came to be for those that the command named by hub ids of their own. */
  created?: readonly { type: string; hubId: string; externalId: string }[];
  /** Records that were written: they are read back at once, by `Stream.byIds`. */
  touched: readonly { kind: string; ids: readonly string[] }[];
}

/**
 * Brings one command to the brick. Throws a RetryableError for what another try may mend (the brick is down, slow,
 * busy), a PermanentError for what the brick refuses, with the brick's own words in `detail`.
 */
export type Command<Payload> = (payload: Payload, delivery: Delivery) => Promise<Delivered>;
