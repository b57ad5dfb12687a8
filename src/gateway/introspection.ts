import { Kind, type DocumentNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

/** What the root of an operation asks: data, the schema itself, or both at once. */
export type Asked = 'data' | 'introspection' | 'mixed';

const known = new WeakMap<OperationDefinitionNode, Asked>();

/** Sees through fragments, which the federation engine does not. */
export function askedBy(document: DocumentNode, operation: OperationDefinitionNode): Asked {
  let asked = known.get(operation);
  if (asked === undefined) {
    const names = new Set<string>();
    collectFields(document, operation.selectionSet, names);
    const introspects = names.has('__schema') || names.has('__type');
    const data = [...names].some((name) => !name.startsWith('__'));
    asked = data ? (introspects ? 'mixed' : 'data') : 'introspection';
    known.set(operation, asked);
  }
  return asked;
}

function collectFields(document: DocumentNode, set: SelectionSetNode, names: Set<string>): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) names.add(selection.name.value);
    else if (selection.kind === Kind.INLINE_FRAGMENT) collectFields(document, selection.selectionSet, names);
    else {
      for (const definition of document.definitions) {
        const isIt = definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value;
        if (isIt) collectFields(document, definition.selectionSet, names);
      }
    }
  }
}
