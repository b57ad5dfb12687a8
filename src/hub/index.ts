/**
 * One hub: mirror, bricks, syncs and the relay joined, without a way in. `serve/` puts the gateway in front of it and
 * starts the relay, the command line runs its operations. It knows no vendor: connectors reach it through the registry.
 */
export { backupSchedule, newestStored } from './backups.ts';
export { createJournal, type Journal } from './journal.ts';
export { openHub, type Hub } from './hub.ts';
export { hubStatus } from './status.ts';
