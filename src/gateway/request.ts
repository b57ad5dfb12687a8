import { ReadBudget } from '../roles/graph/index.ts';
import { budgeted } from './budgeted-reader.ts';
import type { GatewayMetrics } from './metrics.ts';
import type { GatewayOptions } from './options.ts';
import type { GatewayRequest } from './supergraph.ts';

/** Makes what resolvers may know of one request. */
export function requestFactory(
  options: GatewayOptions & { metrics: GatewayMetrics },
): (id: string, viewer: GatewayRequest['viewer']) => GatewayRequest {
  const { status, outbox } = options;
  const reader = options.metrics.counted(options.reader);
  const shared = {
    status,
    outbox,
    ...(options.people && { people: options.people }),
    defaultLocale: options.defaultLocale ?? 'en',
    now: () => options.now?.() ?? new Date(),
    primary: (role) => status.primary(role),
    bricksOf: (role) => {
      const names = status.bricks().flatMap((brick) => (brick.roles.includes(role) ? brick.name : []));
      const primary = status.primary(role);
      return primary === null ? names : [primary, ...names.filter((name) => name !== primary)];
    },
    hasBrick: (role, name) => status.bricks().some((brick) => brick.name === name && brick.roles.includes(role)),
  } satisfies Omit<GatewayRequest, 'requestId' | 'viewer' | 'reader' | 'budget'>;
  return (requestId, viewer) => {
    const budget = new ReadBudget(options.limits);
    return { ...shared, requestId, viewer, budget, reader: budgeted(reader, budget) };
  };
}
