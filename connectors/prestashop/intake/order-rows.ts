import type { IntakeItem, RawRecord } from '#sdk';
import type { Entity, FieldValue } from '../commands/entity-xml.ts';
import { sameValue } from './agreement.ts';
import type { RecordKind, Step } from './record-kind.ts';
import { translated } from './translation.ts';

/** A kind's `id` in the source, and in the target. */
export interface Pairing {
  id: string;
  targetId: string;
}

interface Rows {
  /** By ascending id. */
  items: readonly IntakeItem[];
  /** What the target has now, by ascending id. */
  rows: readonly RawRecord[];
  /** Fields that a new row needs beside. */
  fresh: Readonly<Record<string, FieldValue>>;
  /** Whether rows that nothing stands for are deleted. */
  prune: boolean;
}

/**
 * Makes rows of the target say what those of the source say, the first the first and so on, whatever the shop put into
 * them: lines and entries keep their order. What is missing is made. Run again, it finds nothing left to do.
 */
export async function settleRows(
  kind: RecordKind,
  { items, rows, fresh, prune }: Rows,
  step: Step,
): Promise<Pairing[]> {
  const { access, context } = step;
  const wishes = items.map((item) => ({ item, entity: translated(kind, item, context) }));
  const done: Pairing[] = [];
  for (const [index, { item, entity }] of wishes.entries()) {
    const row = rows[index];
    if (!row) {
      const targetId = await access.create(kind.kind, { fields: { ...fresh, ...entity.fields } });
      await changeOther(kind, targetId, entity, step);
      done.push({ id: item.id, targetId });
      continue;
    }
    const other = Object.entries(entity.fields).filter(([name, value]) => !sameValue(value, row.body[name]));
    if (other.length > 0) await access.change(kind.kind, row.id, { fields: Object.fromEntries(other) });
    done.push({ id: item.id, targetId: row.id });
  }
  for (const { id } of prune ? rows.slice(items.length) : []) await access.remove(kind.kind, id);
  return done;
}

/** What the shop sets by itself while it makes a row: when it was made. */
async function changeOther(kind: RecordKind, id: string, { fields }: Entity, { access }: Step): Promise<void> {
  const date = fields['date_add'];
  if (date !== undefined) await access.change(kind.kind, id, { fields: { date_add: date } });
}
