import type { NewAuditEntry } from '../../src/mirror/index.ts';

export const AT = '2026-11-15T12:00:00.000Z';

export function anEntry(changes: Partial<NewAuditEntry> = {}): NewAuditEntry {
  return {
    ...{ at: AT, kind: 'read', who: 'frontend', token: 't1', shopper: null, request: 'r1', operation: 'Orders' },
    ...{ document: 'd'.repeat(64), variables: { first: 5 }, people: [], outcome: 'ok', code: null, messages: [] },
    ...{ detail: null, begun: null },
    ...changes,
  };
}
