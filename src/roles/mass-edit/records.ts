import type { EditChange, EditRecord } from '../../mirror/index.ts';
import type { Outcome } from './preview.ts';
import { commandFor } from './values.ts';

/** A record that is to be written, and by which command. */
export type PlannedRecord = Omit<EditRecord, 'message'>;

/**
 * What of the outcomes can be brought to the shop: one record for each product, and one for each price. Where several
 * lines say something of one field, the last one counts, as it would in the shop.
 */
export function recordsOf(outcomes: readonly Outcome[], can: (field: string) => boolean): PlannedRecord[] {
  const records = new Map<string, { record: PlannedRecord; changes: Map<string, EditChange> }>();
  for (const { target, changes } of outcomes) {
    for (const { field, locale, before, after } of changes) {
      const variant = field === 'price' ? (target?.variant?.id ?? null) : null;
      const product = target?.product?.id ?? target?.variant?.facet.product;
      if (product === undefined || !can(field)) continue;
      const key = variant ?? product;
      const known = records.get(key) ?? { record: { product, variant, changes: [] }, changes: new Map() };
      records.set(key, known);
      known.changes.set(`${field} ${locale}`, { field, locale, before: before[0] ?? null, after: after[0] ?? null });
    }
  }
  return [...records.values()].map(({ record, changes }) => ({ ...record, changes: [...changes.values()] }));
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
