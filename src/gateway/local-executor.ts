import { execute, GraphQLError, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';

/** What a subgraph is asked: a document of the query planner. */
export interface LocalRequest {
  document: DocumentNode;
  variables: Record<string, unknown> | undefined;
  context: object;
  operationName?: string | undefined;
}

export type LocalExecutor = (request: LocalRequest) => ExecutionResult | Promise<ExecutionResult>;

type Run = CompiledQuery['query'];
const INTERPRETED = 'interpreted';

/**
 * Executes documents against one schema. A document is compiled when it is asked for the second time: compiling costs
 * more than it saves a query that is asked once. Compiled queries hang on their document node, which the query plan
 * holds, which hangs on Apollo's bounded document store: what falls out there is forgotten here.
 */
export function createLocalExecutor(schema: GraphQLSchema): LocalExecutor {
  const known = new WeakMap<DocumentNode, Map<string, Run | typeof INTERPRETED | null>>();

  return (request) => {
    const { document, variables, context } = request;
    const operationName = request.operationName ?? '';
    const runs = known.get(document) ?? remember(known, document);
    let run = runs.get(operationName);
    if (run === null) {
      run = compile(schema, document, request.operationName);
      runs.set(operationName, run);
    }
    if (run === undefined) runs.set(operationName, null);
    if (typeof run === 'function') return compiledAnswer(run(undefined, context, variables ?? {}));
    return execute({
      schema,
      document,
      contextValue: context,
      variableValues: variables ?? null,
      operationName: request.operationName ?? null,
    });
  };
}

function remember<Value>(known: WeakMap<DocumentNode, Map<string, Value>>, document: DocumentNode): Map<string, Value> {
  const runs = new Map<string, Value>();
  known.set(document, runs);
  return runs;
}

// What the compiler refuses, graphql-js executes: slower, and with the same answer.
function compile(schema: GraphQLSchema, document: DocumentNode, name: string | undefined): Run | typeof INTERPRETED {
  try {
    const compiled = compileQuery(schema, document, name);
    return isCompiledQuery(compiled) ? compiled.query : INTERPRETED;
  } catch {
    return INTERPRETED;
  }
}

type PartialError = Pick<GraphQLError, 'message' | 'path' | 'originalError'> &
  Partial<Pick<GraphQLError, 'extensions'>>;

function compiledAnswer(answer: ReturnType<Run>): ReturnType<LocalExecutor> {
  return answer instanceof Promise ? answer.then(withWholeErrors) : withWholeErrors(answer);
}

// graphql-jit's errors look like GraphQL's but may lack `extensions`, which Apollo Server counts on.
function withWholeErrors(result: ExecutionResult): ExecutionResult {
  if (result.errors === undefined) return result;
  const errors = result.errors.map(({ message, path, originalError, extensions = {} }: PartialError) => {
    return new GraphQLError(message, { path, originalError, extensions });
  });
  return { ...result, errors };
}
