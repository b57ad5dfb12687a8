import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { ArgumentNeed, Need } from '../roles/graph/index.ts';
import type { Marks } from './marks.ts';

/** What an operation asks for, as far as tokens matter. */
export interface Needs {
  /** `Type.field` or `Type`, each once. */
  scopes: ReadonlyMap<string, readonly Need[]>;
  /** Arguments that ask about people, as written. */
  args: readonly { coordinate: string; node: FieldNode; need: ArgumentNeed }[];
  /** Every field, for whoever may only use a few. */
  fields: ReadonlySet<string>;
}

const known = new WeakMap<OperationDefinitionNode, Needs>();

/** Walks an operation as it is written: what `@skip` leaves out counts, so that no variable opens anything. */
export function needsOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  marks: Marks,
): Needs {
  const remembered = known.get(operation);
  if (remembered) return remembered;
  const walk = new NeedWalk(schema, document, marks);
  const root = schema.getRootType(operation.operation);
  if (root) walk.set(operation.selectionSet, root);
  known.set(operation, walk);
  return walk;
}

/** Values of the arguments of one field, with the variables of this request. */
export function argumentsOf(
  node: FieldNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Record<string, unknown> {
  const defaults = (operation.variableDefinitions ?? []).map(({ variable, defaultValue }): [string, unknown] => [
    variable.name.value,
    defaultValue && valueFromASTUntyped(defaultValue),
  ]);
  const all = { ...Object.fromEntries(defaults), ...variables };
  return Object.fromEntries(
    (node.arguments ?? []).map(({ name, value }): [string, unknown] => [name.value, valueFromASTUntyped(value, all)]),
  );
}

class NeedWalk implements Needs {
  readonly scopes = new Map<string, readonly Need[]>();
  readonly args: { coordinate: string; node: FieldNode; need: ArgumentNeed }[] = [];
  readonly fields = new Set<string>();
  readonly #schema: GraphQLSchema;
  readonly #marks: Marks;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Fragments already walked. Their type condition says all, wherever they are spread. */
  readonly #walked = new Set<string>();

  constructor(schema: GraphQLSchema, document: DocumentNode, marks: Marks) {
    this.#schema = schema;
    this.#marks = marks;
    this.#fragments = new Map(
      document.definitions.flatMap((node) =>
        node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
      ),
    );
  }

  set({ selections }: SelectionSetNode, type: GraphQLNamedType): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) this.#field(selection, type);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const name = selection.typeCondition?.name.value;
        this.#on(selection.selectionSet, name === undefined ? type : this.#schema.getType(name));
      } else if (!this.#walked.has(selection.name.value)) {
        this.#walked.add(selection.name.value);
        const fragment = this.#fragments.get(selection.name.value);
        if (fragment) this.#on(fragment.selectionSet, this.#schema.getType(fragment.typeCondition.name.value));
      }
    }
  }

  #on(set: SelectionSetNode, type: GraphQLNamedType | undefined): void {
    if (type === undefined) return;
    this.#needType(type);
    this.set(set, type);
  }

  #field(node: FieldNode, parent: GraphQLNamedType): void {
    const name = node.name.value;
    if (name.startsWith('__')) {
      this.fields.add(name);
      return;
    }
    // What an interface shows, each of its types shows.
    for (const owner of this.#owners(parent)) {
      const coordinate = `${owner.name}.${name}`;
      this.fields.add(coordinate);
      this.#need(coordinate, this.#marks.needs.get(coordinate));
      for (const need of this.#marks.args.get(coordinate) ?? []) this.args.push({ coordinate, node, need });
    }
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    const answer = field && getNamedType(field.type);
    if (!answer || !isCompositeType(answer)) return;
    this.#needType(answer);
    if (node.selectionSet) this.set(node.selectionSet, answer);
  }

  #owners(type: GraphQLNamedType): readonly GraphQLNamedType[] {
    return isInterfaceType(type) ? [type, ...this.#schema.getPossibleTypes(type)] : [type];
  }

  #needType(type: GraphQLNamedType): void {
    this.#need(type.name, this.#marks.needs.get(type.name));
    // Of a union only what is asked for by name is shown; all types of an interface are.
    if (isAbstractType(type) && isInterfaceType(type))
      for (const one of this.#schema.getPossibleTypes(type)) this.#need(one.name, this.#marks.needs.get(one.name));
  }

  #need(coordinate: string, need: Need | undefined): void {
    if (need) this.scopes.set(coordinate, [need]);
  }
}
