import { createRates, createShopperAuth, customerOf, PeopleMeter } from '../access/index.ts';
import { ACCESS_DEFAULTS, RATE_DEFAULTS } from '../config.ts';
import type { GatewayMetrics, GatewayOptions } from '../gateway/index.ts';
import { hubStatus } from '../hub/index.ts';
import type { OpenedProgram } from '../program.ts';

type Served = Pick<OpenedProgram, 'config' | 'hub' | 'log'>;

/** Counts the people whose data each token reads. */
export function peopleMeter({
  config: { access = ACCESS_DEFAULTS },
  log,
}: Pick<Served, 'config' | 'log'>): PeopleMeter {
  return new PeopleMeter({ ...access.people, now: () => new Date(), log });
}

/** Who may come in and how often; the metrics tell of the people whose data they read. */
export function accessOf(
  { config, hub, log }: Served,
  {
    fixed,
    metrics,
    people,
  }: { fixed: GatewayOptions['auth']; metrics: Pick<GatewayMetrics, 'gauge'>; people: PeopleMeter },
): Pick<GatewayOptions, 'auth' | 'rates'> {
  const now = (): Date => new Date();
  const { shoppers, access = ACCESS_DEFAULTS } = config;
  const customer = customerOf(hub.mirror.reader, () => hubStatus(hub, config.roles, now).primary('shop'));
  for (const span of ['hour', 'day'] as const) {
    const tell = (name: string, help: string, values: () => Record<string, number>): void =>
      metrics.gauge(`mortar_people_${name}_${span}`, help, 'token', values);
    tell('read', `People whose data this token has read this ${span}.`, () => people.counts(span));
    tell('limit', `1: the soft limit of this ${span} is reached; 2: the hard one.`, () => people.levels(span));
  }
  const auth = hub.access.auth(fixed, shoppers ? createShopperAuth(shoppers, { now, log, customer }) : null);
  // A rate that was asked for counts for everybody, programs on this machine included.
  const rates = createRates(
    { ...RATE_DEFAULTS, ...(access.rate && { token: access.rate }), loopback: access.rate !== undefined },
    now,
  );
  return { auth, rates };
}
