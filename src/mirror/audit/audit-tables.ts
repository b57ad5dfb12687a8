import { defineEntity, p } from '@mikro-orm/core';

/** An entry of the audit trail; see `AuditEntry`. */
export const AuditTable = defineEntity({
  name: 'AuditTable',
  tableName: 'audit',
  properties: {
    seq: p.integer().primary(),
    at: p.text(),
    kind: p.text(),
    who: p.text(),
    token: p.text().nullable(),
    shopper: p.text().nullable(),
    request: p.text().nullable(),
    operation: p.text().nullable(),
    document: p.text().nullable(),
    variables: p.text(),
    people: p.text(),
    outcome: p.text(),
    code: p.text().nullable(),
    messages: p.text(),
    detail: p.text(),
    begun: p.integer().nullable(),
    previous: p.text(),
    hash: p.text(),
  },
});

/** Whom an entry names, to be found by. */
export const AuditPersonTable = defineEntity({
  name: 'AuditPersonTable',
  tableName: 'audit_people',
  properties: { seq: p.integer().primary(), person: p.text().primary() },
});
