/**
 * What is left when something is lost: the survival kit for the store, backups for the hub. It reads the mirror and
 * writes files; never a brick.
 */
export { agencyDump, isOldDump, type AgencyDump } from './kit/index.ts';
export { writeKitInThread, type KitBrick, type KitOrder, type KitSummary } from './kit/index.ts';
export * from './backup/index.ts';
export * from './move/index.ts';
export * from './salvage/index.ts';
