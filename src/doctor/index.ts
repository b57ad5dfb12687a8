/**
 * The doctor: looks at an installation from outside, with the hub down and beside a running one, and says of each thing
 * that is wrong which command mends it. It changes nothing and migrates nothing. Its *bundle* is what may be sent to
 * whoever helps: no secret, no person, none of a brick's own words.
 */
export { bundleOf } from './bundle.ts';
export { checksOf, examine, type Patient } from './examine.ts';
export type { DoctorFinding } from './finding.ts';
