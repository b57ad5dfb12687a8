import { parse } from 'graphql';
import { createLocalExecutor } from '../../src/gateway/local-executor.ts';
import type { MessageRow } from '../../src/mirror/index.ts';
import { ReadBudget, type GraphRequest } from '../../src/roles/graph/index.ts';
import type { CarrierFacet } from '../../src/roles/shop/facets.ts';
import { shopSubgraph } from '../../src/roles/shop/index.ts';
import { FakeMirror } from './fake-reader.ts';
import { FakeOutbox } from './fake-outbox.ts';
import { aProduct, aVariant } from './shop-samples.ts';

export const BRICK = 'shop-fr';
const AT = '2026-11-23T11:00:00.000Z';

/** A shop that sells and changes: what it shows, what was ordered of it, and how it is asked. */
export interface SalesDesk {
  mirror: FakeMirror;
  outbox: FakeOutbox;
  /** The data of an answer; an answer with errors fails the test. */
  ask<Data>(text: string, variables: Record<string, unknown>): Promise<Data>;
}

function aCarrier(changes: Partial<CarrierFacet> = {}): CarrierFacet {
  return {
    ...{ name: 'Poste', delay: { fr: '2 jours' }, active: true, isFree: false, outOfRange: 'refuse', handling: '1.00' },
    rates: [
      { by: 'weight', zone: 'EU', from: '0', to: '1', price: '4.00' },
      { by: 'weight', zone: 'EU', from: '1', to: '30', price: '9.00' },
    ],
    ...{ freeFromAmount: null, freeFromWeight: null, maxWeight: '30', taxRates: { FR: '20' } },
    ...changes,
  };
}

export async function salesDesk(): Promise<SalesDesk> {
  const shop = await shopSubgraph();
  const execute = createLocalExecutor(shop.schema);
  const mirror = new FakeMirror();
  const outbox = new FakeOutbox(mirror);
  mirror.add('Product', 'p1', aProduct({ weight: '0.3' }));
  mirror.add('Variant', 'v1', aVariant({ weight: null, shopQuantity: 5 }));
  mirror.add('Carrier', 'c-post', aCarrier());
  mirror.add('Carrier', 'c-fast', aCarrier({ name: 'Express', handling: '20.00' }));
  mirror.add('Carrier', 'c-old', aCarrier({ name: 'Ancien', active: false }));
  mirror.add('Country', 'fr', { code: 'FR', name: { fr: 'France' }, active: true, zone: 'EU' });
  mirror.add('Country', 'us', { code: 'US', name: {}, active: false, zone: 'US' });
  mirror.add('Currency', 'eur', { code: 'EUR', active: true, isMain: true, rate: '1', rounding: 'line' });
  mirror.add('Currency', 'gbp', { code: 'GBP', active: true, isMain: false, rate: '0.86', rounding: 'item' });
  const request = (): GraphRequest => ({
    ...{ requestId: 'r', viewer: { name: 'frontend', admin: false }, reader: mirror.reader, budget: new ReadBudget() },
    ...{ primary: () => BRICK, bricksOf: () => [BRICK], hasBrick: (role) => role === 'shop', outbox },
    ...{ defaultLocale: 'fr', now: () => new Date('2026-11-23T12:00:00Z') },
  });
  return {
    mirror,
    outbox,
    async ask<Data>(text: string, variables: Record<string, unknown>) {
      const answer = await execute({ document: parse(text), variables, context: shop.contextFor(request()) });
      expect(answer.errors).toBeUndefined();
      return answer.data as Data;
    },
  };
}

/** A message that the shop refused. */
export function aDeadLetter(lane: string, command: MessageRow['command']): MessageRow {
  const failure = { code: 'REFUSED', message: 'The shop said no.', remedy: '', detail: null, at: AT };
  return {
    ...{ id: 'msg_dead', seq: 1, brick: BRICK, command, lane, state: 'dead', attempts: 1, nextAt: null, failure },
    ...{ createdAt: AT, createdBy: 'frontend', deliveredAt: null, confirmedAt: null, origin: 'command', reason: null },
  };
}
