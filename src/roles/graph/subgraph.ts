import { buildSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import {
  isObjectType,
  Kind,
  lexicographicSortSchema,
  parse,
  visit,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { buildSchema, type ClassType, type NonEmptyArray } from 'type-graphql';
import { countOf } from './connection.ts';
import { directResolvers, type DirectResolvers } from './direct-resolvers.ts';
import { guardReference, guardSchema, type ArgumentNeeds } from './guard.ts';
import type { EventSource } from './live.ts';
import { isMarked, markOf } from './marks.ts';
import { amountOf } from './money.ts';
import type { GraphRequest } from './request.ts';
import { DateTimeScalar, DecimalScalar } from './scalars.ts';
import { ARGUMENT_SCOPES, requiresScopes, type ArgumentNeed, type Scope } from './scopes.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable", "@authenticated", "@requiresScopes"])`;

/** type-graphql leaves the root types without a description; the same words in every subgraph, so that they compose. */
const ROOTS: Record<string, string> = {
  Query: "What can be asked. Every answer comes from the hub's own copy: no brick is waited for.",
  Mutation: 'What can be changed.',
  Subscription:
    'What can be followed while it moves: over WebSocket (graphql-ws) at /graphql, or server-sent events at /graphql/stream.',
};

/** type-graphql wants one to declare subscriptions at all; here events come from `events`. */
const NO_PUBSUB = {
  publish: (): void => undefined,
  subscribe: (): never => {
    throw new Error('Events come from the event sources of the subgraph');
  },
};

/** A role's part of the graph, ready to be composed and executed in this process. */
export interface Subgraph<Request extends GraphRequest = GraphRequest> {
  /** As in `schema/<name>.graphql`. */
  name: string;
  /** Executable, with `_entities`. */
  schema: GraphQLSchema;
  /** Sorted; what is published and composed. */
  sdl: string;
  /** A fresh context for each request to this subgraph: loaders never outlive it. */
  contextFor: (request: Request) => object;
  /** Subscription field to where its events come from. An event is the field's value before its own fields are resolved. */
  events?: Readonly<Record<string, EventSource<Request>>> | undefined;
  /** What no federation directive can say. */
  args?: ArgumentNeeds;
}

/** From `{__typename, ...key}` to the entity; null when nobody knows it. */
export type ReferenceResolver<Context> = (reference: Record<string, unknown>, context: Context) => unknown;

export interface SubgraphParts<Request extends GraphRequest, Context extends object> {
  name: string;
  resolvers: NonEmptyArray<ClassType<object>>;
  /** Type name to how a reference to it from another subgraph is resolved. */
  references: Record<string, ReferenceResolver<Context>>;
  contextFor: (request: Request) => Context;
  events?: Readonly<Record<string, EventSource<Request>>>;
  /** What its queries need where nothing else is said. Default: `admin`, as of everything else. */
  scope?: Scope;
}

/** Builds a Federation 2 subgraph from type-graphql resolvers. */
export async function buildSubgraph<Request extends GraphRequest, Context extends object>(
  parts: SubgraphParts<Request, Context>,
): Promise<Subgraph<Request>> {
  const declared = await buildSchema({ resolvers: parts.resolvers, validate: false, pubSub: NO_PUBSUB });
  const typeDefs = describeRoots(parse(`${LINK}\n${printSchemaWithDirectives(declared)}`), parts.scope ?? 'admin');
  const fields = fieldResolvers<Context>(declared, parts.resolvers);
  for (const [type, resolve] of Object.entries(parts.references)) {
    fields[type] = { ...fields[type], __resolveReference: referenceResolver(type, resolve, () => schema) };
  }
  const schema: GraphQLSchema = buildSubgraphSchema({
    typeDefs,
    resolvers: { ...fields, Decimal: DecimalScalar, DateTime: DateTimeScalar },
  });
  const sdl = `${printSubgraphSchema(lexicographicSortSchema(schema)).trim()}\n`;
  const { name, contextFor, events } = parts;
  const args = argumentNeeds(declared);
  guardSchema(schema, args);
  return { name, schema, sdl, contextFor, events, args };
}

/**
 * One schema without federation of the resolvers of several roles. Only a yardstick for the federated graph; its context
 * is what all roles' contexts are together.
 */
export async function buildPlainSchema(resolvers: NonEmptyArray<ClassType<object>>): Promise<GraphQLSchema> {
  const schema = await buildSchema({ resolvers, validate: false, pubSub: NO_PUBSUB });
  for (const [type, fields] of Object.entries(fieldResolvers<object>(schema, resolvers))) {
    const declared = schema.getType(type);
    if (!isObjectType(declared)) continue;
    for (const [name, resolve] of Object.entries(fields)) Object.assign(declared.getFields()[name] ?? {}, { resolve });
  }
  return schema;
}

function fieldResolvers<Context>(
  schema: GraphQLSchema,
  resolvers: readonly ClassType<object>[],
): DirectResolvers<Context> {
  const fields = directResolvers<Context>(resolvers);
  for (const type of Object.keys(schema.getTypeMap())) {
    if (type.endsWith('Connection')) fields[type] = { totalCount: countOf };
    if (type === 'Money') fields[type] = { amount: amountOf };
  }
  return fields;
}

// @apollo/subgraph calls it with (reference, context), but types it as a field's resolver (source, args, …).
function referenceResolver<Context>(name: string, resolve: ReferenceResolver<Context>, schema: () => GraphQLSchema) {
  const typeOf = (): GraphQLObjectType | null => {
    const type = schema().getType(name);
    return isObjectType(type) ? type : null;
  };
  const resolved = (reference: unknown, context: Context): unknown =>
    resolve(reference as Record<string, unknown>, context);
  const guarded = guardReference(typeOf, name, resolved);
  return (reference: unknown, context: unknown): unknown => guarded(reference, context as Context);
}

function argumentNeeds(schema: GraphQLSchema): ArgumentNeeds {
  const needs = new Map<string, readonly ArgumentNeed[]>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const { name, extensions } of Object.values(type.getFields())) {
      const marked = extensions[ARGUMENT_SCOPES] as readonly ArgumentNeed[] | undefined;
      if (marked) needs.set(`${type.name}.${name}`, marked);
    }
  }
  return needs;
}

/** What the roots are for, and what their fields need where nothing else is said: nothing is open by oversight. */
function describeRoots(document: DocumentNode, scope: Scope): DocumentNode {
  return visit(document, {
    ObjectTypeDefinition: (node) => {
      const value = ROOTS[node.name.value];
      if (value === undefined) return undefined;
      const mark = markNode(node.name.value === 'Query' ? scope : 'admin');
      const fields = node.fields?.map((field) =>
        isMarked(markOf(field)) ? field : { ...field, directives: [...(field.directives ?? []), mark] },
      );
      return { ...node, ...(fields && { fields }), description: { kind: Kind.STRING, value } };
    },
  });
}

function markNode(scope: Scope): ConstDirectiveNode {
  const [type] = parse(`type Marked ${requiresScopes([[scope]])} { id: ID }`).definitions;
  const mark = type?.kind === Kind.OBJECT_TYPE_DEFINITION ? type.directives?.[0] : undefined;
  if (!mark) throw new Error('a mark is one directive');
  return mark;
}
