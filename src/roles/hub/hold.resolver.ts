import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { HoldOutcome } from '../../mirror/index.ts';
import { AFTER, checkFirst, FIRST, refuse, Scopes } from '../graph/index.ts';
import type { HubRequest } from './port.ts';
import { Hold, toHold } from './types/hold.type.ts';
import {
  AcceptHoldResult,
  RejectHoldResult,
  ReopenHoldResult,
  type AcceptHoldAnswer,
  type RejectHoldAnswer,
  type ReopenHoldAnswer,
} from './types/hold-result.type.ts';
import { fromChangeCursor, RecordChangePage, toChangePage } from './types/record-change.type.ts';

type Maybe<Value> = Value | null | undefined;

const HOLD_ID = { description: 'Id of the hold, as listed by `holds`.' };
const WHY = { description: 'Why, for those who look later.' };
const LONGEST_REASON = 1_000;
const MOST_SELECTED = 5_000;
const SELECT = {
  nullable: true,
  description: `Only these records, by the brick's own ids, or hub ids of an outgoing one (at most ${MOST_SELECTED}): the rest waits on. Default: all.`,
};

@Resolver()
export class HoldResolver {
  @Scopes('recovery', 'admin')
  @Query(() => Hold, { nullable: true, description: 'One hold; null when there is none of this id.' })
  async hold(@Arg('id', () => ID, HOLD_ID) id: string, @Ctx() { reader }: HubRequest): Promise<Hold | null> {
    const row = await reader.hold(id);
    return row && toHold(row);
  }

  @Scopes('recovery', 'admin')
  @Mutation(() => AcceptHoldResult, {
    description:
      'Believes what was set aside, all of it or a selection: published and shown at once, or not at all. Outgoing: sends it.',
  })
  async acceptHold(
    @Arg('id', () => ID, HOLD_ID) id: string,
    @Arg('select', () => [ID], SELECT) select: Maybe<string[]>,
    @Arg('reason', () => String, { ...WHY, nullable: true }) reason: Maybe<string>,
    @Ctx() request: HubRequest,
  ): Promise<AcceptHoldAnswer> {
    if (select && (select.length === 0 || select.length > MOST_SELECTED))
      throw refuse('INVALID_ARGUMENT', `"select" takes 1 to ${MOST_SELECTED} records.`);
    const outcome = await request.status.holds.decide({
      ...{ id, decide: 'accept', by: request.viewer.name, at: request.now().toISOString() },
      ...{ reason: reason ? wordsOf(reason) : null, ...(select && { select }) },
    });
    if (outcome.outcome === 'not-held') return { __typename: 'HoldRecordsUnknown', records: outcome.ids };
    return settled(id, outcome, (hold, records) => ({ __typename: 'HoldAccepted', hold, records }));
  }

  @Scopes('recovery', 'admin')
  @Mutation(() => RejectHoldResult, {
    description:
      'Does not believe what was set aside. Remembered: what the brick says again is not asked again. Outgoing: drops it, and the flow does not propose the same value again.',
  })
  async rejectHold(
    @Arg('id', () => ID, HOLD_ID) id: string,
    @Arg('reason', () => String, WHY) reason: string,
    @Ctx() request: HubRequest,
  ): Promise<RejectHoldAnswer> {
    const order = { id, by: request.viewer.name, at: request.now().toISOString(), reason: wordsOf(reason) };
    const outcome = await request.status.holds.decide({ ...order, decide: 'reject' });
    return settled(id, outcome, (hold, records) => ({ __typename: 'HoldRejected', hold, records }));
  }

  @Scopes('recovery', 'admin')
  @Mutation(() => ReopenHoldResult, {
    description: 'Takes a rejection back: what the brick still says waits for a decision again.',
  })
  async reopenHold(
    @Arg('id', () => ID, HOLD_ID) id: string,
    @Arg('reason', () => String, WHY) reason: string,
    @Ctx() request: HubRequest,
  ): Promise<ReopenHoldAnswer> {
    const order = { id, by: request.viewer.name, at: request.now().toISOString(), reason: wordsOf(reason) };
    const outcome = await request.status.holds.decide({ ...order, decide: 'reopen' });
    return settled(id, outcome, (hold, records) => ({ __typename: 'HoldReopened', hold, records }));
  }
}

@Resolver(() => Hold)
export class HoldChangesResolver {
  @FieldResolver(() => RecordChangePage, {
    description: 'What it would change, field by field; of one that is decided, what it was about.',
  })
  async changes(
    @Root() hold: Hold,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Ctx() { reader, budget }: HubRequest,
  ): Promise<RecordChangePage> {
    const page = { first: checkFirst(first), ...(after ? { after: fromChangeCursor(after) } : {}) };
    const found = await reader.holdChanges(hold.id, page);
    budget.spend(found.rows.length);
    return toChangePage(found, `${hold.brick}/${hold.stream}`);
  }
}

type Unsettled = { __typename: 'HoldDecided'; hold: Hold } | { __typename: 'UnknownHold'; id: string };

function settled<Answer>(
  id: string,
  outcome: HoldOutcome,
  done: (hold: Hold, records: number) => Answer,
): Answer | Unsettled {
  if (outcome.outcome === 'done') return done(toHold(outcome.hold), outcome.records);
  if (outcome.outcome === 'decided') return { __typename: 'HoldDecided', hold: toHold(outcome.hold) };
  return { __typename: 'UnknownHold', id };
}

function wordsOf(reason: string): string {
  const words = reason.trim();
  if (words === '' || words.length > LONGEST_REASON)
    throw refuse('INVALID_ARGUMENT', `"reason" must say why, in 1 to ${LONGEST_REASON} characters.`);
  return words;
}
