import { createUnionType, Field, ObjectType } from 'type-graphql';

@ObjectType('SyncStarted', {
  description: 'The synchronisation has begun; follow it with `runs`.',
  simpleResolvers: true,
})
export class SyncStarted {
  @Field(() => String, { description: 'Name of the brick.' })
  brick!: string;

  @Field(() => Boolean, { description: 'Whether everything is read, not only what has changed.' })
  full!: boolean;
}

@ObjectType('SyncAlreadyRunning', {
  description: 'The brick is being read already; nothing was started.',
  simpleResolvers: true,
})
export class SyncAlreadyRunning {
  @Field(() => String, { description: 'Name of the brick.' })
  brick!: string;
}

@ObjectType('UnknownBrick', {
  description: 'There is no brick of that name; nothing was started.',
  simpleResolvers: true,
})
export class UnknownBrick {
  @Field(() => String, { description: 'The name that was given.' })
  name!: string;

  @Field(() => [String], { description: 'The names that exist.' })
  known!: string[];
}

export const SyncBrickResult = createUnionType({
  name: 'SyncBrickResult',
  description: 'What became of the wish to sync a brick now.',
  types: () => [SyncStarted, SyncAlreadyRunning, UnknownBrick] as const,
});

/** Answers of the union carry the name of their type: GraphQL resolves it by that. */
export type SyncBrickAnswer =
  | ({ __typename: 'SyncStarted' } & SyncStarted)
  | ({ __typename: 'SyncAlreadyRunning' } & SyncAlreadyRunning)
  | ({ __typename: 'UnknownBrick' } & UnknownBrick);
