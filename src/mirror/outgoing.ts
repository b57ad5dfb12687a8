import type { FieldChange } from './history.ts';
import type { NewHold } from './hold.ts';

/** A message that was judged before it was taken. */
export interface NewOutgoing {
  message: string;
  brick: string;
  command: string;
  /** How many records of the brick it counts for; what counts for nothing and is not held is not noted. */
  records: number;
  /** The hold that it waits in; null: it may be sent. */
  hold: string | null;
  /** Hub id of what it changes. */
  about: string;
  /** Hash of what it says of that. */
  said: string;
  fields: readonly FieldChange[];
}

/** What was judged of an order: kept in the transaction that takes its messages. */
export interface JudgedOrder {
  judged: readonly NewOutgoing[];
  /** One for each brick and command of which something is held; joins the one that is open of the same `run`. */
  holds: readonly NewHold[];
  /** Held messages that say nothing any more: by their ids. */
  withdrawn: readonly string[];
}

/** A message that waits in an outgoing hold. */
export interface HeldMessage {
  message: string;
  command: string;
  about: string;
  said: string;
}

export interface OutgoingReader {
  /** Records that messages of this command have been let pass for since then, unseen by any person. */
  outgoingCount(brick: string, command: string, since: string): Promise<number>;
  /** What waits of one origin for one brick. */
  heldMessages(brick: string, origin: string): Promise<HeldMessage[]>;
  /** Those of the hashes that a person has rejected, while nothing else was said of the same thing since. */
  rejectedWords(brick: string, said: readonly string[]): Promise<Set<string>>;
}
