import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { AFTER, checkFirst, FIRST, refuse, toConnection, type Connection, Scopes } from '../graph/index.ts';
import type { HubRequest } from './port.ts';
import {
  BindingConflictConnection,
  BindRecordsResult,
  toBindAnswer,
  toBindingConflict,
  type BindingConflict,
  type BindRecordsAnswer,
} from './types/binding.type.ts';

type Maybe<Value> = Value | null | undefined;

const TYPE = { description: 'What the record is: "Variant", "Customer".' };
const BRICK = { description: 'Name of the brick, as listed by `bricks`.' };
const EXTERNAL_ID = { description: "The record, by the brick's own id." };
const COUNTED_AT_ONCE = 500;

@Resolver()
export class BindingResolver {
  @Scopes('recovery', 'admin')
  @Query(() => BindingConflictConnection, {
    description: 'Records of several bricks that could be one and were not joined, for a person to decide.',
  })
  async bindingConflicts(
    @Arg('type', () => String, { nullable: true, description: 'Only those of this type, such as "Variant".' })
    type: Maybe<string>,
    @Arg('brick', () => String, { nullable: true, description: 'Only those of this brick, as named in `bricks`.' })
    brick: Maybe<string>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Ctx() { reader }: HubRequest,
  ): Promise<Connection<BindingConflict>> {
    const filter = { ...(type ? { type } : {}), ...(brick ? { brick } : {}) };
    const from = typeof after === 'string' ? { after } : {};
    const { rows, hasNext } = await reader.bindingConflicts({ ...filter, ...from, first: checkFirst(first) });
    const edges = rows.map((row) => ({ cursor: row.id, node: toBindingConflict(row) }));
    return toConnection(edges, { hasNext, after }, () => count(reader, filter));
  }

  @Scopes('recovery', 'admin')
  @Mutation(() => BindRecordsResult, {
    description: 'Says that a record of a brick is the same as something that the hub knows. For administrators.',
  })
  async bindRecords(
    @Arg('type', () => String, TYPE) type: string,
    @Arg('brick', () => String, BRICK) brick: string,
    @Arg('externalId', () => ID, EXTERNAL_ID) externalId: string,
    @Arg('id', () => ID, { description: 'Id in the hub of what it is.' }) id: string,
    @Ctx() request: HubRequest,
  ): Promise<BindRecordsAnswer> {
    const order = { type, brick, externalId, hubId: id, ...whoAndWhen(request) };
    return toBindAnswer(await request.status.bind(order), { externalId, id });
  }

  @Scopes('recovery', 'admin')
  @Mutation(() => BindRecordsResult, {
    description: 'Says that a record of a brick is the same as nothing of any other brick. For administrators.',
  })
  async unbindRecord(
    @Arg('type', () => String, TYPE) type: string,
    @Arg('brick', () => String, BRICK) brick: string,
    @Arg('externalId', () => ID, EXTERNAL_ID) externalId: string,
    @Ctx() request: HubRequest,
  ): Promise<BindRecordsAnswer> {
    const order = { type, brick, externalId, ...whoAndWhen(request) };
    return toBindAnswer(await request.status.unbind(order), { externalId, id: '' });
  }
}

function whoAndWhen({ viewer, now }: HubRequest): { by: string; at: string } {
  if (!viewer.admin) throw refuse('FORBIDDEN', 'Only an administrator may join or separate records.');
  return { by: viewer.name, at: now().toISOString() };
}

async function count(reader: HubRequest['reader'], filter: { type?: string; brick?: string }): Promise<number> {
  let total = 0;
  let after: string | undefined;
  do {
    const page = { ...filter, first: COUNTED_AT_ONCE, ...(after === undefined ? {} : { after }) };
    const { rows, hasNext } = await reader.bindingConflicts(page);
    total += rows.length;
    after = hasNext ? rows.at(-1)?.id : undefined;
  } while (after !== undefined);
  return total;
}
