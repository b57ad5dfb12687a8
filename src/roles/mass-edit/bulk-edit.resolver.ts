import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import {
  AFTER,
  brickOf,
  checkFirst,
  FIRST,
  Origin,
  ORIGINS,
  originsOf,
  toConnection,
  type Connection,
} from '../graph/index.ts';
import { listEdits } from './bulk-edit-list.ts';
import {
  BulkEdit,
  BulkEditConnection,
  BulkEditFilter,
  type BulkEditLine,
  BulkEditLineConnection,
  toLine,
} from './bulk-edit.type.ts';
import { findBulkEdit } from './bulk-edits.ts';
import { placeOf, type MassEditContext } from './context.ts';

type Maybe<Value> = Value | null | undefined;

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
    description:
      'Mass edits, latest first: what the hub applied, and the files of the primary mass-edit brick. With "brick" only the files of that one.',
  })
  bulkEdits(
    @Arg('filter', () => BulkEditFilter, { nullable: true, description: 'Which ones.' }) filter: Maybe<BulkEditFilter>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Arg('brick', () => String, {
      nullable: true,
      description: 'Name of the mass-edit brick whose files to list, as listed by `bricks`.',
    })
    asked: Maybe<string>,
    @Ctx() { request }: MassEditContext,
  ): Promise<Connection<BulkEdit>> {
    const direction = filter?.direction ?? null;
    const brick = asked ? brickOf(request, 'mass-edit', asked) : request.primary('mass-edit');
    const hub = !asked && (direction === null || direction === 'HUB');
    return listEdits({ brick: direction === 'HUB' ? null : brick, hub, filter, first, after }, request);
  }

  @FieldResolver(() => BulkEditLineConnection, {
    description: 'Lines of a file, in its order. An edit of the hub has `records` instead.',
  })
  lines(
    @Root() { from }: BulkEdit,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Ctx() { request }: MassEditContext,
  ): Connection<BulkEditLine> {
    const lines = 'file' in from ? from.file.facet.lines : [];
    const begin = typeof after === 'string' ? placeOf(after, lines.length) : 0;
    const end = begin + checkFirst(first);
    const page = lines.slice(begin, end);
    request.budget.spend(page.length);
    const edges = page.map((line, at) => ({ cursor: String(begin + at + 1), node: toLine(line) }));
    return toConnection(edges, { hasNext: lines.length > end, after }, async () => lines.length);
  }

  @FieldResolver(() => [Origin], ORIGINS)
  origins(@Root() edit: BulkEdit, @Ctx() context: MassEditContext): Promise<Origin[]> {
    return originsOf('BulkEdit', edit.id, context);
  }
}
