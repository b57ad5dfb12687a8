import {
  getVariableValues,
  GraphQLError,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { getArgumentValues } from 'graphql/execution/values.js';
import { refuse } from '../../roles/graph/index.ts';

export interface Subscribed {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
}

const PLAIN = 'The field of a subscription carries no @skip or @include: do not subscribe instead.';

/** What a valid subscription subscribes to, with its arguments as the schema says they are. */
export function rootFieldOf(
  schema: GraphQLSchema,
  { document, operation, variables }: Subscribed,
): { name: string; args: Record<string, unknown> } {
  const node = firstField(document, operation.selectionSet);
  const field = node && schema.getSubscriptionType()?.getFields()[node.name.value];
  if (!node || !field) throw new GraphQLError('The operation subscribes to nothing.');
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (errors?.[0]) throw errors[0];
  return { name: field.name, args: getArgumentValues(field, node, coerced) };
}

/** Validation sees to it that there is only one. */
function firstField(document: DocumentNode, set: SelectionSetNode): FieldNode | undefined {
  for (const selection of set.selections) {
    if ((selection.directives?.length ?? 0) > 0) throw refuse('INVALID_ARGUMENT', PLAIN);
    if (selection.kind === Kind.FIELD) return selection;
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragmentOf(document, selection.name.value);
    const found = inner && firstField(document, inner.selectionSet);
    if (found) return found;
  }
  return undefined;
}

function fragmentOf(document: DocumentNode, name: string) {
  return document.definitions.find((node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name) as
    { selectionSet: SelectionSetNode } | undefined;
}
