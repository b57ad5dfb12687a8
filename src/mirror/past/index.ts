/**
 * `mirror.at(T)`: the past is just another mirror. What was *published* until a time is copied out of the revisions into
 * a SQLite database of its own and projected there, in a thread, with today's bindings and mappers. Built when it is
 * asked for; kept within bounds; thrown away with the process. It never writes to the present.
 */
export { lastPublication } from './instants.ts';
export { buildInThread } from './in-thread.ts';
export type { OpenedPast, PastAnswer, PastLimits, Pasts } from './past.ts';
export { PastStore } from './past-store.ts';
