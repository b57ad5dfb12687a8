/**
 * The log of what moved in the facets, in the order in which it became visible: what subscriptions and flows go on from
 * after they were away. A brick's first read is not logged: whoever comes new asks queries first. Neither is what comes
 * back after facets were dropped (*silence*). Old rows are let go.
 */
export { noteChanges, pruneChanges, type Moved } from './note-changes.ts';
export { beginSilence, endSilence, isSilent } from './silence.ts';
export { changeReader } from './change-reader.ts';
