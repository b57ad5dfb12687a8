import { defineEntity, p } from '@mikro-orm/core';
import type { ErasureState } from './person.ts';

/** The key of each person, wrapped by the master key, which is not in the database. Null: destroyed; the row stays. */
const PersonKeyRow = defineEntity({
  name: 'PersonKeyRow',
  tableName: 'person_keys',
  properties: {
    id: p.text().primary(),
    key: p.blob().nullable(),
    createdAt: p.text(),
    erasedAt: p.text().nullable(),
  },
});

/** Who was erased: that it was done, and nothing of them. */
const Erasure = defineEntity({
  name: 'Erasure',
  tableName: 'erasures',
  properties: {
    id: p.text().primary(),
    customer: p.text(),
    at: p.text(),
    by: p.text(),
    reason: p.text(),
    state: p.text().$type<ErasureState>(),
    destroyedAt: p.text().nullable(),
    bricks: p.text(),
  },
});

/** Papers of erased persons that tax law keeps, encrypted to the owner's keys. */
const RetainedPaperRow = defineEntity({
  name: 'RetainedPaperRow',
  tableName: 'retained_papers',
  properties: {
    erasure: p.text().primary(),
    n: p.integer().primary(),
    brick: p.text(),
    number: p.text(),
    keepUntil: p.text(),
    sealed: p.blob(),
  },
});

export const personTables = [PersonKeyRow, Erasure, RetainedPaperRow] as const;
