import { defineEntity, p } from '@mikro-orm/core';

/** That something of a stream was published at a time, and how much of it was strange: windows of time add these up. */
export const PublicationRow = defineEntity({
  name: 'PublicationRow',
  tableName: 'publications',
  properties: {
    brick: p.text().primary(),
    kind: p.text().primary(),
    at: p.text().primary(),
    creates: p.integer(),
    updates: p.integer(),
    deletes: p.integer(),
    echoes: p.integer(),
    prices: p.integer(),
    identities: p.integer(),
    reshaped: p.integer(),
    discounts: p.integer(),
    texts: p.integer(),
    sales: p.integer(),
    rewrites: p.integer(),
  },
});

export const Hold = defineEntity({
  name: 'Hold',
  tableName: 'holds',
  properties: {
    id: p.text().primary(),
    brick: p.text(),
    kind: p.text(),
    run: p.text(),
    openedAt: p.text(),
    state: p.text(),
    creates: p.integer(),
    updates: p.integer(),
    deletes: p.integer(),
    reasons: p.text(),
    sample: p.text(),
    decisions: p.text(),
    direction: p.text(),
  },
});

/**
 * A message of a flow or an edit that was judged. `records`: how many records of the brick it counts for in the window;
 * `about`: hub id of what it changes; `said`: hash of what it says; `fields`: what it changes, as JSON.
 */
export const OutgoingTable = defineEntity({
  name: 'OutgoingTable',
  tableName: 'outgoing',
  properties: {
    message: p.text().primary(),
    about: p.text().primary(),
    brick: p.text(),
    command: p.text(),
    at: p.text(),
    records: p.integer(),
    holdId: p.text().nullable(),
    said: p.text(),
    fields: p.text(),
  },
});

/** What people had decided before the mirror was restored from an earlier day: found again by the hash of what is said. */
export const DecidedWord = defineEntity({
  name: 'DecidedWord',
  tableName: 'decided_words',
  properties: {
    brick: p.text().primary(),
    kind: p.text().primary(),
    externalId: p.text().primary(),
    hash: p.text().primary(),
    decision: p.text().$type<'accepted' | 'rejected'>(),
    holdId: p.text(),
  },
});

/** A record that the hub itself has written, when, and by which message. */
export const WrittenRecord = defineEntity({
  name: 'WrittenRecord',
  tableName: 'written_records',
  properties: {
    brick: p.text().primary(),
    kind: p.text().primary(),
    externalId: p.text().primary(),
    at: p.text(),
    message: p.text(),
  },
});
