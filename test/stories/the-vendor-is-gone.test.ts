/**
 * Promise: any brick can be swapped or rebuilt without a client noticing. A client asks the same queries by the same ids
 * before, during and after; what was ordered meanwhile arrives at the new brick, once.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '#sdk';
import { change, fill, openMemoryHub, type MemoryHub } from './memory-hub.ts';

const ORDER = `order_${'a'.repeat(20)}`;
const QUERY = `{
  products(first: 10) { nodes { id name { value: fr } variants { id sku } } }
  orders(first: 10) { nodes { id reference customer { id email } } }
}`.replace('name { value: fr } ', '');

describe.each(['rebuild', 'swap'] as const)('a shop that is gone, after a %s', (way) => {
  let world: MemoryHub;

  beforeEach(async () => {
    world = await openMemoryHub(
      ['old', 'warehouse', 'new'],
      { shop: { primary: 'old' }, fulfilment: { primary: 'warehouse' } },
      { standby: { new: 'old' }, stock: { oversell: 'accept', owner: 'warehouse' } },
    );
    fill(world.businesses['old']!, 'shop');
    fill(world.businesses['warehouse']!, 'fulfilment');
    await world.sync('old', 'warehouse');
  });
  afterEach(() => world.close());

  const ids = async (): Promise<unknown> => world.ask(QUERY);
  /** Asks again and again, and always gets the same; resolves with how often, once it is told to stop. */
  function poll(same: unknown): () => Promise<number> {
    const state = { polling: true };
    const asking = (async () => {
      let asked = 0;
      for (; state.polling; asked++) expect(await ids()).toEqual(same);
      return asked;
    })();
    // It is awaited at the end; until then its failure is nobody's.
    asking.catch(() => undefined);
    return () => {
      state.polling = false;
      return asking;
    };
  }
  const order = { way, source: 'old', target: 'new', asOf: null, merge: null, by: 'staff' } as const;

  it('is another one, and nobody notices', async () => {
    const { moves } = world.hub;
    const before = await ids();
    expect(await world.ask('{ bricks { name } }')).toEqual({ bricks: [{ name: 'old' }, { name: 'warehouse' }] });
    const plan = await moves.plan(order);
    const first = poll(before);
    expect(await moves.apply(plan, () => undefined)).toMatchObject({ state: 'applied', failed: 0 });
    const verdict = await moves.verify(plan.id, { sample: 0 });
    expect(verdict.findings).toBe(0);
    expect(await first()).toBeGreaterThan(0);
    await queueOrder(world);
    const withOrder = await ids();
    const second = poll(withOrder);

    const done = await moves.cutOver({ move: plan.id, source: 'old', by: 'staff', witness: false, accept: false });
    expect(done).toMatchObject({ messages: 1, refused: 0 });
    expect(await second()).toBeGreaterThan(0);
    expect(await ids()).toEqual(withOrder);
    expect(await world.ask('{ bricks { name } }')).toEqual({ bricks: [{ name: 'new' }, { name: 'warehouse' }] });

    world.hub.relay.start();
    const arrived = (): string[] => world.businesses['new']!.effects.map(({ message }) => message);
    while (arrived().length === 0) await new Promise((resolve) => setImmediate(resolve));
    await world.hub.relay.stop();
    expect(arrived()).toEqual(['msg_00000000-0000-4000-8000-000000000001']);
    expect(world.businesses['old']!.effects).toEqual([]);
    await world.sync('new');
    expect(await ids()).toEqual(withOrder);
    expect(await world.ask('{ holds(first: 5) { nodes { id } } bindingConflicts(first: 5) { nodes { id } } }')).toEqual(
      {
        holds: { nodes: [] },
        bindingConflicts: { nodes: [] },
      },
    );
  });

  it('is not taken for right where one field of it is wrong', async () => {
    const { moves } = world.hub;
    const plan = await moves.plan(order);
    await moves.apply(plan, () => undefined);
    const into = world.businesses['new']!;
    const variant = into.things('shop').find(({ type, facet }) => type === 'Variant' && facet['sku'] === 'MUG-01')!;
    change(into, 'shop', variant, { listPrice: { amount: '8.26', currency: 'EUR' } });
    const verdict = await moves.verify(plan.id, { sample: 0 });
    expect(verdict.findings).toBe(1);
    const report = JSON.parse(await readFile(join(verdict.folder, 'report.json'), 'utf8')) as JsonObject;
    expect(report['findings']).toMatchObject([
      { kind: 'different', path: 'Variant.listPrice.amount', source: '"8.25"', target: '"8.26"' },
    ]);
    await expect(
      moves.cutOver({ move: plan.id, source: 'old', by: 'staff', witness: false, accept: false }),
    ).rejects.toMatchObject({
      code: 'CUTOVER_DIFFERS',
    });
    expect(await world.ask('{ bricks { name } }')).toEqual({ bricks: [{ name: 'old' }, { name: 'warehouse' }] });
  });
});

/** A frontend has sold something while the shop is down. */
async function queueOrder({ hub }: MemoryHub): Promise<void> {
  const at = '2026-11-01T09:00:00.000Z';
  const known = (await hub.mirror.reader.facets.page({ type: 'Order', brick: 'old', first: 1 })).rows[0]!.row.facet;
  await hub.mirror.writer.enqueue({
    ...{ at, by: 'web', name: 'placeOrder', key: null, answer: null, reservations: [], oversell: 'accept' },
    messages: [
      {
        ...{
          id: 'msg_00000000-0000-4000-8000-000000000001',
          brick: 'old',
          command: 'placeOrder',
          lane: `Order:${ORDER}`,
        },
        payload: {
          ...{ order: ORDER, reference: 'R-2', placedAt: at, lines: [], currency: 'EUR', note: null, customer: null },
          totals: {
            ...{ products: '8.25', productsWithTax: '8.25', shipping: '0', shippingWithTax: '0' },
            ...{ total: '8.25', totalWithTax: '8.25' },
          },
          payment: { method: 'card', paid: true },
          ...{ shippingAddress: {}, billingAddress: {} },
        },
        overlays: [
          {
            ...{ type: 'Order', hubId: ORDER, creates: true },
            patch: { ...(known as JsonObject), reference: 'R-2', number: 'R-2', customer: null, lines: [] },
          },
        ],
        ...{ replaces: null, creates: true, origin: 'command' },
      },
    ],
  });
}
