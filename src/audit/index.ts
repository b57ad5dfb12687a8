/**
 * The audit trail: who did what, whose records were read, what was refused. An *entry* is appended and never changed;
 * each one's hash covers the whole row and the hash before, so that nothing can be taken out or put in unseen. The
 * *head* is the newest; an *anchor* is a head that was written down elsewhere, so that a missing tail is seen, too.
 * Entries hold hub ids and names of tokens, never a value of somebody's: erasing a person leaves them as they are.
 */
export { documentHash } from './document-hash.ts';
export { redactVariables } from './redact-variables.ts';
export { RequestNotes } from './request-notes.ts';
export { keepForLater, staffNoteSchema, type StaffNote } from './spool.ts';
export { auditedOperations, enteredByHub, retentionTally } from './staff.ts';
export { openTrail, type AuditTrail } from './open-trail.ts';
export { auditTools, type AuditTools } from './tools.ts';
export type { Verification } from './verify.ts';
