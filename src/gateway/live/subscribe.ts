import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { refuse, type EventSource } from '../../roles/graph/index.ts';
import { rootFieldOf, type Subscribed } from './root-field.ts';
import type { GatewayRequest, LocalSubgraph } from '../supergraph.ts';

/** A subscription on its way in: it came over a transport that carries events. */
export interface Opening {
  /** A request of its own for every event: what it may read is counted anew, loaders begin empty. */
  request(): GatewayRequest;
  /** Ends the events. */
  signal: AbortSignal;
  /** Set when all checks are passed. */
  results: AsyncGenerator<ExecutionResult> | null;
}

const ENDED = 'The token was revoked, or has expired.';

/** Executes the whole operation once, for one event. */
export type ExecuteEvent = (asked: Subscribed, event: object, context: GatewayRequest) => Promise<ExecutionResult>;

/**
 * Opens subscriptions: events come from the subgraph that has the field, and each is executed through the federation
 * engine as an operation of its own. The engine can execute a whole stream, but then one event's errors and one
 * request's limits would be carried over to all that follow.
 */
export function createSubscribe(
  schema: GraphQLSchema,
  subgraphs: readonly LocalSubgraph[],
  execute: ExecuteEvent,
): (asked: Subscribed, opening: Opening) => Promise<void> {
  const sources = new Map(subgraphs.flatMap(({ events }) => Object.entries(events ?? {})));
  return async (asked, opening) => {
    const { name, args } = rootFieldOf(schema, asked);
    const source: EventSource<GatewayRequest> | undefined = sources.get(name);
    if (source === undefined) throw new Error(`No subgraph has events for ${name}`);
    const events = await source(args, opening);
    opening.results = resultsOf(events, opening, (event) => execute(asked, event, opening.request()));
  };
}

async function* resultsOf(
  events: AsyncIterable<object>,
  opening: Opening,
  execute: (event: object) => Promise<ExecutionResult>,
): AsyncGenerator<ExecutionResult> {
  for await (const event of events) {
    if (opening.request().viewer.isEnded?.()) throw refuse('UNAUTHENTICATED', ENDED);
    yield await execute(event);
  }
}
