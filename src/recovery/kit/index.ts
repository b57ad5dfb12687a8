/**
 * The survival kit: what a store needs on paper when its systems are gone. *Sheets* are tables of rows that are read
 * once from the mirror and written as PDF, CSV, XLSX and one HTML page; *leaflets* are what only paper needs: delivery
 * notes, pick lists, labels, instructions. Written beside the previous kit and put in its place when it is whole.
 * It reads facets only: never a brick.
 */
export { agencyDump, isOldDump, type AgencyDump } from './dump.ts';
export { writeKitInThread, type KitOrder } from './in-thread.ts';
export type { KitSummary } from './kit.ts';
export type { KitBrick } from './state.ts';
