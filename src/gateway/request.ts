import { RequestNotes } from '../audit/index.ts';
import type { MirrorReader } from '../mirror/index.ts';
import { ReadBudget } from '../roles/graph/index.ts';
import { budgeted } from './budgeted-reader.ts';
import type { GatewayMetrics } from './metrics.ts';
import type { GatewayOptions } from './options.ts';
import type { GatewayRequest } from './supergraph.ts';

/** Makes what resolvers may know of one request. */
export interface RequestFactory {
  requestFor(id: string, viewer: GatewayRequest['viewer']): GatewayRequest;
  /** What of a request is another thing when it reads a mirror of the past, at that time. */
  inPast(request: GatewayRequest, past: { reader: MirrorReader; at: Date }): Partial<GatewayRequest>;
}

export function requestFactory(options: GatewayOptions & { metrics: GatewayMetrics }): RequestFactory {
  const { status, outbox, metrics } = options;
  const reader = metrics.counted(options.reader);
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
  return {
    requestFor(requestId, viewer) {
      const budget = new ReadBudget(options.limits);
      const audit = options.audit && { audit: new RequestNotes() };
      return { ...shared, ...audit, requestId, viewer, budget, reader: budgeted(reader, budget) };
    },
    // What is told relative to now (the last 30 days) is told relative to then.
    inPast: ({ budget }, past) => ({
      reader: budgeted(metrics.counted(past.reader), budget),
      now: () => new Date(past.at),
    }),
  };
}
