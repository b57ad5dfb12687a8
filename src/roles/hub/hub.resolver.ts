import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { AFTER, checkFirst, FIRST, toConnection, type Connection, Authenticated, Scopes } from '../graph/index.ts';
import type { HubRequest } from './port.ts';
import { Brick, toBrick } from './types/brick.type.ts';
import { fromHoldState, HoldConnection, HoldState, toHold, type Hold } from './types/hold.type.ts';
import { RunConnection, toRun, type Run } from './types/run.type.ts';
import { SyncBrickResult, type SyncBrickAnswer } from './types/sync-result.type.ts';

type Maybe<Value> = Value | null | undefined;
type ReadRows<Row> = (page: { first: number; after?: string }) => Promise<{ rows: Row[]; hasNext: boolean }>;

const ONE_BRICK = { nullable: true, description: 'Only those of this brick, as named in `bricks`.' };
const COUNTED_AT_ONCE = 500;

@Resolver()
export class HubResolver {
  @Authenticated()
  @Query(() => [Brick], { description: 'All bricks that the hub copies, and how they are.' })
  bricks(@Ctx() { status }: HubRequest): Brick[] {
    return status.bricks().map(toBrick);
  }

  @Scopes('recovery', 'admin')
  @Query(() => RunConnection, { description: 'The synchronisation runs, latest first.' })
  runs(
    @Arg('brick', () => String, ONE_BRICK) brick: Maybe<string>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Ctx() { reader }: HubRequest,
  ): Promise<Connection<Run>> {
    return connect((page) => reader.runs({ ...page, ...(brick ? { brick } : {}) }), { first, after }, toRun);
  }

  @Scopes('recovery', 'admin')
  @Query(() => HoldConnection, { description: 'Changes that were set aside for a person to decide, latest first.' })
  holds(
    @Arg('brick', () => String, ONE_BRICK) brick: Maybe<string>,
    @Arg('state', () => HoldState, { nullable: true, description: 'Only those in this state.' })
    state: Maybe<HoldState>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Ctx() { reader }: HubRequest,
  ): Promise<Connection<Hold>> {
    const filter = { ...(brick ? { brick } : {}), ...(state ? { state: fromHoldState(state) } : {}) };
    return connect((page) => reader.holds({ ...page, ...filter }), { first, after }, toHold);
  }

  @Scopes('recovery', 'admin')
  @Mutation(() => SyncBrickResult, {
    description: 'Reads a brick now instead of at its next time. Answers at once; the run goes on.',
  })
  async syncBrick(
    @Arg('name', () => String, { description: 'Name of the brick, as listed by `bricks`.' }) name: string,
    @Arg('full', () => Boolean, {
      defaultValue: false,
      description: 'Read everything, not only what has changed. Slow.',
    })
    full: boolean,
    @Ctx() { status }: HubRequest,
  ): Promise<SyncBrickAnswer> {
    const outcome = await status.sync(name, { full });
    if (outcome === 'started') return { __typename: 'SyncStarted', brick: name, full };
    if (outcome === 'running') return { __typename: 'SyncAlreadyRunning', brick: name };
    return { __typename: 'UnknownBrick', name, known: status.bricks().map((brick) => brick.name) };
  }
}

async function connect<Row extends { id: string }, Node>(
  read: ReadRows<Row>,
  { first, after }: { first: number; after: Maybe<string> },
  toNode: (row: Row) => Node,
): Promise<Connection<Node>> {
  const { rows, hasNext } = await read({ first: checkFirst(first), ...(typeof after === 'string' ? { after } : {}) });
  const edges = rows.map((row) => ({ cursor: row.id, node: toNode(row) }));
  return toConnection(edges, { hasNext, after }, () => countAll(read));
}

// The mirror keeps no count of these; they are few, and counted only when somebody asks.
async function countAll<Row extends { id: string }>(read: ReadRows<Row>): Promise<number> {
  let count = 0;
  let after: string | undefined;
  do {
    const { rows, hasNext } = await read({ first: COUNTED_AT_ONCE, ...(after === undefined ? {} : { after }) });
    count += rows.length;
    after = hasNext ? rows.at(-1)?.id : undefined;
  } while (after !== undefined);
  return count;
}
