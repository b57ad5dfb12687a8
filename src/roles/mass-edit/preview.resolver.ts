import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { AFTER, brickOf, checkFirst, FIRST, type GraphRequest } from '../graph/index.ts';
import { BulkEdit } from './bulk-edit.type.ts';
import { placeOf, type MassEditContext } from './context.ts';
import { outcomesOfEdit } from './edit-again.ts';
import type { BulkEditFacet } from './facets.ts';
import { leftOver } from './left-over.ts';
import { outcomesOf, type Outcome } from './preview.ts';
import { BulkEditPreview, type BulkEditChange, type BulkEditPreviewLine } from './preview.type.ts';
import { recordsOf, unwritable } from './records.ts';

type Maybe<Value> = Value | null | undefined;

@Resolver(() => BulkEdit)
export class PreviewResolver {
  @FieldResolver(() => BulkEditPreview, {
    description:
      'What it would change of the shop now; of an edit of the hub: what the shop says that is not as the edit left it.',
  })
  async preview(
    @Root() { from }: BulkEdit,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Ctx() { request }: MassEditContext,
  ): Promise<BulkEditPreview> {
    if ('edit' in from)
      return previewOf(await outcomesOfEdit(from.edit, request), from.edit.brick, { first, after }, request);
    const brick = brickOf(request, 'shop', null);
    return previewOf(await outcomesIn(from.file.facet, request), brick, { first, after }, request);
  }

  @FieldResolver(() => String, {
    description:
      'CSV with the lines that cannot be read or done, beginning with the first faulty one, each with every cell that it had in the file; the last column, `mortar_reason`, tells why. Of a file that could not be read at all only the reason stands there. Of an edit of the hub it is empty: see `records`.',
  })
  async todoCsv(@Root() { from }: BulkEdit, @Ctx() { request }: MassEditContext): Promise<string> {
    return 'edit' in from ? '' : leftOver(await outcomesIn(from.file.facet, request), from.file.facet);
  }
}

/** Against the primary shop, as it is mirrored. */
export function outcomesIn(
  edit: Pick<BulkEditFacet, 'lines' | 'failures' | 'idBy'>,
  request: GraphRequest,
): Promise<Outcome[]> {
  const brick = brickOf(request, 'shop', null);
  return outcomesOf(edit, request.reader.facets, { brick, defaultLocale: request.defaultLocale });
}

export function previewOf(
  outcomes: readonly Outcome[],
  brick: string,
  { first, after }: { first: number; after: Maybe<string> },
  request: GraphRequest,
): BulkEditPreview {
  const failed = outcomes.filter(({ problems }) => problems.length > 0).length;
  const told = outcomes.filter(({ changes, problems }) => changes.length + problems.length > 0);
  const begin = typeof after === 'string' ? placeOf(after, told.length) : 0;
  const end = begin + checkFirst(first);
  const problemOf = problems(brick, request);
  const lines = told.slice(begin, end).map((outcome) => toPreviewLine(outcome, problemOf));
  request.budget.spend(lines.length);
  return {
    counts: { failed, changed: told.length - failed, unchanged: outcomes.length - told.length },
    count: recordsOf(outcomes, (field) => problemOf(field) === null).length,
    lines,
    pageInfo: {
      hasNextPage: told.length > end,
      hasPreviousPage: typeof after === 'string',
      startCursor: lines.length > 0 ? String(begin + 1) : null,
      endCursor: lines.length > 0 ? String(begin + lines.length) : null,
    },
  };
}

/** Why a field cannot be brought to the shop. */
export function problems(brick: string, { outbox }: Pick<GraphRequest, 'outbox'>): (field: string) => string | null {
  return (field) => unwritable(field, (command) => outbox.can(brick, command));
}

function toPreviewLine(
  { line, target, changes, problems }: Outcome,
  problemOf: (field: string) => string | null,
): BulkEditPreviewLine {
  const { product, variant } = target ?? { product: null, variant: null };
  const shown = changes.map((change): BulkEditChange => ({ ...change, problem: problemOf(change.field) }));
  return { line, changes: shown, problems, productId: product?.id ?? null, variantId: variant?.id ?? null };
}
