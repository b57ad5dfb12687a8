/**
 * People: what the hub holds of one, given out; and one erased. An *erasure* is begun with the messages that tell the
 * bricks, in one transaction, and ends when the person's keys are destroyed; a kill between the two is made good at the
 * next start. *Retention* erases who is over the time that the configuration says, and lets go of what messages and papers
 * say that nobody needs any longer. *Papers* are what tax law keeps of them: encrypted to the owner's keys, the hub cannot read them.
 */
export { personDesk, type HubPeople } from './desk.ts';
export { readersIn } from './readers.ts';
export type { RetentionLine, RetentionReport } from './retention.ts';
