import { Arg, Ctx, Query, Resolver, Root, Subscription } from 'type-graphql';
import { Authenticated } from '../graph/index.ts';
import { toChangeCursor } from './change-cursor.ts';
import type { HubRequest } from './port.ts';
import { Change } from './types/change.type.ts';

@Resolver()
export class ChangeResolver {
  @Authenticated()
  @Query(() => String, {
    description:
      'Cursor of the newest change. Ask for it first, then for the state to be kept up to date, then follow `changes` after it: nothing is missed.',
  })
  async changeCursor(@Ctx() { reader }: HubRequest): Promise<string> {
    return toChangeCursor(await reader.lastChange());
  }

  @Authenticated()
  @Subscription(() => Change, {
    topics: 'changes',
    description:
      'What changes in what queries show, in order. With `after`, all that changed meanwhile comes first: a client that was away misses nothing, for 14 days. A brick that is read for the first time is not told.',
  })
  changes(
    @Arg('after', () => String, {
      nullable: true,
      description: 'Begin behind this cursor: of the last change that was worked off, or `changeCursor`. Default: now.',
    })
    _after: string | null | undefined,
    @Arg('types', () => [String], {
      nullable: true,
      description: 'Only these types ("Variant"), or sides of them ("StockItem").',
    })
    _types: string[] | null | undefined,
    @Arg('bricks', () => [String], { nullable: true, description: 'Only these bricks, as named in `bricks`.' })
    _bricks: string[] | null | undefined,
    @Root() change: Change,
  ): Change {
    return change;
  }
}
