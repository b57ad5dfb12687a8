import type { EditChange, EditRecord } from '../../mirror/index.ts';
import type { Outcome } from './preview.ts';
import { commandFor } from './values.ts';

/** A record that is to be written, and by which command. */
export type PlannedRecord = Omit<EditRecord, 'message'>;

interface Draft {
  record: PlannedRecord;
  /** By field and language. */
  changes: Map<string, EditChange>;
}

/**
 * What of the outcomes can be brought to the shop: one record for each product, and one for each price. Where several
 * lines say something of one field, the last one counts, as it would in the shop.
 */
export function recordsOf(outcomes: readonly Outcome[], can: (field: string) => boolean): PlannedRecord[] {
  const drafts = new Map<string, Draft>();
  for (const { target, changes, said, problems } of outcomes) {
    const product = target?.product?.id ?? target?.variant?.facet.product;
    if (product === undefined || problems.length > 0) continue;
    const keyOf = (field: string): string => (field === 'price' && target?.variant ? target.variant.id : product);
    for (const field of Object.keys(said?.values ?? {})) forget(drafts.get(keyOf(field)), field);
    for (const { field, locale, before, after } of changes) {
      if (!can(field)) continue;
      const variant = field === 'price' ? (target?.variant?.id ?? null) : null;
      const draft = drafts.get(keyOf(field)) ?? { record: { product, variant, changes: [] }, changes: new Map() };
      drafts.set(keyOf(field), draft);
      draft.changes.set(`${field} ${locale}`, { field, locale, before: before[0] ?? null, after: after[0] ?? null });
    }
  }
  return [...drafts.values()].flatMap(({ record, changes }) =>
    changes.size > 0 ? [{ ...record, changes: [...changes.values()] }] : [],
  );
}

/** A later line speaks of it again, perhaps to say that it stays as it is. All lines of a file have one language. */
function forget(draft: Draft | undefined, field: string): void {
  for (const [key, change] of draft?.changes ?? []) if (change.field === field) draft?.changes.delete(key);
}

/** Why a change of this field cannot be brought to the shop; null: it can. */
export function unwritable(
  field: string,
  can: (command: NonNullable<ReturnType<typeof commandFor>>) => boolean,
): string | null {
  const command = commandFor(field);
  if (command !== null && can(command)) return null;
  return command === null
    ? `Mass edits do not bring "${field}" to the shop: it is left out.`
    : `The shop cannot be told to change "${field}" (${command}): it is left out.`;
}
