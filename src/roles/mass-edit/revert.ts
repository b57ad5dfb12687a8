import type { EditRecord, EditRow } from '../../mirror/index.ts';
import { refusal, type Refusal } from '../graph/index.ts';
import { findEdit } from './bulk-edits.ts';
import { commitEdit, knownEdit, unsettled, type EditCommand } from './commit-edit.ts';
import type { MassEditContext } from './context.ts';
import { readRecords } from './edit-again.ts';
import { readPresent, saidNow, type Present } from './edit-messages.ts';
import type { PlannedRecord } from './records.ts';
import { isSameValue } from './values.ts';

const LONGEST_NAME = 200;

/** Takes an edit back where the shop still says what it made of it; the rest is listed in the new edit. */
export async function revertEdit(
  { id, idempotencyKey }: { id: string; idempotencyKey: string | null | undefined },
  { request }: MassEditContext,
): Promise<EditRow | Refusal> {
  const command: EditCommand = { name: 'revertBulkEdit', idempotencyKey, input: { id } };
  const known = await knownEdit(command, request);
  if (known) return known;
  const edit = await findEdit(request, id);
  if (!edit)
    return refusal(
      'UNKNOWN_EDIT',
      'The hub has applied no edit with this id.',
      'Look it up with `bulkEdits(filter: { direction: HUB })`; of a file it is the one in `appliedBy`.',
      'id',
    );
  const { brick } = edit;
  if (!request.hasBrick('shop', brick))
    return refusal(
      'UNKNOWN_BRICK',
      `The edit was made in "${brick}", which is no shop of this hub any more.`,
      'Configure it again.',
      'id',
    );
  const early = await unsettled(brick, request);
  if (early) return early;
  const before = await readRecords(edit, request);
  const present = await readPresent(before, request.reader.facets, brick);
  const { records, left } = taken(before, present);
  if (records.length + left.length === 0)
    return refusal(
      'NOTHING_TO_REVERT',
      'The shop says already what it said before the edit.',
      'There is nothing to do.',
      'id',
    );
  const name = `Revert: ${edit.name}`.slice(0, LONGEST_NAME);
  const input = { revert: id };
  // It brings back what was there, and only where nobody has said anything since.
  const planned = { brick, name, input, source: null, reverts: id, records, left, present, isConfirmed: true };
  return commitEdit(command, planned, request);
}

/** What is still as the edit left it, and, one value each, what somebody else has changed. */
function taken(before: readonly EditRecord[], present: Present): { records: PlannedRecord[]; left: PlannedRecord[] } {
  const records: PlannedRecord[] = [];
  const left: PlannedRecord[] = [];
  for (const { product, variant, changes } of before) {
    const back: PlannedRecord['changes'] = [];
    for (const { field, locale, before: former, after: ours } of changes) {
      const now = saidNow({ product, variant }, { field, locale }, present);
      if (now !== undefined && isSameValue(field, now, former)) continue;
      if (now !== undefined && isSameValue(field, now, ours)) back.push({ field, locale, before: now, after: former });
      else left.push({ product, variant, changes: [{ field, locale, before: former, after: ours, now: now ?? null }] });
    }
    if (back.length > 0) records.push({ product, variant, changes: back });
  }
  return { records, left };
}
