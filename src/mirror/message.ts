import type { CommandName, JsonObject, JsonValue } from '#sdk';
import type { NewEdit } from './edit.ts';
import type { JudgedOrder } from './outgoing.ts';
import type { NewErasure } from './person.ts';

/**
 * `queued`: to be delivered, tried again until it is. `delivered`: the brick has it; until it was read back, queries
 * go on showing it from the message. `dead`: the brick refused it, or it cannot be delivered; a person decides.
 * `discarded`: a person decided against it. `superseded`: a newer message said another value before this one was sent.
 * `held`: it waits for a person, in an outgoing hold.
 */
export type MessageState = 'queued' | 'delivered' | 'dead' | 'discarded' | 'superseded' | 'held';

/** What an undelivered message changes of what queries see: laid over what the brick last said. */
export interface Overlay {
  /** Facet type: `Variant`. */
  type: string;
  hubId: string;
  /** Members that replace those of the facet; for one that is not there yet (`creates`), the whole facet. */
  patch: JsonObject;
  creates: boolean;
}

/** Pieces set aside for an order until the owner of stock counts them itself. */
export interface Reservation {
  variant: string;
  quantity: number;
  /** What the owner of stock said may be sold, when the order was taken; null: it is not counted. */
  available: number | null;
  /** The brick that owns stock. */
  owner: string;
}

export interface NewMessage {
  /** `msg_…` */
  id: string;
  brick: string;
  command: CommandName;
  /** Messages with equal lane to one brick are delivered in the order in which they were taken: `Order:order_x`. */
  lane: string;
  payload: JsonObject;
  overlays: readonly Overlay[];
  /**
   * What it says a value of: `price:variant_x`. A message of the same brick with the same word that was not tried yet is
   * superseded by this one.
   */
  replaces: string | null;
  /** True: while it is dead, what follows in its lane waits; without it there is nothing to change. */
  creates: boolean;
  /** `command`, `flow:<name>`, `edit:<id>` */
  origin: string;
}

/** What one mutation, flow or edit wants: all of it is committed, or none. */
export interface MessageOrder {
  at: string;
  by: string;
  /** The mutation's name: `placeOrder`. */
  name: string;
  /** A client's key; the same key with the same input is the same order, with another input it is refused. */
  key: { value: string; inputHash: string } | null;
  /** Answered again to the same key. */
  answer: JsonValue;
  messages: readonly NewMessage[];
  reservations: readonly Reservation[];
  /** What to do with reservations for which there is not enough. */
  oversell: 'refuse' | 'accept';
  /** How far a flow has followed the changes; moves in the same transaction. */
  cursor?: { name: string; seq: number };
  /** The mass edit that it is; kept in the same transaction. */
  edit?: NewEdit;
  /** What of it was judged, of flows and edits: some of its messages may wait for a person. */
  outgoing?: JudgedOrder;
  /** The erasure of a person that it begins; kept in the same transaction. */
  erasure?: NewErasure;
}

export type MessageReceipt =
  | { outcome: 'queued'; answer: JsonValue; messages: MessageRow[] }
  /** The key was used before with the same input. */
  | { outcome: 'known'; answer: JsonValue; messages: MessageRow[] }
  | { outcome: 'key-conflict' }
  /** Another hub has followed the changes this far already. */
  | { outcome: 'overtaken' }
  | { outcome: 'sold-out'; lacking: { variant: string; wanted: number; available: number }[] };

export interface MessageFailure {
  code: string;
  message: string;
  remedy: string;
  /** The brick's own words. */
  detail: string | null;
  at: string;
}

export interface MessageRow {
  id: string;
  /** Ascending in the order in which messages were taken. */
  seq: number;
  brick: string;
  command: CommandName;
  lane: string;
  state: MessageState;
  /** Tries that were begun, the present one included. */
  attempts: number;
  /** When it is tried next; null: not. */
  nextAt: string | null;
  failure: MessageFailure | null;
  createdAt: string;
  createdBy: string;
  deliveredAt: string | null;
  /** When what it changed was read back from the brick. */
  confirmedAt: string | null;
  origin: string;
  /** Why a person discarded it. */
  reason: string | null;
}

/** A message in the hands of one relay until its lease ends. */
export interface LeasedMessage extends MessageRow {
  payload: JsonObject;
  /** Results of the steps that earlier tries finished. */
  steps: Record<string, JsonValue>;
}

export type MessageOutcome =
  | {
      outcome: 'delivered';
      created: readonly { type: string; hubId: string; externalId: string }[];
      /** Records of the brick that it wrote, as far as the connector says. */
      touched?: readonly { kind: string; ids: readonly string[] }[];
    }
  | { outcome: 'again'; nextAt: string; failure: MessageFailure }
  | { outcome: 'dead'; failure: MessageFailure };

/**
 * The part of the writer that keeps messages. Every method is one transaction; when it resolves, it is on disk. What
 * comes from a relay whose lease has ended is refused (`false`).
 */
export interface MessageWriter {
  enqueue(order: MessageOrder): Promise<MessageReceipt>;
  /**
   * Leases at most `limit` messages that may be sent now: the first undelivered one of each lane, whose time has come.
   * At most `perBrick` of one brick are leased at once, all relays counted together.
   */
  lease(wish: {
    relay: string;
    bricks: readonly string[];
    limit: number;
    perBrick: number;
    at: string;
    until: string;
  }): Promise<LeasedMessage[]>;
  /** Heartbeat. Resolves with the ids that this relay still has. */
  extend(lease: { relay: string; ids: readonly string[]; until: string }): Promise<string[]>;
  keepStep(step: { relay: string; id: string; name: string; result: JsonValue }): Promise<boolean>;
  settle(end: { relay: string; id: string; at: string } & MessageOutcome): Promise<boolean>;
  /** What was delivered has been read back: these messages, or all of a brick that were delivered before that time. */
  confirm(
    what: { ids: readonly string[]; at: string } | { brick: string; before: string; at: string },
  ): Promise<number>;
  /** A dead message is tried again, from its kept steps. False: it is not dead. */
  redrive(order: { id: string; by: string; at: string }): Promise<boolean>;
  /** False: it is not dead or queued, or a relay has it just now. */
  discard(order: { id: string; by: string; reason: string; at: string }): Promise<boolean>;
}

export interface MessageFilter {
  ids?: readonly string[];
  state?: MessageState;
  brick?: string;
  lane?: string;
  origin?: string;
  /** Newest first. */
  first: number;
  after?: string;
}

export interface MessageReader {
  messages(filter: MessageFilter): Promise<{ rows: MessageRow[]; hasNext: boolean }>;
  /** How many there are, by brick and state; delivered ones only while they are not confirmed. With an origin: all of it. */
  messageCounts(origin?: string): Promise<{ brick: string; state: MessageState; count: number; oldest: string }[]>;
  /** Messages that still lie over what a brick says of these entities, by hub id. */
  pendingMessages(type: string, brick: string, hubIds: readonly string[]): Promise<Map<string, MessageRow[]>>;
  /** Pieces set aside by variant. */
  reserved(variants: readonly string[]): Promise<Map<string, number>>;
  /** What was answered to this key before; null: it is new. */
  known(order: Pick<MessageOrder, 'by' | 'name' | 'key'>): Promise<MessageReceipt | null>;
}
