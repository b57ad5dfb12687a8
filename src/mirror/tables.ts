import { defineEntity, p } from '@mikro-orm/core';
import type { InferKyselyDB } from '@mikro-orm/sql';
import { AuditPersonTable, AuditTable } from './audit/audit-tables.ts';
import type { Change, RevisionState } from './contract.ts';
import { DrillTable } from './drill-table.ts';
import type { MessageState } from './message.ts';
import { personTables } from './person-tables.ts';
import { AccessToken } from './token-table.ts';
import { DecidedWord, Hold, OutgoingTable, PublicationRow, WrittenRecord } from './publication-tables.ts';

/**
 * The durable tables. Facet tables are not here: they are made from the facet types and can be dropped at any time.
 * Times are RFC 3339 UTC text with milliseconds, so that they sort as text in both databases.
 */

/** What a brick said, append-only: only `state`, `publishedAt` and `holdId` of a row ever change. `person`: whose it is. */
export const Revision = defineEntity({
  name: 'Revision',
  tableName: 'revisions',
  properties: {
    brick: p.text().primary(),
    kind: p.text().primary(),
    externalId: p.text().primary(),
    seq: p.integer().primary(),
    hash: p.text(),
    body: p.blob().nullable(),
    state: p.text().$type<RevisionState>(),
    change: p.text().$type<Change>(),
    run: p.text(),
    seenAt: p.text(),
    publishedAt: p.text().nullable(),
    holdId: p.text().nullable(),
    parent: p.text().nullable(),
    key: p.text().nullable(),
    person: p.text().nullable(),
  },
});

/** Where each record stands: the newest revision, and the one that is believed. */
export const RecordHead = defineEntity({
  name: 'RecordHead',
  tableName: 'records',
  properties: {
    brick: p.text().primary(),
    kind: p.text().primary(),
    externalId: p.text().primary(),
    headSeq: p.integer(),
    headHash: p.text(),
    headDeleted: p.integer(),
    publishedSeq: p.integer().nullable(),
    publishedHash: p.text().nullable(),
    publishedAlive: p.integer(),
    parent: p.text().nullable(),
    key: p.text().nullable(),
  },
});

export const Binding = defineEntity({
  name: 'Binding',
  tableName: 'bindings',
  properties: {
    brick: p.text().primary(),
    type: p.text().primary(),
    externalId: p.text().primary(),
    hubId: p.text(),
  },
});

/**
 * Which entity a brick's record is, where it is not the one that it was born as; or, with method `hand`, where a person
 * said so.
 */
export const Merge = defineEntity({
  name: 'Merge',
  tableName: 'merges',
  properties: {
    brick: p.text().primary(),
    type: p.text().primary(),
    externalId: p.text().primary(),
    hubId: p.text(),
    method: p.text(),
    boundBy: p.text().nullable(),
    since: p.text(),
  },
});

/** Identity values that moved and were not compared with the other bricks' yet. */
export const MatchDue = defineEntity({
  name: 'MatchDue',
  tableName: 'match_due',
  properties: { entity: p.text().primary(), scheme: p.text().primary(), value: p.text().primary() },
});

/** Entities that could be one and were not made one. */
export const Conflict = defineEntity({
  name: 'Conflict',
  tableName: 'binding_conflicts',
  properties: {
    brick: p.text().primary(),
    type: p.text().primary(),
    externalId: p.text().primary(),
    id: p.text(),
    scheme: p.text(),
    value: p.text(),
    reason: p.text(),
    candidates: p.text(),
    since: p.text(),
  },
});

/** `version` grows whenever what is published of the stream changes: what is computed from a whole kind is cached by it. */
export const StreamRow = defineEntity({
  name: 'StreamRow',
  tableName: 'streams',
  properties: {
    brick: p.text().primary(),
    kind: p.text().primary(),
    checkpoint: p.text(),
    firstReadAt: p.text().nullable(),
    idsAt: p.text().nullable(),
    readAt: p.text().nullable(),
    version: p.integer(),
  },
});

export const Run = defineEntity({
  name: 'Run',
  tableName: 'runs',
  properties: {
    id: p.text().primary(),
    brick: p.text(),
    state: p.text(),
    full: p.integer(),
    trigger: p.text(),
    startedAt: p.text(),
    endedAt: p.text().nullable(),
    read: p.integer(),
    revisions: p.integer(),
    tombstones: p.integer(),
    held: p.integer(),
    waitingMs: p.integer(),
    ms: p.integer(),
    failures: p.text(),
  },
});

/** Roots whose facets no longer say what is published. */
export const Due = defineEntity({
  name: 'Due',
  tableName: 'due',
  properties: {
    brick: p.text().primary(),
    rootKind: p.text().primary(),
    rootId: p.text().primary(),
  },
});

/** Roots that a mapper could not project; their old facets stand until it can. */
export const ProjectionFailure = defineEntity({
  name: 'ProjectionFailure',
  tableName: 'projection_failures',
  properties: {
    brick: p.text().primary(),
    rootKind: p.text().primary(),
    rootId: p.text().primary(),
    message: p.text(),
    at: p.text(),
  },
});

export const Meta = defineEntity({
  name: 'Meta',
  tableName: 'meta',
  properties: { name: p.text().primary(), value: p.text() },
});

/**
 * What a brick is told. `turn`: 1 is the first of its lane, 0 waits for it, null is no longer in it; a lane that anything
 * waits in always has a first one.
 */
export const Message = defineEntity({
  name: 'Message',
  tableName: 'messages',
  properties: {
    seq: p.integer().primary().autoincrement(),
    id: p.text(),
    brick: p.text(),
    command: p.text(),
    lane: p.text(),
    replaces: p.text().nullable(),
    creates: p.integer(),
    origin: p.text(),
    state: p.text().$type<MessageState>(),
    turn: p.integer().nullable(),
    attempts: p.integer(),
    nextAt: p.text().nullable(),
    relay: p.text().nullable(),
    leaseUntil: p.text().nullable(),
    failure: p.text().nullable(),
    createdAt: p.text(),
    createdBy: p.text(),
    deliveredAt: p.text().nullable(),
    confirmedAt: p.text().nullable(),
    decidedBy: p.text().nullable(),
    decidedAt: p.text().nullable(),
    reason: p.text().nullable(),
    payload: p.text(),
  },
});

/** Results of steps that a try has finished. */
export const MessageStep = defineEntity({
  name: 'MessageStep',
  tableName: 'message_steps',
  properties: { message: p.text().primary(), name: p.text().primary(), result: p.text() },
});

/** What a message changes of facets, until it is confirmed; `active`: it lies over them now. */
export const OverlayRow = defineEntity({
  name: 'OverlayRow',
  tableName: 'overlays',
  properties: {
    brick: p.text().primary(),
    type: p.text().primary(),
    hubId: p.text().primary(),
    seq: p.integer().primary(),
    n: p.integer().primary(),
    message: p.text(),
    creates: p.integer(),
    active: p.integer(),
    patch: p.text(),
  },
});

/** Pieces set aside until the brick that counts them does so itself. */
export const ReservationRow = defineEntity({
  name: 'ReservationRow',
  tableName: 'reservations',
  properties: {
    message: p.text().primary(),
    n: p.integer().primary(),
    variant: p.text(),
    owner: p.text(),
    quantity: p.integer(),
  },
});

/** What was answered to a client's key. */
export const CommandKey = defineEntity({
  name: 'CommandKey',
  tableName: 'command_keys',
  properties: {
    principal: p.text().primary(),
    key: p.text().primary(),
    name: p.text(),
    inputHash: p.text(),
    answer: p.text(),
    messageIds: p.text(),
    at: p.text(),
  },
});

/** A mass edit: who asked for what. How far it is, its messages tell. */
export const EditTable = defineEntity({
  name: 'EditTable',
  tableName: 'edits',
  properties: {
    seq: p.integer().primary().autoincrement(),
    id: p.text(),
    at: p.text(),
    madeBy: p.text(),
    key: p.text().nullable(),
    brick: p.text(),
    name: p.text(),
    source: p.text().nullable(),
    reverts: p.text().nullable(),
    total: p.integer(),
    conflicts: p.integer(),
    input: p.text(),
  },
});

/** What an edit changed of one product or price, before and after; `conflict`: 1 was left alone. */
export const EditRecordTable = defineEntity({
  name: 'EditRecordTable',
  tableName: 'edit_records',
  properties: {
    edit: p.text().primary(),
    conflict: p.integer().primary(),
    n: p.integer().primary(),
    product: p.text(),
    variant: p.text().nullable(),
    message: p.text().nullable(),
    changes: p.text(),
  },
});

/** A brick that is filled from what is held of another. `stand`: who plays what since it was cut over. */
export const MoveTable = defineEntity({
  name: 'MoveTable',
  tableName: 'moves',
  properties: {
    id: p.text().primary(),
    way: p.text(),
    source: p.text(),
    target: p.text(),
    hash: p.text(),
    plan: p.text(),
    state: p.text(),
    createdAt: p.text(),
    createdBy: p.text(),
    startedAt: p.text().nullable(),
    endedAt: p.text().nullable(),
    progress: p.text().nullable(),
    verified: p.text().nullable(),
    rehearsed: p.text().nullable(),
    stand: p.text().nullable(),
    cutOverAt: p.text().nullable(),
  },
});

/** One thing that a move brings, and how far it is. */
export const MoveItemTable = defineEntity({
  name: 'MoveItemTable',
  tableName: 'move_items',
  properties: {
    move: p.text().primary(),
    kind: p.text().primary(),
    id: p.text().primary(),
    state: p.text(),
    targetId: p.text().nullable(),
    attempts: p.integer(),
    failure: p.text().nullable(),
    at: p.text(),
  },
});

/** What was acknowledged and not sent to the places of backups yet: a kind, and the key of what has changed. */
export const JournalEntry = defineEntity({
  name: 'JournalEntry',
  tableName: 'journal',
  properties: { seq: p.integer().primary().autoincrement(), kind: p.text(), key: p.text() },
});

/** A record that a vendor said has changed. */
export const WebhookHintRow = defineEntity({
  name: 'WebhookHintRow',
  tableName: 'webhook_hints',
  properties: {
    brick: p.text().primary(),
    kind: p.text().primary(),
    id: p.text().primary(),
    mark: p.text(),
    at: p.text(),
  },
});

export const mirrorEntities = [
  Revision,
  ...personTables,
  RecordHead,
  Binding,
  Merge,
  MatchDue,
  Conflict,
  StreamRow,
  Run,
  Hold,
  PublicationRow,
  OutgoingTable,
  DecidedWord,
  WrittenRecord,
  Due,
  ProjectionFailure,
  Meta,
  Message,
  MessageStep,
  OverlayRow,
  ReservationRow,
  CommandKey,
  EditTable,
  EditRecordTable,
  AccessToken,
  MoveTable,
  MoveItemTable,
  DrillTable,
  AuditTable,
  AuditPersonTable,
  JournalEntry,
  WebhookHintRow,
] as const;

/** The durable tables as Kysely sees them. */
export type MirrorTables = InferKyselyDB<(typeof mirrorEntities)[number]>;
