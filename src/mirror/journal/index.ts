/**
 * The journal: what was acknowledged since the last backup, as rows. *Entries* are noted by the database itself, in the
 * transaction of the change; a *segment* holds the rows that they name; *replay* puts those into a restored database.
 * It knows neither keys nor places: `src/recovery/backup` seals and sends.
 */
export { finishReplay } from './finish-replay.ts';
export { beginJournal, endJournal, keepSegment, noteCreated } from './position.ts';
export { openJournal } from './read-journal.ts';
export { openReplay } from './replay.ts';
