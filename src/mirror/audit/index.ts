/**
 * The table of the audit trail: entries that are appended and never changed, each with the hash of the one before. What
 * is entered, and when, `src/audit` decides; here is only how it lies in the database.
 */
export { appendAudit, cutAudit } from './append.ts';
export { auditReader } from './audit-reader.ts';
export { auditHash, NOTHING_BEFORE } from './entry-hash.ts';
