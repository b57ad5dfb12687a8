import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** Names of the fields that an operation asks at its root, as written: what `@skip` leaves out counts. */
export function rootFieldsOf(document: DocumentNode, operation: OperationDefinitionNode): Set<string> {
  const names = new Set<string>();
  const walked = new Set<string>();
  const fragments = new Map(document.definitions.flatMap((node) => namedFragment(node)));
  const walk = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) names.add(selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet);
      else if (!walked.has(selection.name.value)) {
        walked.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment) walk(fragment.selectionSet);
      }
    }
  };
  walk(operation.selectionSet);
  return names;
}

function namedFragment(node: DocumentNode['definitions'][number]): [string, FragmentDefinitionNode][] {
  return node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [];
}
