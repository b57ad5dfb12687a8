import { createShopperAuth, customerOf, PeopleMeter } from '../access/index.ts';
import { ACCESS_DEFAULTS } from '../config.ts';
import type { GatewayMetrics, GatewayOptions } from '../gateway/index.ts';
import { hubStatus } from '../hub/index.ts';
import type { OpenedProgram } from '../program.ts';

type Served = Pick<OpenedProgram, 'config' | 'hub' | 'log'>;

/** Who may come in, and who counts the people whose data they read. */
export function accessOf(
  { config, hub, log }: Served,
  { fixed, metrics }: { fixed: GatewayOptions['auth']; metrics: Pick<GatewayMetrics, 'gauge'> },
): Pick<GatewayOptions, 'auth'> & { people: PeopleMeter } {
  const now = (): Date => new Date();
  const { shoppers, access = ACCESS_DEFAULTS } = config;
  const customer = customerOf(hub.mirror.reader, () => hubStatus(hub, config.roles, now).primary('shop'));
  const people = new PeopleMeter({ ...access.people, now, log });
  for (const span of ['hour', 'day'] as const) {
    const tell = (name: string, help: string, values: () => Record<string, number>): void =>
      metrics.gauge(`mortar_people_${name}_${span}`, help, 'token', values);
    tell('read', `People whose data this token has read this ${span}.`, () => people.counts(span));
    tell('limit', `1: the soft limit of this ${span} is reached; 2: the hard one.`, () => people.levels(span));
  }
  const auth = hub.access.auth(fixed, shoppers ? createShopperAuth(shoppers, { now, log, customer }) : null);
  return { auth, people };
}
