import { createHash } from 'node:crypto';
import type { StoredAuditEntry } from '../audit-entry.ts';

/** Every column but the hash itself, in the order in which they are hashed and written. */
export const AUDIT_COLUMNS = [
  ...(['seq', 'at', 'kind', 'who', 'token', 'shopper', 'request', 'operation', 'document', 'variables'] as const),
  ...(['people', 'outcome', 'code', 'messages', 'detail', 'begun', 'previous'] as const),
] satisfies readonly (keyof StoredAuditEntry)[];

/** What the first entry follows. */
export const NOTHING_BEFORE = '0'.repeat(64);

/** Hex SHA-256 of a line that says the form, and of the columns as one JSON list: no two rows are written alike. */
export function auditHash(entry: Omit<StoredAuditEntry, 'hash'>): string {
  const row = JSON.stringify(AUDIT_COLUMNS.map((column) => entry[column]));
  return createHash('sha256').update(`mortar audit 1\n${row}`).digest('hex');
}
