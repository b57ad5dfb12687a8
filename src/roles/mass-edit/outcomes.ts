import { GraphQLError } from 'graphql';
import { brickOf, isRefusal, refusal, type Refusal } from '../graph/index.ts';

import { KEYS, type BulkEditInput } from './bulk-edit.input.ts';
import { findFile } from './bulk-edits.ts';
import type { MassEditContext } from './context.ts';
import type { Outcome } from './preview.ts';
import { outcomesIn } from './preview.resolver.ts';
import { outcomesOfSelection } from './selected-outcomes.ts';
import { readUpload } from './upload.ts';
import { wantedOf } from './wanted.ts';

/** What an input would change of the primary shop now, or why it cannot be understood. */
export async function outcomesOfInput(input: BulkEditInput, context: MassEditContext): Promise<Outcome[] | Refusal> {
  const { request } = context;
  const wanted = wantedOf(input);
  if (isRefusal(wanted)) return wanted;
  if (wanted.kind === 'selection') {
    const brick = brickOf(request, 'shop', null);
    const outcomes = await outcomesOfSelection(wanted, request.reader.facets, brick);
    if (!isRefusal(outcomes)) request.budget.spend(0);
    return outcomes;
  }
  if (wanted.kind === 'csv') {
    const { idBy, delimiter, locale } = input;
    const options = { idBy: KEYS[idBy ?? 'PRODREF'][0], delimiter: delimiter ?? null, locale: locale ?? null };
    const edit = await orRefusal(readUpload(wanted.csv, options), 'input.csv');
    if ('__typename' in edit) return edit;
    // Several texts in one request are bounded together.
    request.budget.spend(edit.lines.length + edit.failures.length);
    return outcomesIn(edit, request);
  }
  const file = await findFile(context, wanted.edit);
  if (file?.facet.direction === 'import') return outcomesIn(file.facet, request);
  return refusal(
    'UNKNOWN_FILE',
    'There is no file on its way into the shop with this id.',
    'Look it up with `bulkEdits(filter: { direction: IMPORT })`.',
    'input.edit',
  );
}

/** What cannot be read is the asker's to mend; everything else is thrown on. */
async function orRefusal<Value extends object>(reading: Promise<Value>, path: string): Promise<Value | Refusal> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof GraphQLError) || error.extensions['code'] !== 'INVALID_ARGUMENT') throw error;
    return refusal('INVALID_INPUT', error.message, 'Correct it and send it again.', path);
  }
}
