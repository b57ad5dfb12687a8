import type { JsonValue } from '#sdk';
import type { EditRow } from '../../mirror/index.ts';
import { brickOf, cannot, isRefusal, refusal, type Refusal } from '../graph/index.ts';
import type { BulkEditInput } from './bulk-edit.input.ts';
import { commitEdit, knownEdit, unsettled, type EditCommand } from './commit-edit.ts';
import type { MassEditContext } from './context.ts';
import type { Present } from './edit-messages.ts';
import { outcomesOfInput } from './outcomes.ts';
import type { Outcome } from './preview.ts';
import { problems } from './preview.resolver.ts';
import { recordsOf } from './records.ts';
import { commandFor } from './values.ts';

type Maybe<Value> = Value | null | undefined;

export interface Application {
  input: BulkEditInput;
  name: string;
  idempotencyKey: Maybe<string>;
  expectedCount: Maybe<number>;
}

const LONGEST_NAME = 200;

/** Computes an edit as its preview does, and commits it. */
export async function applyEdit(
  { input, name, idempotencyKey, expectedCount }: Application,
  context: MassEditContext,
): Promise<EditRow | Refusal> {
  const { request } = context;
  const called = name.trim();
  if (called === '' || called.length > LONGEST_NAME)
    return refusal('INVALID_INPUT', `A name has 1 to ${LONGEST_NAME} characters.`, 'Give one.', 'name');
  const said = plain(input);
  const command: EditCommand = { name: 'applyBulkEdit', idempotencyKey, input: { input: said, name: called } };
  const known = await knownEdit(command, request);
  if (known) return known;
  const brick = brickOf(request, 'shop', null);
  const early = await unsettled(brick, request);
  if (early) return early;
  const outcomes = await outcomesOfInput(input, context);
  if (isRefusal(outcomes)) return outcomes;
  const problemOf = problems(brick, request);
  const records = recordsOf(outcomes, (field) => problemOf(field) === null);
  if (expectedCount !== null && expectedCount !== undefined && expectedCount !== records.length)
    return refusal(
      'COUNT_CHANGED',
      `The edit would change ${records.length} products and prices now, not ${expectedCount}: the shop has moved since.`,
      'Look at the preview again, and apply it with the count that it tells.',
      'expectedCount',
    );
  if (records.length === 0) return nothing(outcomes, brick, context);
  return commitEdit(
    command,
    {
      ...{ brick, name: called, input: said, source: input.edit ?? null, reverts: null },
      ...{ records, left: [], present: presentIn(outcomes), isConfirmed: typeof expectedCount === 'number' },
    },
    request,
  );
}

function nothing(outcomes: readonly Outcome[], brick: string, { request }: MassEditContext): Refusal {
  for (const { field } of outcomes.flatMap(({ changes }) => changes)) {
    const command = commandFor(field);
    const unable = command && cannot(request, brick, command);
    if (unable) return unable;
  }
  return refusal(
    'NOTHING_TO_CHANGE',
    'There is nothing that the edit would change now.',
    'The preview tells line by line what is so already and what cannot be done.',
    'input',
  );
}

/** The facets that the outcomes were computed from. */
function presentIn(outcomes: readonly Outcome[]): Present {
  const products = new Map<string, NonNullable<NonNullable<Outcome['target']>['product']>>();
  const variants = new Map<string, NonNullable<NonNullable<Outcome['target']>['variant']>>();
  for (const { target } of outcomes) {
    if (target?.product) products.set(target.product.id, target.product);
    if (target?.variant) variants.set(target.variant.id, target.variant);
  }
  return { products, variants };
}

/** Without what was left out: the same wish has the same content, however it was written. */
function plain(input: BulkEditInput): JsonValue {
  return JSON.parse(JSON.stringify(input, (_key, value: unknown) => value ?? undefined)) as JsonValue;
}
