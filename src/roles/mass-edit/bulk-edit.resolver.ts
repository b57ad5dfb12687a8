import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { Where } from '../../mirror/index.ts';
import {
  AFTER,
  brickOf,
  checkFirst,
  FIRST,
  listOf,
  Origin,
  ORIGINS,
  originsOf,
  toConnection,
  type Connection,
} from '../graph/index.ts';
import {
  BulkEdit,
  BulkEditConnection,
  BulkEditFilter,
  type BulkEditLine,
  BulkEditLineConnection,
  toBulkEdit,
  toLine,
} from './bulk-edit.type.ts';
import { placeOf, type MassEditContext } from './context.ts';

type Maybe<Value> = Value | null | undefined;

/** A mass edit, whichever brick it is from. */
export async function findBulkEdit({ request, loaders }: MassEditContext, id: string): Promise<BulkEdit | null> {
  const bricks = request.bricksOf('mass-edit');
  const rows = await Promise.all(bricks.map((brick) => loaders.byId('BulkEdit', brick).load(id)));
  const row = rows.find((one) => one !== null);
  return row ? toBulkEdit(row) : null;
}

@Resolver(() => BulkEdit)
export class BulkEditResolver {
  @Query(() => BulkEdit, { nullable: true, description: 'One mass edit by its hub id.' })
  bulkEdit(
    @Arg('id', () => ID, { description: "The hub's own id." }) id: string,
    @Ctx() context: MassEditContext,
  ): Promise<BulkEdit | null> {
    return findBulkEdit(context, id);
  }

  @Query(() => BulkEditConnection, {
    description: 'The files of one mass-edit brick, latest first: the primary one unless "brick" names another.',
  })
  bulkEdits(
    @Arg('filter', () => BulkEditFilter, { nullable: true, description: 'Which ones.' }) filter: Maybe<BulkEditFilter>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Arg('brick', () => String, {
      nullable: true,
      description: 'Name of the mass-edit brick to ask instead of the primary one, as listed by `bricks`.',
    })
    asked: Maybe<string>,
    @Ctx() { request }: MassEditContext,
  ): Promise<Connection<BulkEdit>> {
    const query = { type: 'BulkEdit', brick: brickOf(request, 'mass-edit', asked), where: whereOf(filter) };
    const orderBy = { column: 'received_at', descending: true };
    return listOf(request, { ...query, orderBy, first, after }, toBulkEdit);
  }

  @FieldResolver(() => BulkEditLineConnection, { description: 'Its lines, in the order of the file.' })
  lines(
    @Root() { facet }: BulkEdit,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Ctx() { request }: MassEditContext,
  ): Connection<BulkEditLine> {
    const begin = typeof after === 'string' ? placeOf(after, facet.lines.length) : 0;
    const end = begin + checkFirst(first);
    const page = facet.lines.slice(begin, end);
    request.budget.spend(page.length);
    const edges = page.map((line, at) => ({ cursor: String(begin + at + 1), node: toLine(line) }));
    return toConnection(edges, { hasNext: facet.lines.length > end, after }, async () => facet.lines.length);
  }

  @FieldResolver(() => [Origin], ORIGINS)
  origins(@Root() edit: BulkEdit, @Ctx() context: MassEditContext): Promise<Origin[]> {
    return originsOf('BulkEdit', edit.id, context);
  }
}

function whereOf(filter: Maybe<BulkEditFilter>): Where[] {
  const { direction, receivedFrom, receivedTo } = filter ?? {};
  const period = { ...(receivedFrom ? { atLeast: receivedFrom } : {}), ...(receivedTo ? { below: receivedTo } : {}) };
  return [
    ...(direction ? [{ column: 'direction', in: [direction.toLowerCase()] }] : []),
    ...(receivedFrom || receivedTo ? [{ column: 'received_at', ...period }] : []),
  ];
}
