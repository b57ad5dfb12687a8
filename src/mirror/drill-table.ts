import { defineEntity, p } from '@mikro-orm/core';

/** A brick that was rebuilt into a throw-away one, for proof. Times in seconds. */
export const DrillTable = defineEntity({
  name: 'DrillTable',
  tableName: 'drills',
  properties: {
    id: p.text().primary(),
    brick: p.text(),
    startedAt: p.text(),
    endedAt: p.text(),
    outcome: p.text(),
    rto: p.integer(),
    rpo: p.integer().nullable(),
    report: p.text(),
  },
});
