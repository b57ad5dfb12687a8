// Own code, because it is one walk over the operation and the libraries for it are unkept or want directives everywhere.
import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  valueFromASTUntyped,
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import { DEFAULT_PAGE, LARGEST_PAGE } from '../roles/graph/index.ts';

/** What an operation may cost. A page of a catalogue with variants, prices and categories costs 4,000 at 20 products. */
export const MOST_COST = 100_000;
/** From here on an operation is worth a line in the log before it begins. */
export const EXPENSIVE = 20_000;

/** Rows that a list without `first` is assumed to have. */
const ASSUMED_LIST = 10;
// In tenths, so that sums are exact.
const OBJECT = 10;
const VALUE = 1;
/** Values that are far longer than others, by field name. */
const LONG_TEXTS: ReadonlySet<string> = new Set(['description', 'sample']);
const LONG_TEXT = 100;

interface Question {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
}

const known = new WeakMap<OperationDefinitionNode, number>();

/**
 * What an operation costs before anything is read: every object 1, every value a tenth, times the rows of each list on
 * the way. Counted as written: two aliases of one field cost twice. Variables are taken as they came: those of a wrong
 * type are execution's to refuse, and make nothing cheaper here.
 */
export function costOf(question: Question): number {
  const { schema, operation } = question;
  const definitions = operation.variableDefinitions ?? [];
  const remembered = definitions.length === 0 ? known.get(operation) : undefined;
  if (remembered !== undefined) return remembered;
  const root = schema.getRootType(operation.operation);
  if (!root) return 0;
  const variables = { ...defaultsOf(definitions), ...question.variables };
  const cost = Math.ceil(new CostWalk({ ...question, variables }).ofSet(operation.selectionSet, root, null) / 10);
  if (definitions.length === 0) known.set(operation, cost);
  return cost;
}

class CostWalk {
  readonly #question: Question;
  readonly #fragments = new Map<string, { on: string; set: SelectionSetNode }>();

  constructor(question: Question) {
    this.#question = question;
    for (const node of question.document.definitions) {
      if (node.kind !== Kind.FRAGMENT_DEFINITION) continue;
      this.#fragments.set(node.name.value, { on: node.typeCondition.name.value, set: node.selectionSet });
    }
  }

  /** `page` is the size of the page around, which its `nodes` and `edges` have. */
  ofSet(set: SelectionSetNode, type: GraphQLNamedType, page: number | null): number {
    return set.selections.reduce((sum, selection) => sum + this.#ofSelection(selection, type, page), 0);
  }

  #ofSelection(node: SelectionNode, type: GraphQLNamedType, page: number | null): number {
    if (this.#isLeftOut(node)) return 0;
    if (node.kind === Kind.FIELD) return this.#ofField(node, type, page);
    const spread = node.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(node.name.value) : undefined;
    const on = node.kind === Kind.INLINE_FRAGMENT ? node.typeCondition?.name.value : spread?.on;
    const set = node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : spread?.set;
    const narrowed = on === undefined ? type : (this.#question.schema.getType(on) ?? type);
    return set === undefined ? 0 : this.ofSet(set, narrowed, page);
  }

  #ofField(node: FieldNode, parent: GraphQLNamedType, page: number | null): number {
    const field = fieldOf(parent, node.name.value);
    if (field === undefined) return 0;
    const type = getNamedType(field.type);
    const rows = isListType(getNullableType(field.type)) ? (page ?? ASSUMED_LIST) : 1;
    if (!isCompositeType(type) || !node.selectionSet) {
      return rows * (LONG_TEXTS.has(field.name) ? LONG_TEXT : VALUE);
    }
    return rows * (OBJECT + this.ofSet(node.selectionSet, type, this.#pageOf(field, node)));
  }

  #pageOf(field: GraphQLField<unknown, unknown>, node: FieldNode): number | null {
    if (!field.args.some(({ name }) => name === 'first')) return null;
    const first = this.#value(node.arguments, 'first');
    // What is outside of the limits is refused where the page is read.
    return typeof first === 'number' ? Math.min(Math.max(first, 0), LARGEST_PAGE) : DEFAULT_PAGE;
  }

  #isLeftOut(node: SelectionNode): boolean {
    return (node.directives ?? []).some((directive) => {
      const condition = this.#value(directive.arguments, 'if');
      return directive.name.value === 'skip' ? condition === true : condition === false;
    });
  }

  #value(given: readonly ArgumentNode[] | undefined, name: string): unknown {
    const argument = given?.find((candidate) => candidate.name.value === name);
    return argument && valueFromASTUntyped(argument.value, this.#question.variables);
  }
}

function defaultsOf(definitions: readonly VariableDefinitionNode[]): Record<string, unknown> {
  const given = definitions.map(({ variable, defaultValue }): [string, unknown] => [
    variable.name.value,
    defaultValue && valueFromASTUntyped(defaultValue),
  ]);
  return Object.fromEntries<unknown>(given);
}

function fieldOf(parent: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(parent) ? parent.getFields()[name] : undefined;
}
