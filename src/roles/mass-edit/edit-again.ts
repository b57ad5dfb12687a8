import type { EditRecord, EditRow } from '../../mirror/index.ts';
import type { GraphRequest } from '../graph/index.ts';
import type { Change } from './changes.ts';
import { readPresent, saidNow } from './edit-messages.ts';
import { isSameValue } from './values.ts';
import type { Outcome } from './preview.ts';

/** Records read at once. */
const PART = 5_000;

/** All that an edit changed. */
export async function readRecords({ id, total }: EditRow, { reader, budget }: GraphRequest): Promise<EditRecord[]> {
  const records: EditRecord[] = [];
  while (records.length < total) {
    const part = await reader.editRecords(id, { left: false, first: PART, skip: records.length });
    budget.spend(part.length);
    if (part.length === 0) break;
    records.push(...part);
  }
  return records;
}

/** What an edit of the hub would change if it were applied again, record by record. */
export async function outcomesOfEdit(edit: EditRow, request: GraphRequest): Promise<Outcome[]> {
  const records = await readRecords(edit, request);
  const present = await readPresent(records, request.reader.facets, edit.brick);
  return records.map((record, at): Outcome => {
    const line = at + 1;
    const product = present.products.get(record.product) ?? null;
    const variant = (record.variant !== null && present.variants.get(record.variant)) || null;
    if (product === null && variant === null) {
      const failure = { code: 'EDIT_MATCHES_NOTHING', message: 'The shop does not have it any more.' };
      return { line, said: null, target: null, changes: [], problems: [{ line, column: null, ...failure }] };
    }
    const changes = record.changes.flatMap(({ field, locale, after }): Change[] => {
      const now = saidNow(record, { field, locale }, present) ?? null;
      if (isSameValue(field, now, after)) return [];
      return [{ field: field as Change['field'], locale, before: listed(now), after: listed(after) }];
    });
    return { line, said: null, target: { product, variant }, changes, problems: [] };
  });
}

function listed(value: string | null): string[] {
  return value === null ? [] : [value];
}
