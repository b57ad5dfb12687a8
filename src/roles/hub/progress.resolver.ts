import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import { Scopes } from '../graph/index.ts';
import { Progress } from './types/progress.type.ts';

@Resolver()
export class ProgressResolver {
  @Scopes('orders:write', 'stock:write', 'catalogue:write', 'customers:write', 'recovery', 'admin')
  @Subscription(() => Progress, {
    topics: 'progress',
    description:
      'How runs and messages get on: first how they are, then each change. Without arguments the last run of every brick and what waits for it; with `origin` only its messages, counted; with `messages` only these.',
  })
  progress(
    @Arg('bricks', () => [String], { nullable: true, description: 'Only these bricks, as named in `bricks`.' })
    _bricks: string[] | null | undefined,
    @Arg('origin', () => String, {
      nullable: true,
      description: 'Only messages that come from here: "edit:<id>", "flow:<name>", "command".',
    })
    _origin: string | null | undefined,
    @Arg('messages', () => [ID], { nullable: true, description: 'Only these messages, each by itself; 100 at most.' })
    _messages: string[] | null | undefined,
    @Root() progress: typeof Progress,
  ): typeof Progress {
    return progress;
  }
}
