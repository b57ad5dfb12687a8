/**
 * Messages: what bricks are told, kept until they were told it and it was read back.
 *
 * Messages of one *lane* go one after another: `turn` marks the first. A *lease* gives a message to one relay for a
 * while. An *overlay* is what a message changes of what queries see. Runs inside the writer; it talks to no brick.
 */
export { knownOrder } from './command-keys.ts';
export { outgoingChanges, outgoingReader } from './outgoing-reader.ts';
export { moveUp } from './lanes.ts';
export { releaseLeases } from './lease.ts';
export { MessageStore, type MessageGround } from './message-store.ts';
export { MESSAGE_COLUMNS, toMessageRow, type StoredMessage } from './message-rows.ts';
export type { Touched } from './overlay-rows.ts';
