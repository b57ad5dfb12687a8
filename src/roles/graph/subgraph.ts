import { buildSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import {
  isObjectType,
  Kind,
  lexicographicSortSchema,
  parse,
  visit,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { buildSchema, type ClassType, type NonEmptyArray } from 'type-graphql';
import { countOf } from './connection.ts';
import { directResolvers, type DirectResolvers } from './direct-resolvers.ts';
import type { EventSource } from './live.ts';
import { amountOf } from './money.ts';
import type { GraphRequest } from './request.ts';
import { DateTimeScalar, DecimalScalar } from './scalars.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable"])`;

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
}

/** Builds a Federation 2 subgraph from type-graphql resolvers. */
export async function buildSubgraph<Request extends GraphRequest, Context extends object>(
  parts: SubgraphParts<Request, Context>,
): Promise<Subgraph<Request>> {
  const declared = await buildSchema({ resolvers: parts.resolvers, validate: false, pubSub: NO_PUBSUB });
  const typeDefs = describeRoots(parse(`${LINK}\n${printSchemaWithDirectives(declared)}`));
  const fields = fieldResolvers<Context>(declared, parts.resolvers);
  for (const [type, resolve] of Object.entries(parts.references)) {
    fields[type] = { ...fields[type], __resolveReference: referenceResolver(resolve) };
  }
  const schema = buildSubgraphSchema({
    typeDefs,
    resolvers: { ...fields, Decimal: DecimalScalar, DateTime: DateTimeScalar },
  });
  const sdl = `${printSubgraphSchema(lexicographicSortSchema(schema)).trim()}\n`;
  const { name, contextFor, events } = parts;
  return { name, schema, sdl, contextFor, events };
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
function referenceResolver<Context>(resolve: ReferenceResolver<Context>) {
  return (reference: unknown, context: unknown): unknown =>
    resolve(reference as Record<string, unknown>, context as Context);
}

function describeRoots(document: DocumentNode): DocumentNode {
  return visit(document, {
    ObjectTypeDefinition: (node) => {
      const value = ROOTS[node.name.value];
      return value === undefined ? undefined : { ...node, description: { kind: Kind.STRING, value } };
    },
  });
}
