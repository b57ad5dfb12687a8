import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { AFTER, checkFirst, DateTimeScalar, FIRST, refuse, Scopes } from '../graph/index.ts';
import type { HubRequest } from './port.ts';
import { BadChangeInput, FirstBadChange, fromBadChange, toFirstBad } from './types/first-bad.type.ts';
import { fromChangeCursor, RecordChangePage, toChangePage } from './types/record-change.type.ts';

type Maybe<Value> = Value | null | undefined;

const BRICK = { description: 'Name of the brick, as listed by `bricks`.' };
const STREAM = { description: 'What was read, in the brick\'s own word: "products".' };
const SEARCHED_DAYS = 30;
const DAY = 86_400_000;

@Resolver()
export class HistoryResolver {
  @Scopes('recovery', 'admin')
  @Query(() => RecordChangePage, {
    description: 'What was published otherwise at one time than at another, record by record, field by field.',
  })
  async changesBetween(
    @Arg('from', () => DateTimeScalar, { description: 'The earlier time.' }) from: string,
    @Arg('to', () => DateTimeScalar, { description: 'The later time.' }) to: string,
    @Arg('brick', () => String, BRICK) brick: string,
    @Arg('stream', () => String, STREAM) kind: string,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Ctx() request: HubRequest,
  ): Promise<RecordChangePage> {
    await known(request, brick, kind);
    const [begin, end] = [instant(from), instant(to)];
    if (begin >= end) throw refuse('INVALID_ARGUMENT', '"from" must be before "to".');
    const asked = { brick, kind, from: begin, to: end, first: checkFirst(first) };
    const page = await request.reader.changesBetween({
      ...asked,
      ...(after ? { after: fromChangeCursor(after) } : {}),
    });
    request.budget.spend(page.rows.length);
    return toChangePage(page, `${brick}/${kind}`);
  }

  @Scopes('recovery', 'admin')
  @Query(() => FirstBadChange, {
    nullable: true,
    description: 'Searches back for when something began to go wrong, in all that was read; null: it did not.',
  })
  async firstBadChange(
    @Arg('brick', () => String, BRICK) brick: string,
    @Arg('stream', () => String, STREAM) kind: string,
    @Arg('bad', () => BadChangeInput, { description: 'What went wrong.' }) bad: BadChangeInput,
    @Arg('since', () => DateTimeScalar, {
      nullable: true,
      description: `From when on to search. Default: ${SEARCHED_DAYS} days ago.`,
    })
    since: Maybe<string>,
    @Arg('until', () => DateTimeScalar, { nullable: true, description: 'Until when to search. Default: now.' })
    until: Maybe<string>,
    @Ctx() request: HubRequest,
  ): Promise<FirstBadChange | null> {
    await known(request, brick, kind);
    const now = request.now();
    const found = await request.reader.firstBadChange({
      ...{ brick, kind, bad: fromBadChange(bad) },
      since: since ? instant(since) : new Date(now.getTime() - SEARCHED_DAYS * DAY).toISOString(),
      until: until ? instant(until) : now.toISOString(),
      // The clock of the request is looked at; what is only counted is not read by whoever asks.
      step: () => request.budget.spend(0),
    });
    return found && toFirstBad(found);
  }
}

async function known({ reader, status }: HubRequest, brick: string, kind: string): Promise<void> {
  const bricks = status.bricks().map(({ name }) => name);
  if (!bricks.includes(brick))
    throw refuse('UNKNOWN_BRICK', `There is no brick "${brick}". Known bricks: ${bricks.join(', ')}.`);
  const kinds = (await reader.streams(brick)).map((stream) => stream.kind);
  if (kinds.includes(kind)) return;
  throw refuse('INVALID_ARGUMENT', `The brick "${brick}" has no stream "${kind}". It has: ${kinds.join(', ')}.`);
}

/** In the form in which the mirror compares times. */
function instant(time: string): string {
  return new Date(time).toISOString();
}
