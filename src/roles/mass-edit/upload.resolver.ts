import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { AFTER, brickOf, FIRST, isRefusal, refuse } from '../graph/index.ts';
import {
  BulkEditInput,
  BulkEditKey,
  CSV_DELIMITER,
  CSV_KEY,
  CSV_LOCALE,
  CSV_TEXT,
  type KeyName,
} from './bulk-edit.input.ts';
import type { MassEditContext } from './context.ts';
import { outcomesOfInput } from './outcomes.ts';
import { previewOf } from './preview.resolver.ts';
import { BulkEditPreview } from './preview.type.ts';

type Maybe<Value> = Value | null | undefined;

@Resolver()
export class UploadResolver {
  @Query(() => BulkEditPreview, {
    description:
      'What a mass edit would change of the primary shop now: of an input, or of a CSV text alone. Nothing is kept of it, and nothing changed.',
  })
  async previewBulkEdit(
    @Arg('input', () => BulkEditInput, { nullable: true, description: 'What is to change; or "csv" alone.' })
    input: Maybe<BulkEditInput>,
    @Arg('csv', () => String, { nullable: true, description: CSV_TEXT }) csv: Maybe<string>,
    @Arg('idBy', () => BulkEditKey, { nullable: true, description: CSV_KEY }) idBy: Maybe<KeyName>,
    @Arg('delimiter', () => String, { nullable: true, description: CSV_DELIMITER }) delimiter: Maybe<string>,
    @Arg('locale', () => String, { nullable: true, description: CSV_LOCALE }) locale: Maybe<string>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Ctx() context: MassEditContext,
  ): Promise<BulkEditPreview> {
    if (input && typeof csv === 'string') throw refuse('INVALID_ARGUMENT', 'It takes "input" or "csv", not both.');
    const given = input ?? {
      csv: csv ?? null,
      idBy: idBy ?? null,
      delimiter: delimiter ?? null,
      locale: locale ?? null,
    };
    const outcomes = await outcomesOfInput(given, context);
    if (isRefusal(outcomes)) throw refuse('INVALID_ARGUMENT', outcomes.message);
    const { request } = context;
    return previewOf(outcomes, brickOf(request, 'shop', null), { first, after }, request);
  }
}
