/**
 * What is left when something is lost: the survival kit for the store, backups for the hub. It reads the mirror and
 * writes files; never a brick.
 */
export { writeKit, type KitBrick, type KitSummary } from './kit/index.ts';
export * from './backup/index.ts';
