/** Promise: orders of two shops are never one, and whoever names no shop is not guessed to serve one of them. */
import type { Aggregate, JsonObject } from '#sdk';
import { facetTypes } from '../../src/registry.ts';
import { aPage, AT, projectAll } from './a-mirror.ts';
import { dialects } from './dialects.ts';
import { aMatchingMirror, type MatchingMirror } from './matching-mirror.ts';

const BRICKS = ['fr', 'uk', 'warehouse'];

const said = (type: string): Aggregate => ({
  root: type,
  reads: [],
  project: ({ id, body }) => [{ type, externalId: id, facet: body }],
});

/** As declared, but for what is not about which one an order is. */
const vendor = {
  aggregates: ['Order', 'FulfilmentOrder'].map(said),
  facetTypes: facetTypes
    .filter(({ name }) => name === 'Order' || name === 'FulfilmentOrder')
    .map(({ search: _, ...type }) => ({
      ...type,
      links: {},
      columns: Object.fromEntries(
        Object.entries(type.columns).filter(([column]) => ['reference', 'number', 'shop'].includes(column)),
      ),
    })),
};

/** Number and reference of orders, by brick and external id. */
const SAID: Record<string, Record<string, JsonObject>> = {
  fr: { '1': { number: '496', reference: 'AAA' }, '2': { number: '500', reference: 'BBB' } },
  uk: { '1': { number: '496', reference: 'AAA' }, '7': { number: '7', reference: 'CCC' } },
  warehouse: {
    named: { number: '496', shop: 'uk' },
    unsaid: { number: '500' },
    misspelt: { number: '500', shop: 'shop-rf' },
    letters: { reference: 'CCC' },
    twins: { reference: 'AAA' },
  },
};

describe.each(dialects)('homes of orders, on $name', (dialect) => {
  let mirror: MatchingMirror;
  beforeEach(async () => {
    mirror = await aMatchingMirror(dialect, BRICKS, vendor);
  });
  afterEach(() => mirror.remove());

  const typeOf = (brick: string): string => (brick === 'warehouse' ? 'FulfilmentOrder' : 'Order');

  async function say(brick: string, orders: Record<string, JsonObject> = SAID[brick] ?? {}): Promise<void> {
    const full = Object.entries(orders).map(([id, body]) => [id, { reference: null, number: null, ...body }]);
    await mirror.writer.commitPage(aPage(typeOf(brick), Object.fromEntries(full) as typeof orders, { brick }));
    await projectAll(mirror, brick);
  }

  const of = (brick: string): Promise<Record<string, string>> => mirror.ids(brick, typeOf(brick));

  async function conflicts(): Promise<string[]> {
    const { rows } = await mirror.reader.bindingConflicts({ first: 50 });
    return rows.map(({ brick, externalId, reason }) => `${brick} ${externalId} ${reason}`).sort();
  }

  const orders = [BRICKS, ['warehouse', 'uk', 'fr'], ['uk', 'warehouse', 'fr']];

  it.each(orders.flatMap((precedence) => orders.map((read) => ({ precedence, read }))))(
    'are the same whoever comes first: $precedence, read $read',
    async ({ precedence, read }) => {
      await mirror.reopen(precedence);
      for (const brick of read) {
        await say(brick);
        await mirror.settle();
      }
      const [fr, uk, warehouse] = [await of('fr'), await of('uk'), await of('warehouse')];
      const shops = [...Object.values(fr), ...Object.values(uk)];
      expect(new Set(shops).size).toBe(4);
      expect(warehouse['named']).toBe(uk['1']);
      expect(warehouse['letters']).toBe(uk['7']);
      for (const unclear of ['unsaid', 'misspelt', 'twins']) {
        expect(warehouse[unclear]).toBeDefined();
        expect(shops).not.toContain(warehouse[unclear]);
      }
      expect(await conflicts()).not.toEqual([]);
    },
  );

  it('lets a number be the only shop’s, until another shop comes and none is named', async () => {
    await say('fr');
    await say('warehouse', { unsaid: { number: '500' } });
    await mirror.settle();
    const { '2': order } = await of('fr');
    expect(await of('warehouse')).toEqual({ unsaid: order });
    await say('uk', { '7': { number: '7' } });
    await mirror.settle();
    expect((await of('warehouse'))['unsaid']).not.toBe(order);
    expect(await conflicts()).toEqual(['warehouse unsaid ambiguous']);
    await say('warehouse', { unsaid: { number: '500', shop: 'fr' } });
    await mirror.settle();
    expect(await of('warehouse')).toEqual({ unsaid: order });
    expect(await conflicts()).toEqual([]);
  });

  it('takes two orders of one number in one warehouse for no duplicates where each names its shop', async () => {
    await say('fr', { '1': { number: '496' } });
    await say('uk', { '1': { number: '496' } });
    await say('warehouse', { a: { number: '496', shop: 'fr' }, b: { number: '496', shop: 'uk' } });
    await mirror.settle();
    expect(await of('warehouse')).toEqual({ a: (await of('fr'))['1'], b: (await of('uk'))['1'] });
    expect(await conflicts()).toEqual([]);
  });

  it('guesses nothing while the orders of a shop are being made again', async () => {
    for (const brick of BRICKS) await say(brick);
    await mirror.settle();
    await mirror.writer.reproject('uk');
    await say('warehouse', { late: { number: '500' } });
    await mirror.settle();
    expect(Object.values(await of('fr'))).not.toContain((await of('warehouse'))['late']);
  });

  it('parts what was bound across shops before, but not what a person bound', async () => {
    await say('fr', { '1': { number: '496' }, '2': { number: '500' } });
    await say('uk', { '8': { number: 'A' }, '9': { number: 'B' } });
    await mirror.settle();
    const { '1': first = '', '2': second = '' } = await of('fr');
    const order = { type: 'Order', brick: 'uk', by: 'marie', at: AT };
    expect(await mirror.writer.bind({ ...order, externalId: '9', hubId: first })).toMatchObject({ outcome: 'done' });
    expect(await mirror.writer.bind({ ...order, externalId: '8', hubId: second })).toMatchObject({ outcome: 'done' });
    await mirror.asIfMatched('uk', '8', 'number');
    await say('uk', { '8': { number: '500' }, '9': { number: '496' } });
    await mirror.settle();
    const { '8': parted, '9': joined } = await of('uk');
    expect(joined).toBe(first);
    expect(parted).not.toBe(second);
  });
});
