import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { AFTER, brickOf, checkFirst, FIRST, type GraphRequest } from '../graph/index.ts';
import { BulkEdit } from './bulk-edit.type.ts';
import { placeOf, type MassEditContext } from './context.ts';
import type { BulkEditFacet } from './facets.ts';
import { outcomesOf, type Outcome } from './preview.ts';
import { BulkEditPreview, type BulkEditPreviewLine } from './preview.type.ts';

type Maybe<Value> = Value | null | undefined;

@Resolver(() => BulkEdit)
export class PreviewResolver {
  @FieldResolver(() => BulkEditPreview, { description: 'What it would change of the primary shop now.' })
  async preview(
    @Root() { facet }: BulkEdit,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Ctx() { request }: MassEditContext,
  ): Promise<BulkEditPreview> {
    return previewOf(await outcomesIn(facet, request), { first, after }, request);
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
  { first, after }: { first: number; after: Maybe<string> },
  request: GraphRequest,
): BulkEditPreview {
  const failed = outcomes.filter(({ problems }) => problems.length > 0).length;
  const told = outcomes.filter(({ changes, problems }) => changes.length + problems.length > 0);
  const begin = typeof after === 'string' ? placeOf(after, told.length) : 0;
  const end = begin + checkFirst(first);
  const lines = told.slice(begin, end).map(toPreviewLine);
  request.budget.spend(lines.length);
  return {
    counts: { failed, changed: told.length - failed, unchanged: outcomes.length - told.length },
    lines,
    pageInfo: {
      hasNextPage: told.length > end,
      hasPreviousPage: typeof after === 'string',
      startCursor: lines.length > 0 ? String(begin + 1) : null,
      endCursor: lines.length > 0 ? String(begin + lines.length) : null,
    },
  };
}

function toPreviewLine({ line, target, changes, problems }: Outcome): BulkEditPreviewLine {
  const { product, variant } = target ?? { product: null, variant: null };
  return { line, changes, problems, productId: product?.id ?? null, variantId: variant?.id ?? null };
}
