/**
 * What can go wrong with a shop, on purpose: rules over requests, lost rights, a closed webservice, lies. Faults never
 * change the state; they change whether and how the shop answers.
 */
export type { FaultEffect, FaultMatch, FaultRule, FaultSettings, FaultTiming } from './fault-rule.ts';
export { Faults } from './faults.ts';
export { seededRandom } from './seeded-random.ts';
export { crippled, failureReply, reshapeFor } from './effects.ts';
