import { randomUUID } from 'node:crypto';
import type { JsonValue } from '#sdk';
import { originOfEdit, type EditRecord, type EditRow, type NewMessage } from '../../mirror/index.ts';
import {
  cannot,
  isRefusal,
  judgeOutgoing,
  refusal,
  submit,
  type GraphRequest,
  type Judged,
  type Refusal,
} from '../graph/index.ts';
import { findEdit } from './bulk-edits.ts';
import { messageOf, type Present } from './edit-messages.ts';
import type { PlannedRecord } from './records.ts';

type Maybe<Value> = Value | null | undefined;

/** One mutation that makes an edit. */
export interface EditCommand {
  /** The mutation's name. */
  name: string;
  idempotencyKey: Maybe<string>;
  /** All that was asked. */
  input: object;
}

export interface PlannedEdit {
  brick: string;
  name: string;
  /** What is kept of the input. */
  input: JsonValue;
  source: string | null;
  reverts: string | null;
  records: readonly PlannedRecord[];
  /** What is left alone. */
  left: readonly PlannedRecord[];
  present: Present;
  /** A person has seen how many records it is: it is sent, however many. Otherwise too much at once waits. */
  isConfirmed: boolean;
}

/** Characters of all texts of one edit, before and after. */
const MOST_CHARACTERS = 50_000_000;

/** What was answered to this key before; null: it is new. The shop has moved on since, so nothing is computed again. */
export async function knownEdit(command: EditCommand, request: GraphRequest): Promise<EditRow | Refusal | null> {
  const { idempotencyKey, ...rest } = command;
  if (!idempotencyKey) return null;
  const key = { by: request.viewer.name, value: idempotencyKey };
  const [known] = (await request.reader.edits({ key, first: 1 })).rows;
  if (!known) return null;
  const taken = await submit(request, { ...rest, idempotencyKey, answer: { edit: known.id }, messages: [] });
  return isRefusal(taken) ? taken : known;
}

/** Refused while an earlier edit is not shown in full yet: what is computed from it would be wrong. */
export async function unsettled(brick: string, { reader }: GraphRequest): Promise<Refusal | null> {
  if ((await reader.due(brick)) === 0) return null;
  const { rows } = await reader.edits({ first: 20 });
  if (!rows.some((edit) => edit.brick === brick && edit.waiting > 0)) return null;
  return refusal(
    'EDIT_NOT_SHOWN_YET',
    'An earlier mass edit is being laid over the products just now.',
    'Try again in a moment.',
  );
}

/** Commits an edit with all of its messages. */
export async function commitEdit(
  command: EditCommand,
  { brick, records, left, present, isConfirmed, ...planned }: PlannedEdit,
  request: GraphRequest,
): Promise<EditRow | Refusal> {
  if (sizeOf(records) + sizeOf(left) > MOST_CHARACTERS)
    return refusal(
      'EDIT_TOO_LARGE',
      `The texts of one edit may have ${MOST_CHARACTERS} characters, before and after together.`,
      'Make several edits of it.',
      'input',
    );
  const id = `edit_${randomUUID()}`;
  const written: EditRecord[] = [];
  const messages: NewMessage[] = [];
  for (const record of records) {
    const message = messageOf(id, brick, record, present);
    if (!message) throw new Error('a record was planned of something that is gone');
    messages.push(message);
    written.push({ ...record, message: message.id });
  }
  for (const word of new Set(messages.map((message) => message.command))) {
    const unable = cannot(request, brick, word);
    if (unable) return unable;
  }
  const outgoing = isConfirmed ? null : (await judged(messages, { id, brick, present }, request)).outgoing;
  const kept = [...written, ...left.map((record) => ({ ...record, message: null }))];
  const taken = await submit(request, {
    ...command,
    answer: { edit: id },
    messages,
    ...(outgoing && { outgoing }),
    edit: { ...planned, id, brick, records: kept },
  });
  if (isRefusal(taken)) return taken;
  const edit = await findEdit(request, idIn(taken.answer) ?? id);
  if (!edit) throw new Error('the edit was taken and cannot be read');
  return edit;
}

/** The same rules as for flows: what would change too much waits in a hold, the rest goes. */
function judged(
  messages: readonly NewMessage[],
  { id, brick, present: { products, variants } }: { id: string; brick: string; present: Present },
  { reader, outbox, now }: GraphRequest,
): Promise<Judged> {
  return judgeOutgoing(messages, {
    ...{ reader, brick, origin: originOfEdit(id), at: now() },
    limit: (name, command) => outbox.limit(name, command),
    facet: (type, of) => (type === 'Product' ? products : variants).get(of)?.facet,
  });
}

/** Of two requests with one key at the same moment, the second gets the answer of the first. */
function idIn(answer: JsonValue): string | null {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return null;
  const { edit } = answer;
  return typeof edit === 'string' ? edit : null;
}

function sizeOf(records: readonly PlannedRecord[]): number {
  let size = 0;
  for (const { changes } of records)
    for (const { before, after } of changes) size += (before?.length ?? 0) + (after?.length ?? 0);
  return size;
}
