import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { refuseForbidden } from './access-plugin.ts';
import { refuseBrokenText } from './broken-text.ts';
import { refuseCostly } from './cost-plugin.ts';
import { createEngine } from './engine.ts';
import { depthLimit, MOST_SELECTIONS, MOST_TOKENS } from './limits.ts';
import { marksOf } from './marks.ts';
import { maskError } from './mask.ts';
import type { GatewayOptions } from './options.ts';
import { finishAnswers, logAnswers, refuseUnanswerable } from './plugins.ts';
import type { GatewayRequest, Supergraph } from './supergraph.ts';

/** Apollo Server over the federation engine, started. No telemetry, no landing page: the console is our own. */
export async function createApollo(
  supergraph: Supergraph,
  options: Pick<GatewayOptions, 'log' | 'metrics' | 'staleness'>,
): Promise<ApolloServer<GatewayRequest>> {
  const server = new ApolloServer<GatewayRequest>({
    gateway: await createEngine(supergraph),
    formatError: maskError,
    logger: options.log,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    maxRecursiveSelections: MOST_SELECTIONS,
    parseOptions: { maxLexicalTokens: MOST_TOKENS },
    validationRules: [depthLimit],
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      refuseUnanswerable,
      refuseForbidden(marksOf(supergraph), options.log),
      refuseBrokenText,
      refuseCostly(options.log),
      finishAnswers(options.staleness),
      logAnswers(options),
    ],
  });
  await server.start();
  return server;
}
