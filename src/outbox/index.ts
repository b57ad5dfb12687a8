/**
 * Mirror → bricks. The *relay* leases *messages*, has the brick's connector carry out each one's command (a
 * *delivery*, in *steps* whose results are kept) and settles it: delivered, again later, or a *dead letter* with the
 * brick's own words. What was written is *read back*, and only then *confirmed*: so long, queries show it from the
 * message. Any number of relays may share the messages of one mirror. It never reads a brick: sync does, in its turn.
 */
export { createRelay, type Relay } from './relay.ts';
export { waitAfter } from './retry.ts';
export type { RelayBrick } from './delivery.ts';
export type { ReadBack } from './read-backs.ts';
export { systemTimers, type Timers } from './timers.ts';
