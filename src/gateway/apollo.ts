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
import type { OperationAudit } from './operation-audit.ts';
import type { GatewayOptions } from './options.ts';
import { answerFromPast } from './past/index.ts';
import { finishAnswers, logAnswers, refuseUnanswerable } from './plugins.ts';
import type { RequestFactory } from './request.ts';
import type { GatewayRequest, Supergraph } from './supergraph.ts';

/** Apollo Server over the federation engine, started. No telemetry, no landing page: the console is our own. */
export async function createApollo(
  supergraph: Supergraph,
  options: Pick<GatewayOptions, 'log' | 'metrics' | 'staleness' | 'past'> &
    Pick<RequestFactory, 'inPast'> & { audit: OperationAudit | null },
): Promise<ApolloServer<GatewayRequest>> {
  const server = new ApolloServer<GatewayRequest>({
    gateway: await createEngine(supergraph, options.audit),
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
      answerFromPast({ ...options, presentOnly: presentOnly(supergraph) }),
      ...(options.audit ? [options.audit.plugin] : []),
      finishAnswers(options.staleness),
      logAnswers(options),
    ],
  });
  await server.start();
  return server;
}

/** What is asked of the hub itself: its history is not a projection. But who asks is who asks, at any time. */
function presentOnly({ subgraphs }: Supergraph): Set<string> {
  const hub = subgraphs.find(({ name }) => name === 'hub');
  const names = Object.keys(hub?.schema.getQueryType()?.getFields() ?? {});
  return new Set(names.filter((name) => name !== 'me' && !name.startsWith('_')));
}
