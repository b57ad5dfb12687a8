import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from 'type-graphql';
import type { EditRecord, EditRow } from '../../mirror/index.ts';
import {
  AFTER,
  checkFirst,
  FIRST,
  isRefusal,
  toConnection,
  toDelivery,
  type Connection,
  type GraphRequest,
  type Refusal,
  Scopes,
} from '../graph/index.ts';
import { applyEdit } from './apply.ts';
import { BulkEditInput } from './bulk-edit.input.ts';
import { BulkEdit } from './bulk-edit.type.ts';
import { toHubEdit, type BulkEditSource } from './bulk-edits.ts';
import { placeOf, type MassEditContext } from './context.ts';
import {
  BulkEditCommandResult,
  BulkEditConflictConnection,
  BulkEditRecordConnection,
  type BulkEditCommandAnswer,
  type BulkEditConflict,
  type BulkEditRecord,
} from './edit-command.type.ts';
import { revertEdit } from './revert.ts';

type Maybe<Value> = Value | null | undefined;

const IDEMPOTENCY_KEY = {
  nullable: true,
  description: 'Name of this wish: sent again with the same input, it is answered again and done once.',
};

@Resolver(() => BulkEdit)
export class EditCommandResolver {
  @Scopes('catalogue:write')
  @Mutation(() => BulkEditCommandResult, {
    description:
      'Computes what `previewBulkEdit` showed again, and brings it to the shop. Lines with problems are left out.',
  })
  async applyBulkEdit(
    @Arg('input', () => BulkEditInput, { description: 'What is to change.' }) input: BulkEditInput,
    @Arg('name', () => String, { description: 'What to call the edit.' }) name: string,
    @Arg('idempotencyKey', () => String, IDEMPOTENCY_KEY) idempotencyKey: Maybe<string>,
    @Arg('expectedCount', () => Int, {
      nullable: true,
      description:
        'The `count` of the preview: with another one now, it is refused; with this one, whoever applies it has seen how much it is. Without it, prices that fall to a tenth, and an edit of more records than the thresholds of the shop (`holds:`), wait in a hold of the direction OUTGOING.',
    })
    expectedCount: Maybe<number>,
    @Ctx() context: MassEditContext,
  ): Promise<BulkEditCommandAnswer> {
    return accepted(await applyEdit({ input, name, idempotencyKey, expectedCount }, context));
  }

  @Scopes('catalogue:write')
  @Mutation(() => BulkEditCommandResult, {
    description:
      'Brings the values from before an edit back to the shop, where it still says what the edit made of them. What somebody else has changed since stands in `conflicts` of the new edit.',
  })
  async revertBulkEdit(
    @Arg('id', () => ID, { description: 'Id of an edit that the hub applied.' }) id: string,
    @Arg('idempotencyKey', () => String, IDEMPOTENCY_KEY) idempotencyKey: Maybe<string>,
    @Ctx() context: MassEditContext,
  ): Promise<BulkEditCommandAnswer> {
    return accepted(await revertEdit({ id, idempotencyKey }, context));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'What was asked for when it was applied, as JSON; null: of a file.',
  })
  async input(@Root() { from }: BulkEdit, @Ctx() { request }: MassEditContext): Promise<string | null> {
    if ('file' in from) return null;
    request.budget.spend(1);
    return JSON.stringify(await request.reader.editInput(from.edit.id));
  }

  @FieldResolver(() => BulkEditRecordConnection, {
    description: 'What the hub brings to the shop, product by product and price by price; none of a file.',
  })
  async records(
    @Root() { from }: BulkEdit,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Ctx() { request }: MassEditContext,
  ): Promise<Connection<BulkEditRecord>> {
    const { rows, page } = await recordsOf(from, { left: false, first, after }, request);
    const ids = rows.flatMap(({ message }) => message ?? []);
    const messages = ids.length > 0 ? (await request.reader.messages({ ids, first: ids.length })).rows : [];
    const byId = new Map(messages.map((message) => [message.id, message]));
    return page(({ product: productId, variant: variantId, changes, message }) => {
      const row = message === null ? undefined : byId.get(message);
      return { productId, variantId, changes, delivery: row ? toDelivery(row) : null };
    });
  }

  @FieldResolver(() => BulkEditConflictConnection, {
    description: 'Of an edit that takes another one back: what somebody else has changed since, so that it stays.',
  })
  async conflicts(
    @Root() { from }: BulkEdit,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Ctx() { request }: MassEditContext,
  ): Promise<Connection<BulkEditConflict>> {
    const { page } = await recordsOf(from, { left: true, first, after }, request);
    return page(({ product: productId, variant: variantId, changes: [change] }) => {
      const { field = '', locale = null, before = null, after: ours = null, now = null } = change ?? {};
      return { productId, variantId, field, locale, before, ours, now };
    });
  }
}

interface RecordPage {
  rows: EditRecord[];
  page<Node>(toNode: (record: EditRecord) => Node): Connection<Node>;
}

async function recordsOf(
  from: BulkEditSource,
  { left, first, after }: { left: boolean; first: number; after: Maybe<string> },
  { reader, budget }: GraphRequest,
): Promise<RecordPage> {
  const size = checkFirst(first);
  const { id, total, conflicts } = 'edit' in from ? from.edit : { id: '', total: 0, conflicts: 0 };
  const count = left ? conflicts : total;
  const skip = typeof after === 'string' ? placeOf(after, count) : 0;
  const rows = count > 0 ? await reader.editRecords(id, { left, first: size, skip }) : [];
  budget.spend(rows.length);
  return {
    rows,
    page(toNode) {
      const edges = rows.map((row, at) => ({ cursor: String(skip + at + 1), node: toNode(row) }));
      return toConnection(edges, { hasNext: skip + rows.length < count, after }, () => Promise.resolve(count));
    },
  };
}

function accepted(edit: EditRow | Refusal): BulkEditCommandAnswer {
  return isRefusal(edit) ? edit : { __typename: 'BulkEditAccepted', edit: toHubEdit(edit) };
}
