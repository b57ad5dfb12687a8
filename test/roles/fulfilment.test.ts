import { anOrder, aVariant, euro } from './shop-samples.ts';
import { aLevel, aMirror, anItem, aSale, asker, put } from './fulfilment-samples.ts';

let ask: Awaited<ReturnType<typeof asker>>;
beforeAll(async () => {
  ask = await asker();
});

const WAREHOUSE = { name: 'Dépôt', code: 'D1', kind: 'warehouse', active: true } as const;
const STORE = { name: 'Boutique', code: null, kind: 'store', active: true } as const;
const entities = (type: string, fields: string, ids = ['v1', 'v2']) =>
  `{ _entities(representations: [${ids.map((id) => `{__typename: "${type}", id: "${id}"}`).join(',')}]) { ... on ${type} { ${fields} } } }`;
const codeOf = (result: Awaited<ReturnType<typeof ask>>) => result.errors?.[0]?.extensions['code'];

function filled() {
  const mirror = aMirror();
  mirror.add('Variant', 'v1', aVariant({ shopQuantity: 9 }));
  mirror.add('Variant', 'v2', aVariant({ sku: 'ROBE-M', shopQuantity: 3 }));
  mirror.add('Order', 'o1', anOrder());
  put(mirror, 'Location', 'l1', WAREHOUSE);
  put(mirror, 'Location', 'l2', STORE);
  put(mirror, 'StockItem', 'v1', anItem('ROBE-S', 7));
  put(mirror, 'StockItem', 'v2', anItem('ROBE-M', 3));
  put(mirror, 'StockLevel', 's1', aLevel('v1', 'l1', 4));
  put(mirror, 'StockLevel', 's2', aLevel('v1', 'l2', 3));
  put(mirror, 'StockLevel', 's3', aLevel('unknown', 'l2', 1));
  return mirror;
}

describe('stock of variants', () => {
  it('is told by location, together for all variants', async () => {
    const mirror = filled();
    const { data, errors } = await ask(
      mirror,
      entities('Variant', 'id available stock { available shelf location { name kind } }'),
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      _entities: [
        {
          id: 'v1',
          available: 7,
          stock: [
            { available: 4, shelf: 'A-1', location: { name: 'Dépôt', kind: 'WAREHOUSE' } },
            { available: 3, shelf: 'A-1', location: { name: 'Boutique', kind: 'STORE' } },
          ],
        },
        { id: 'v2', available: 3, stock: [] },
      ],
    });
    expect(mirror.calls.sort()).toEqual([
      ...['byColumn StockLevel.variant', 'byIds Location', 'byIds StockItem', 'reserved'],
    ]);
  });

  it('is 0 of what fulfilment does not know, and refused without a fulfilment brick', async () => {
    const { data } = await ask(aMirror(), entities('Variant', 'available stock { id }', ['v9']));
    expect(data).toEqual({ _entities: [{ available: 0, stock: [] }] });
    expect(codeOf(await ask(filled(), entities('Variant', 'available'), { fulfilment: [] }))).toBe('NO_BRICK');
  });

  it('names no variant that the shop does not know', async () => {
    const query = '{ stockLevels(filter: {locations: ["l2"]}) { totalCount nodes { sku variant { id } } } }';
    const { data } = await ask(filled(), query);
    const levels = [
      { sku: 'SKU-v1', variant: { id: 'v1' } },
      { sku: 'SKU-unknown', variant: null },
    ];
    expect(data).toEqual({ stockLevels: { totalCount: 2, nodes: levels } });
    const without = await ask(filled(), query, { shop: [] });
    expect(without.errors).toBeUndefined();
    expect(without.data).toEqual({
      stockLevels: { totalCount: 2, nodes: levels.map((level) => ({ ...level, variant: null })) },
    });
  });
});

it.each([
  'locations',
  'stockLevels',
  'shipments',
  'purchaseOrders',
  'receipts',
  'returns',
  'suppliers',
  'pickList',
  'stockDiscrepancies',
  'refundDiscrepancies',
])('an empty mirror answers %s with nothing, an unknown brick is refused', async (list) => {
  const answer = await ask(aMirror(), `{ ${list} { totalCount nodes { __typename } } }`);
  expect(answer).toEqual({ data: { [list]: { totalCount: 0, nodes: [] } } });
  expect(codeOf(await ask(aMirror(), `{ ${list}(brick: "nope") { totalCount } }`))).toBe('UNKNOWN_BRICK');
  expect(codeOf(await ask(aMirror(), `{ ${list}(first: 501) { totalCount } }`))).toBe('INVALID_ARGUMENT');
});

it('shipments of orders are read together, with all tracking numbers', async () => {
  const mirror = filled();
  put(mirror, 'Shipment', 'h1', {
    order: 'o1',
    orderReference: 'XKBKNABJK',
    carrier: 'Post',
    trackingNumbers: ['1A', '2B'],
    trackingUrl: null,
    shippedAt: null,
    location: 'l1',
    lines: [{ variant: 'v1', sku: 'ROBE-S', quantity: 2 }],
  });
  const { data } = await ask(
    mirror,
    entities('Order', 'shipments { trackingNumber trackingNumbers order { id } lines { quantity variant { id } } }', [
      'o1',
      'o2',
    ]),
  );
  expect(data).toEqual({
    _entities: [
      {
        shipments: [
          {
            trackingNumber: '1A',
            trackingNumbers: ['1A', '2B'],
            order: { id: 'o1' },
            lines: [{ quantity: 2, variant: { id: 'v1' } }],
          },
        ],
      },
      { shipments: [] },
    ],
  });
  expect(mirror.calls.sort()).toEqual(['byColumn Shipment.order_id', 'byIds Order', 'byIds Variant']);
});

describe('replenishment', () => {
  const query = (location: string, days: number) =>
    `{ replenishment(location: "${location}", days: ${days}) { sold perDay available incoming daysLeft suggested variant { id } } }`;

  it('counts what the tills of a store sold, and for a warehouse what the shop took', async () => {
    const mirror = filled();
    mirror.put('Sale', 'k1', aSale('v1', 10, 'l2'), 'till-1');
    mirror.put('Sale', 'k2', aSale('v1', 99, 'l2', '2026-11-01T00:00:00.000Z'), 'till-1');
    mirror.add('Order', 'o2', anOrder({ placedAt: '2026-11-14T00:00:00.000Z' }));
    const row = { available: 3, incoming: 2, variant: { id: 'v1' } };
    const store = await ask(mirror, query('l2', 7));
    expect(store.data).toEqual({
      replenishment: [{ ...row, sold: 10, perDay: '1.429', daysLeft: 2, suggested: 5 }],
    });
    const warehouse = await ask(mirror, query('l1', 7));
    expect(warehouse.data).toEqual({
      replenishment: [{ ...row, available: 4, sold: 2, perDay: '0.286', daysLeft: 14, suggested: 0 }],
    });
    expect((await ask(mirror, query('l2', 7), { till: [] })).data).toEqual({ replenishment: [] });
  });

  it('says of what, and suggests nothing of what only a till knows or what is in a conflict', async () => {
    const mirror = filled();
    mirror.add('Variant', 'v3', aVariant({ sku: 'ROBE-L' }));
    for (const [i, variant] of ['v1', 'v2', 'v3', 'lost', 'nameless'].entries())
      mirror.put('Sale', `k${i}`, aSale(variant, 10, 'l2'), 'till-1');
    const item = { sku: 'ROBE-M', gtin: null, name: 'Robe, M', priceWithTax: null };
    mirror.put('TillItem', 'lost', item, 'till-1');
    const conflict = {
      type: 'Variant',
      scheme: 'sku',
      reason: 'duplicate',
      since: '2026-11-01T00:00:00.000Z',
    } as const;
    mirror.conflicts.push(
      // Two items of the till have the SKU of v2: what v2 has in stock is clear all the same.
      { ...conflict, id: 'c1', brick: 'till-1', externalId: '7', hubId: 'lost', value: 'ROBE-M', candidates: ['v2'] },
      // Two of the warehouse have the SKU of v3: how much of it there is, nobody knows.
      { ...conflict, id: 'c2', brick: 'depot', externalId: '8', hubId: 'w8', value: 'ROBE-L', candidates: ['v3'] },
    );
    const fields = 'sku name suggested inDoubt variant { id }';
    const { data, errors } = await ask(mirror, `{ replenishment(location: "l2", days: 7) { ${fields} } }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      replenishment: [
        { sku: 'ROBE-M', name: null, suggested: 10, inDoubt: false, variant: { id: 'v2' } },
        { sku: 'ROBE-S', name: null, suggested: 5, inDoubt: false, variant: { id: 'v1' } },
        { sku: 'ROBE-M', name: 'Robe, M', suggested: 0, inDoubt: true, variant: null },
        { sku: null, name: null, suggested: 0, inDoubt: true, variant: null },
        { sku: 'ROBE-L', name: null, suggested: 0, inDoubt: true, variant: { id: 'v3' } },
      ],
    });
  });

  it.each([
    ['l1', -1],
    ['l1', 0],
    ['l1', 366],
    ['nowhere', 7],
  ])('of %s for %d days is refused', async (location, days) => {
    expect(codeOf(await ask(filled(), query(location, days)))).toBe('INVALID_ARGUMENT');
  });
});

it('tells where the shop shows another stock', async () => {
  const query =
    '{ stockDiscrepancies { totalCount nodes { variant { id } shopQuantity available difference bricks } } }';
  const { data } = await ask(filled(), query);
  const node = { variant: { id: 'v1' }, shopQuantity: 9, available: 7, difference: 2, bricks: ['shop-fr', 'depot'] };
  expect(data).toEqual({ stockDiscrepancies: { totalCount: 1, nodes: [node] } });
  expect(codeOf(await ask(filled(), query, { shop: [] }))).toBe('NO_BRICK');
});

describe('refund discrepancies', () => {
  const refund = (goods: string, shipping: string, total: string) => ({
    externalId: '1',
    at: null,
    goodsWithTax: euro(goods),
    shippingWithTax: euro(shipping),
    totalWithTax: euro(total),
    lines: [],
  });
  const order = anOrder();
  const allBack = order.lines.map((line) => ({ ...line, refundedQuantity: line.quantity }));

  it.each([
    ['nothing', {}, null],
    ['NOT_REFUNDED', { status: 'CANCELLED' }, '34.68'],
    ['SHIPPING_NOT_REFUNDED', { refunds: [refund('28.68', '0', '28.68')], lines: allBack }, '6.00'],
    ['OVER_REFUNDED', { refunds: [refund('40', '6', '46')] }, '-11.32'],
    ['OVERCHARGED', { totals: { ...order.totals, paid: euro('46.68') } }, '12.00'],
    ['nothing', { status: 'REFUNDED', refunds: [refund('28.68', '6', '34.68')] }, null],
  ] as const)('show %s', async (kind, changes, amount) => {
    const mirror = aMirror();
    mirror.add('Order', 'o1', anOrder(changes as Parameters<typeof anOrder>[0]));
    const { data, errors } = await ask(
      mirror,
      '{ refundDiscrepancies { nodes { kind order { id } difference { amount } message(locale: "fr") } } }',
    );
    expect(errors).toBeUndefined();
    const message: unknown = expect.stringMatching(/\S\.$/);
    const nodes = amount === null ? [] : [{ kind, order: { id: 'o1' }, difference: { amount }, message }];
    expect(data).toEqual({ refundDiscrepancies: { nodes } });
  });

  it('show goods that came back and were not refunded', async () => {
    const mirror = aMirror();
    mirror.add('Order', 'o1', anOrder());
    const lines = [{ variant: 'v1', sku: null, quantity: 2, reason: null }];
    put(mirror, 'Return', 'r1', {
      order: 'o1',
      orderReference: null,
      returnedAt: null,
      status: null,
      location: null,
      lines,
    });
    const { data } = await ask(mirror, '{ refundDiscrepancies { nodes { kind difference { amount } } } }');
    expect(data).toEqual({
      refundDiscrepancies: { nodes: [{ kind: 'RETURN_NOT_REFUNDED', difference: { amount: '57.36' } }] },
    });
  });
});
