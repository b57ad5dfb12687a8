import { GraphQLError, Kind, type SelectionSetNode, type ValidationRule } from 'graphql';

/** Bytes of a request body. */
export const LARGEST_BODY = 1_048_576;
/** The same where the text of a mass edit comes with it: 8 MB, and what JSON adds to them. */
export const LARGEST_UPLOAD = 16 * 1_048_576;
const UPLOAD = /\b(preview|apply)BulkEdit\b/;
/** Fields inside fields; the introspection query of GraphiQL needs 15. */
export const DEEPEST = 20;
/** Words and signs of a document. */
export const MOST_TOKENS = 10_000;
/** Selections after fragments are spread. */
export const MOST_SELECTIONS = 10_000;

/** Whether a body has more than its operation needs. Its length is not known where it came in chunks. */
export function isTooLarge(body: unknown, length: number | null): boolean {
  const bytes = length ?? Buffer.byteLength(JSON.stringify(body ?? null));
  if (bytes <= LARGEST_BODY) return false;
  const query = typeof body === 'object' && body !== null && 'query' in body ? body.query : undefined;
  return typeof query !== 'string' || !UPLOAD.test(query) || Buffer.byteLength(query) > LARGEST_BODY;
}

/** Refuses operations that nest too deep; each level is a further round of reads. */
export const depthLimit: ValidationRule = (context) => {
  const depths = new Map<string, number>();

  function depthOf(set: SelectionSetNode | undefined): number {
    let deepest = 0;
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) deepest = Math.max(deepest, 1 + depthOf(selection.selectionSet));
      else if (selection.kind === Kind.INLINE_FRAGMENT) deepest = Math.max(deepest, depthOf(selection.selectionSet));
      else deepest = Math.max(deepest, depthOfFragment(selection.name.value));
    }
    return deepest;
  }

  function depthOfFragment(name: string): number {
    const known = depths.get(name);
    if (known !== undefined) return known;
    // A fragment inside itself is another rule's to refuse.
    depths.set(name, 0);
    const depth = depthOf(context.getFragment(name)?.selectionSet);
    depths.set(name, depth);
    return depth;
  }

  return {
    OperationDefinition(node) {
      if (depthOf(node.selectionSet) <= DEEPEST) return;
      context.reportError(new GraphQLError(`Fields may be nested ${DEEPEST} deep at most.`, { nodes: node }));
    },
  };
};
