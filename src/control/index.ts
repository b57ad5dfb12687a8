/**
 * The way from the command line to a running hub: one local socket, the same operations. The command line never opens
 * a database that a hub has open.
 */
export { connectControl } from './control-client.ts';
export { noDemo, startControl } from './control-server.ts';
export type { HistoryDesk } from './history.ts';
export type { MoveOperations, Operations } from './operations.ts';
