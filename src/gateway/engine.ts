import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import {
  buildSchema,
  execute,
  GraphQLError,
  isScalarType,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionResult,
} from 'graphql';
import { DateTimeScalar, DecimalScalar, refuse } from '../roles/graph/index.ts';
import { untilDeadline } from './deadline.ts';
import { askedBy } from './introspection.ts';
import { asGraphQLError } from './live/operations.ts';
import { createSubscribe, type ExecuteEvent } from './live/subscribe.ts';
import { withoutMarks } from './marks.ts';
import { createLocalExecutor, type LocalExecutor } from './local-executor.ts';
import type { OperationAudit } from './operation-audit.ts';
import type { GatewayRequest, LocalSubgraph, Supergraph } from './supergraph.ts';

type GatewayInterface = ApolloServerOptionsWithGateway<GatewayRequest>['gateway'];
type EngineOptions = Parameters<typeof unifiedGraphHandler>[0];
/** As the engine calls, with types: the context is what the gateway gave to Apollo Server for this very request. */
interface SubgraphRequest {
  document: DocumentNode;
  variables?: Record<string, unknown>;
  context?: GatewayRequest;
  operationType?: string;
  /** Of a subscription: the event that is executed. */
  rootValue?: unknown;
}
type SubgraphCall = (name: string, request: SubgraphRequest) => ReturnType<EngineOptions['onSubgraphExecute']>;

type Asked = Parameters<ExecuteEvent>[0];

const MIXED = 'Ask for the schema (__schema, __type) in an operation of its own, without data.';

/** The planner and executor over local subgraphs; `unifiedGraph` is what clients see. */
export async function buildGraph({ subgraphs, sdl }: Supergraph): ReturnType<typeof unifiedGraphHandler> {
  const open = withoutMarks(sdl);
  const graph = await unifiedGraphHandler({
    unifiedGraph: buildSchema(open, { assumeValid: true, assumeValidSDL: true }),
    getUnifiedGraphSDL: () => open,
    onSubgraphExecute: inProcess(subgraphs),
  });
  // A supergraph knows scalars by name only: a malformed time must be refused before it reaches a subgraph.
  for (const { name, parseValue, parseLiteral } of [DecimalScalar, DateTimeScalar]) {
    const scalar = graph.unifiedGraph.getType(name);
    if (isScalarType(scalar)) Object.assign(scalar, { parseValue, parseLiteral });
  }
  return graph;
}

/** The federation engine as Apollo Server's `gateway`: it plans, the subgraphs execute in this process. */
export async function createEngine(
  supergraph: Supergraph,
  audit: OperationAudit | null = null,
): Promise<GatewayInterface> {
  const graph = await buildGraph(supergraph);
  const { executor } = graph;
  if (executor === undefined) throw new Error('The federation engine gave no executor');
  const run = async (asked: Asked, context: GatewayRequest, event?: object): Promise<ExecutionResult> => {
    const { document, variables, operation } = asked;
    const name = operation.name === undefined ? {} : { operationName: operation.name.value };
    const about = { operationType: operation.operation, context, ...(event && { rootValue: event }) };
    try {
      const result = await executor({ document, variables, ...name, ...about });
      const { refusal } = context.budget;
      // Half an answer with a refusal in every field would help nobody.
      return refusal === null ? single(result) : { errors: [refusal] };
    } catch (error) {
      return { errors: variableErrors(error) };
    }
  };
  const schema = graph.unifiedGraph;
  const audited = (asked: Asked, context: GatewayRequest, event?: object): Promise<ExecutionResult> => {
    const execute = (): Promise<ExecutionResult> => run(asked, context, event);
    const isMutation = asked.operation.operation === OperationTypeNode.MUTATION;
    const bounded = isMutation ? execute : (): Promise<ExecutionResult> => untilDeadline(context, execute);
    return audit ? audit.around({ schema, ...asked }, context, bounded) : bounded();
  };
  const executeEvent: ExecuteEvent = (asked, event, context) => audited(asked, context, event);
  const subscribe = createSubscribe(graph.unifiedGraph, supergraph.subgraphs, executeEvent);
  return {
    load: async () => ({
      executor: async ({ document, request, operationName, operation, context }) => {
        const variables = request.variables ?? {};
        const { opening } = context as GatewayRequest;
        if (operation.operation === OperationTypeNode.SUBSCRIPTION && opening !== undefined) {
          const wanted = { document, operation, variables };
          const open = async (): Promise<void> => {
            await audit?.opening({ schema, ...wanted }, context as GatewayRequest);
            await subscribe(wanted, opening);
          };
          return open().then(
            () => ({ data: null }),
            (error: unknown) => ({ errors: [asGraphQLError(error)] }),
          );
        }
        const asked = askedBy(document, operation);
        if (asked === 'mixed') return { errors: [refuse('INVALID_ARGUMENT', MIXED)] };
        if (asked === 'introspection') {
          return execute({ schema: graph.unifiedGraph, document, variableValues: variables, operationName });
        }
        return audited({ document, operation, variables }, context as GatewayRequest);
      },
    }),
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: graph.unifiedGraph, coreSupergraphSdl: supergraph.sdl });
      return () => undefined;
    },
    stop: async () => undefined,
  };
}

/** Subgraph requests by the engine's spelling of the subgraph's name, which is the composed enum value. */
function inProcess(subgraphs: readonly LocalSubgraph[]): SubgraphCall {
  const byName = new Map<string, Pick<LocalSubgraph, 'schema' | 'contextFor'> & { execute: LocalExecutor }>();
  for (const { name, schema, contextFor } of subgraphs) {
    const local = { schema, contextFor, execute: createLocalExecutor(schema) };
    byName.set(name, local).set(name.toUpperCase().replaceAll('-', '_'), local);
  }
  return (name, { document, variables, context, operationType, rootValue }) => {
    const local = byName.get(name);
    if (local === undefined || context === undefined) throw new Error(`No subgraph ${name}, or no context`);
    if (operationType === OperationTypeNode.SUBSCRIPTION) {
      const contextValue = local.contextFor(context);
      return execute({ schema: local.schema, document, variableValues: variables ?? null, contextValue, rootValue });
    }
    return local.execute({ document, variables, context: local.contextFor(context) });
  };
}

function single(result: unknown): ExecutionResult {
  if (typeof result === 'object' && result !== null && !(Symbol.asyncIterator in result)) return result;
  throw new Error('The federation engine answered a stream to a query');
}

// The engine throws what is wrong with variables; graphql-js answers it, and so do we. All else stays thrown.
function variableErrors(error: unknown): GraphQLError[] {
  if (error instanceof GraphQLError) return [error];
  if (error instanceof AggregateError && error.errors.every((one) => one instanceof GraphQLError)) return error.errors;
  throw error;
}
