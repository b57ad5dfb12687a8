/**
 * The journal of backups: what was acknowledged since the newest one, in small sealed pieces.
 *
 * A *segment* holds rows of the database as they are stored, sealed to the same keys as backups are, signed, and chained
 * to the one before. A *line* is one life of a hub: a restored one begins another, which names where it goes on from.
 * *Replay* brings segments into a restored database. It must not read a brick, nor write the database of a hub.
 */
export { pruneJournal } from './covered.ts';
export { journalThread, type JournalThread } from './in-thread.ts';
export { readJournalState } from './journal-state.ts';
export { replayJournal, type JournalRestored } from './replay.ts';
export { Shipper } from './shipper.ts';
