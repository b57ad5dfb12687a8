import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { NewAuditEntry } from '../mirror/index.ts';

/** Verbs that were used while no hub ran: the next one enters them. */
const NAME = 'audit-pending.jsonl';

export const staffNoteSchema = z.strictObject({
  at: z.iso.datetime(),
  verb: z.string().min(1).max(100),
  outcome: z.enum(['begun', 'ok', 'refused', 'failed']),
  code: z.string().max(100).nullable(),
  detail: z.json(),
});

/** What somebody at the machine did. */
export type StaffNote = z.infer<typeof staffNoteSchema>;

export function toStaffEntry(
  { at, verb, outcome, code, detail }: StaffNote,
  begun: number | null = null,
): NewAuditEntry {
  return {
    ...{ at, kind: 'staff', who: 'cli', token: null, shopper: null, request: null, operation: verb, document: null },
    ...{ variables: null, people: [], outcome, code, messages: [], begun },
    detail,
  };
}

/** On disk when it resolves. */
export async function keepForLater(data: string, note: StaffNote): Promise<void> {
  const file = await open(join(data, NAME), 'a', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(note)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What waits to be entered; a line that nobody understands is told of, and does not stand in the way of the others. */
export async function keptForLater(data: string): Promise<NewAuditEntry[]> {
  const text = await readFile(join(data, NAME), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line, index) => {
    if (line === '') return [];
    const note = parsed(line);
    const detail = { line: index + 1 };
    const unread: StaffNote = {
      at: new Date(0).toISOString(),
      verb: 'unreadable',
      outcome: 'failed',
      code: null,
      detail,
    };
    return [toStaffEntry(note ?? unread)];
  });
}

export function forget(data: string): Promise<void> {
  return rm(join(data, NAME), { force: true });
}

function parsed(line: string): StaffNote | null {
  try {
    return staffNoteSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
