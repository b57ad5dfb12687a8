/**
 * What can go wrong with a shop, on purpose: rules over requests, lost rights, a closed webservice, lies. Faults never
 * change the state; they change whether and how the shop answers.
 */
export type { FaultEffect } from './fault-rule.ts';
export { Faults } from './faults.ts';
export { crippled, failureReply, reshapeFor } from './effects.ts';
