import type { RetentionSettings } from '../config.ts';
import type { EraseOutcome } from '../roles/hub/index.ts';
import { erasePerson, obstacleOf, type EraseParts } from './erase.ts';
import { isOrder, papersOf } from './papers.ts';
import { oldGuestOrders, quietCustomers } from './over-time.ts';

/** Kinds of personal data of which it is said how long they are kept. */
export type RetainedKind = 'customers' | 'guestOrders' | 'messages' | 'papers';

/** What is over its time and stays, and why. */
export interface StillKept {
  /** Hub id; null: all of the kind. */
  id: string | null;
  code: string;
  message: string;
  remedy: string;
}

/** One kind in one pass. */
export interface RetentionLine {
  kind: RetainedKind;
  /** RFC 3339: what is older is over its time; null: not configured, so that it is kept. */
  before: string | null;
  /** How many are over their time and could go. Of customers and guest orders, no more are counted than go in one pass. */
  due: number;
  /** Hub ids of those customers or orders. */
  ids: string[];
  /** How many went; 0 in a preview. */
  gone: number;
  kept: StillKept[];
}

export interface RetentionReport {
  at: string;
  applied: boolean;
  lines: RetentionLine[];
}

export interface RetentionParts {
  erasing: EraseParts;
  settings: RetentionSettings;
  /** Bricks that were not read lately, or of which something waits for a person: what is known of them may be old. */
  unsure(): readonly string[];
  isStopped(): boolean;
}

/** Messages in one transaction. */
const BATCH = 500;
/** So many obstacles are told; more would tell nothing more. */
const TOLD = 50;

/**
 * One pass over what is over its time. Each person is an erasure of its own, which a kill leaves finished or to be gone
 * on with; whatever a pass did not reach, the next one does.
 */
export async function retain(parts: RetentionParts, { apply }: { apply: boolean }): Promise<RetentionReport> {
  const at = parts.erasing.now();
  const lines: RetentionLine[] = [];
  const persons = [
    ['customers', parts.settings.customers?.months, quietCustomers],
    ['guestOrders', parts.settings.guestOrders?.months, oldGuestOrders],
  ] as const;
  for (const [kind, months, find] of persons) {
    const before = months === undefined ? null : monthsBefore(at, months);
    lines.push(before === null ? notKept(kind) : await personsLine(parts, { kind, before, find, apply }));
  }
  lines.push(...(await otherLines(parts, at, apply)));
  return { at: at.toISOString(), applied: apply, lines };
}

function notKept(kind: RetainedKind): RetentionLine {
  return { kind, before: null, due: 0, ids: [], gone: 0, kept: [] };
}

interface Wanted {
  kind: 'customers' | 'guestOrders';
  before: string;
  find: typeof quietCustomers;
  apply: boolean;
}

async function personsLine(parts: RetentionParts, { kind, before, find, apply }: Wanted): Promise<RetentionLine> {
  const { erasing, settings } = parts;
  const line: RetentionLine = { ...notKept(kind), before };
  const unsure = parts.unsure();
  if (unsure.length > 0) {
    line.kept.push({
      ...{ id: null, code: 'BRICKS_UNSURE' },
      message: `What is known of ${unsure.join(', ')} may be old: who bought lately would not be seen.`,
      remedy: 'Read them again, and decide what waits: mortar sync, mortar hold list.',
    });
    return line;
  }
  const looking = { ...erasing, facets: erasing.reader.facets };
  for await (const id of find(looking, before)) {
    if (line.ids.length >= settings.most || parts.isStopped()) break;
    const obstacle = await standsInTheWay(parts, id);
    if (obstacle) {
      if (line.kept.length < TOLD) line.kept.push(obstacle);
    } else line.ids.push(id);
  }
  line.due = line.ids.length;
  if (!apply) return line;
  for (const id of line.ids) {
    if (parts.isStopped()) break;
    const done = await erasePerson(erasing, {
      customer: id,
      confirm: id,
      by: 'retention',
      reason: `retention.${kind}`,
    });
    if (done.outcome === 'erased') line.gone += 1;
    else if (done.outcome === 'refused') line.kept.push(stillKept(id, done));
  }
  return line;
}

async function standsInTheWay({ erasing, settings }: RetentionParts, id: string): Promise<StillKept | null> {
  const obstacle = await obstacleOf(erasing, id);
  if (obstacle) return stillKept(id, obstacle);
  if (erasing.recipients.length === 0 && (await papersOf(erasing.reader.facets, erasing.shops, id)).length > 0)
    return {
      ...{ id, code: 'PAPERS_KEY_MISSING' },
      message: 'Tax law keeps invoices of theirs, and there is no key to encrypt them to.',
      remedy: 'Set backup.recipients (mortar backup key --into FILE makes one).',
    };
  if (isOrder(id) || settings.customers?.untold !== 'wait') return null;
  const origins = (await erasing.reader.facets.origins('Customer', [id])).get(id) ?? [];
  const deaf = [...new Set(origins.map(({ brick }) => brick))].filter(
    (brick) => !erasing.outbox.can(brick, 'eraseCustomer'),
  );
  if (deaf.length === 0) return null;
  return {
    ...{ id, code: 'BRICK_CANNOT_BE_TOLD' },
    message: `${deaf.join(', ')} cannot be told to erase them, and would say nobody’s name of them if they came back.`,
    remedy: `Erase them there, then: mortar person erase ${id}. For all of them: retention.customers.untold: erase.`,
  };
}

function stillKept(id: string, { code, message, remedy }: Extract<EraseOutcome, { outcome: 'refused' }>): StillKept {
  return { id, code, message, remedy };
}

async function otherLines(parts: RetentionParts, now: Date, apply: boolean): Promise<RetentionLine[]> {
  const { desk } = parts.erasing;
  const { days } = parts.settings.messages ?? {};
  const at = now.toISOString();
  const before = days === undefined ? null : new Date(now.getTime() - days * 86_400_000).toISOString();
  const due = await desk.overdue({ messagesBefore: before, papersBefore: at });
  const messages: RetentionLine = { ...notKept('messages'), before, due: due.messages };
  const papers: RetentionLine = { ...notKept('papers'), before: at, due: due.papers };
  if (!apply) return [messages, papers];
  for (let more = before !== null; more && !parts.isStopped();) {
    const done = await desk.redactMessages({ before: before ?? at, limit: BATCH, at });
    messages.gone += done;
    more = done === BATCH;
  }
  if (due.papers > 0) papers.gone = await desk.dropPapers({ at });
  return [messages, papers];
}

/** The same day so many months ago; of a longer month, its last day there. */
export function monthsBefore(now: Date, months: number): string {
  const day = now.getUTCDate();
  const then = new Date(now);
  then.setUTCDate(1);
  then.setUTCMonth(then.getUTCMonth() - months);
  const last = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1, 0)).getUTCDate();
  then.setUTCDate(Math.min(day, last));
  return then.toISOString();
}
