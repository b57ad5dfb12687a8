import { createUnionType, Field, ID, Int, ObjectType } from 'type-graphql';
import { Hold } from './hold.type.ts';

@ObjectType('HoldAccepted', {
  description: 'The changes are believed: published, and shown by queries from now on.',
  simpleResolvers: true,
})
export class HoldAccepted {
  @Field(() => Hold, { description: 'The hold as it is now: still open where only a selection was accepted.' })
  hold!: Hold;

  @Field(() => Int, { description: 'Records that were published. Those that the brick has changed since are not.' })
  records!: number;
}

@ObjectType('HoldRejected', {
  description: 'The changes are not believed, however often the brick says them. What was good goes on being served.',
  simpleResolvers: true,
})
export class HoldRejected {
  @Field(() => Hold, { description: 'The hold as it is now.' })
  hold!: Hold;

  @Field(() => Int, { description: 'Records that it was about.' })
  records!: number;
}

@ObjectType('HoldReopened', {
  description: 'What was rejected waits for a decision again, as far as the brick still says it.',
  simpleResolvers: true,
})
export class HoldReopened {
  @Field(() => Hold, {
    description:
      'The hold as it is now; superseded if nothing of it is said any more, or another one has taken it over.',
  })
  hold!: Hold;

  @Field(() => Int, { description: 'Records that wait again.' })
  records!: number;
}

@ObjectType('HoldDecided', {
  description: 'It is decided already, and nothing was changed: somebody was first, or the brick has moved on.',
  simpleResolvers: true,
})
export class HoldDecided {
  @Field(() => Hold, { description: 'The hold as it is: `decisions` says who and why.' })
  hold!: Hold;
}

@ObjectType('HoldRecordsUnknown', {
  description: 'Some of the selected records are not set aside by this hold, or not any more. Nothing was changed.',
  simpleResolvers: true,
})
export class HoldRecordsUnknown {
  @Field(() => [ID], { description: 'These, as they were given.' })
  records!: string[];
}

@ObjectType('UnknownHold', { description: 'There is no such hold.', simpleResolvers: true })
export class UnknownHold {
  @Field(() => ID, { description: 'The id that was given.' })
  id!: string;
}

export const AcceptHoldResult = createUnionType({
  name: 'AcceptHoldResult',
  description: 'What became of the wish to accept a hold.',
  types: () => [HoldAccepted, HoldDecided, HoldRecordsUnknown, UnknownHold] as const,
});

export const RejectHoldResult = createUnionType({
  name: 'RejectHoldResult',
  description: 'What became of the wish to reject a hold.',
  types: () => [HoldRejected, HoldDecided, UnknownHold] as const,
});

export const ReopenHoldResult = createUnionType({
  name: 'ReopenHoldResult',
  description: 'What became of the wish to decide a rejected hold again.',
  types: () => [HoldReopened, HoldDecided, UnknownHold] as const,
});

type Named<Name extends string, Type> = { __typename: Name } & Type;
type Settled = Named<'HoldDecided', HoldDecided> | Named<'UnknownHold', UnknownHold>;

/** Answers of the unions carry the name of their type: GraphQL resolves it by that. */
export type AcceptHoldAnswer =
  Named<'HoldAccepted', HoldAccepted> | Named<'HoldRecordsUnknown', HoldRecordsUnknown> | Settled;
export type RejectHoldAnswer = Named<'HoldRejected', HoldRejected> | Settled;
export type ReopenHoldAnswer = Named<'HoldReopened', HoldReopened> | Settled;
