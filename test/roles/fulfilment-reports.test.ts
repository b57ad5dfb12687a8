import type { FulfilmentFacets } from '../../src/roles/fulfilment/facets.ts';
import { aMirror, anItem, aSale, asker, put } from './fulfilment-samples.ts';
import { anOrder, aVariant } from './shop-samples.ts';

let ask: Awaited<ReturnType<typeof asker>>;
beforeAll(async () => {
  ask = await asker();
});
const codeOf = (result: Awaited<ReturnType<typeof ask>>) => result.errors?.[0]?.extensions['code'];

const line = (variant: string | null, sku: string, toShip: number, shelf: string | null) => ({
  variant,
  sku,
  name: null,
  quantity: 5,
  reserved: 0,
  toShip,
  shelf,
});

function anOrderToShip(
  changes: Partial<FulfilmentFacets['FulfilmentOrder']> = {},
): FulfilmentFacets['FulfilmentOrder'] {
  return {
    reference: 'XKBKNABJK',
    number: '5',
    status: 'OPEN',
    statusLabel: 'A préparer',
    placedAt: '2026-11-02T00:00:00.000Z',
    location: 'l1',
    batch: null,
    lines: [line('v1', 'B', 2, 'A-10'), line('gone', 'A', 1, 'A-2'), line('v1', 'C', 0, 'A-1')],
    ...changes,
  };
}

it('picks what is still to be sent, oldest order first, in the order of the shelves', async () => {
  const mirror = aMirror();
  mirror.add('Variant', 'v1', aVariant());
  mirror.add('Order', 'o1', anOrder());
  put(mirror, 'Location', 'l1', { name: 'Dépôt', code: null, kind: 'warehouse', active: true });
  put(mirror, 'FulfilmentOrder', 'o1', anOrderToShip());
  put(mirror, 'FulfilmentOrder', 'o2', anOrderToShip({ placedAt: '2026-11-01T00:00:00.000Z', reference: 'OLD' }));
  put(mirror, 'FulfilmentOrder', 'o3', anOrderToShip({ lines: [line('v1', 'B', 0, null)] }));
  put(mirror, 'FulfilmentOrder', 'o4', anOrderToShip({ location: 'l2' }));
  const nodes = 'nodes { reference order { id } lines { sku quantity variant { id } } }';
  const lines = [
    { sku: 'A', quantity: 1, variant: null },
    { sku: 'B', quantity: 2, variant: { id: 'v1' } },
  ];
  const { data } = await ask(mirror, `{ pickList(location: "l1") { totalCount ${nodes} } }`);
  expect(data).toEqual({
    pickList: {
      totalCount: 2,
      nodes: [
        { reference: 'OLD', order: null, lines },
        { reference: 'XKBKNABJK', order: { id: 'o1' }, lines },
      ],
    },
  });
  expect(mirror.calls.filter((call) => call === 'byIds Variant')).toHaveLength(1);
  expect(codeOf(await ask(mirror, '{ pickList(location: "nowhere") { totalCount } }'))).toBe('INVALID_ARGUMENT');
});

describe('purchases', () => {
  const mirror = aMirror();
  mirror.add('Variant', 'v1', aVariant());
  mirror.add('Order', 'o1', anOrder({ placedAt: '2026-11-02T00:00:00.000Z' }));
  mirror.put('Sale', 'k1', aSale('v1', 3, 'l2'), 'till-1');
  put(mirror, 'StockItem', 'v1', anItem('ROBE-S', 7));
  put(mirror, 'Supplier', 'u1', { name: 'Atelier', code: null, email: null, address: null });
  put(mirror, 'Supplier', 'u2', { name: 'Zinc', code: null, email: null, address: null });
  const item = { variant: 'v1', sku: 'ROBE-S', supplierSku: 'A-1', name: null, packQuantity: 1, price: null };
  put(mirror, 'PurchaseOrder', 'b1', {
    reference: 'PO1',
    supplier: 'u1',
    status: 'PARTIAL',
    statusLabel: 'Partielle',
    createdAt: null,
    updatedAt: '2026-11-03T00:00:00.000Z',
    expectedAt: null,
    total: null,
    location: null,
    lines: [{ ...item, quantity: 10, received: 4 }],
  });
  put(mirror, 'Receipt', 'c1', {
    purchaseOrder: 'b1',
    purchaseOrderReference: 'PO1',
    receivedAt: null,
    location: null,
    lines: [{ variant: 'v1', sku: 'ROBE-S', quantity: 4 }],
  });
  const period = 'from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z"';

  it('are listed with their suppliers, receipts and origins', async () => {
    const { data } = await ask(
      mirror,
      '{ purchaseOrders(filter: {status: [PARTIAL], supplier: "u1"}) { nodes { supplier { name } lines { received } origins { brick } } } receipts { nodes { purchaseOrder { reference } lines { quantity variant { id } } } } }',
    );
    expect(data).toEqual({
      purchaseOrders: {
        nodes: [{ supplier: { name: 'Atelier' }, lines: [{ received: 4 }], origins: [{ brick: 'depot' }] }],
      },
      receipts: { nodes: [{ purchaseOrder: { reference: 'PO1' }, lines: [{ quantity: 4, variant: { id: 'v1' } }] }] },
    });
  });

  it('tell sales and stock by supplier', async () => {
    const { data, errors } = await ask(
      mirror,
      `{ supplierReport(${period}) { supplier { name } ordered sold amounts { amount } available lines { sku variant { id } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      supplierReport: [
        {
          supplier: { name: 'Atelier' },
          ordered: 2,
          sold: 3,
          amounts: [{ amount: '57.80' }],
          available: 7,
          lines: [{ sku: 'ROBE-S', variant: { id: 'v1' } }],
        },
        { supplier: { name: 'Zinc' }, ordered: 0, sold: 0, amounts: [], available: 0, lines: [] },
      ],
    });
  });

  it('tell of what the shop says that a supplier supplies, too, each variant once', async () => {
    const both = aMirror();
    for (const { type, id, brick, facet } of mirror.facets)
      if (type !== 'Variant' && type !== 'StockItem') both.put(type, id, facet, brick);
    const suppliers = (...names: string[]) => names.map((name) => ({ name, reference: null, price: null }));
    both.add('Variant', 'v1', aVariant({ suppliers: suppliers('Atelier', 'ATELIER') }));
    both.add('Variant', 'v2', aVariant({ sku: 'ROBE-M', suppliers: suppliers(' ateliér ') }));
    both.add('Variant', 'v3', aVariant({ sku: 'ROBE-L', suppliers: suppliers('Zinc') }), 'shop-uk');
    both.put('Sale', 'k2', aSale('v2', 5, 'l2'), 'till-1');
    const query = `{ supplierReport(${period}) { supplier { name } sold lines { sku sold } } }`;
    const { data } = await ask(both, query, { shop: ['shop-fr', 'shop-uk'] });
    const lines = [
      { sku: 'ROBE-S', sold: 3 },
      { sku: 'ROBE-M', sold: 5 },
    ];
    expect(data).toEqual({
      supplierReport: [
        { supplier: { name: 'Atelier' }, sold: 8, lines: expect.arrayContaining(lines) as unknown },
        { supplier: { name: 'Zinc' }, sold: 0, lines: [] },
      ],
    });
    const [{ lines: told }] = (data as { supplierReport: [{ lines: unknown[] }] }).supplierReport;
    expect(told).toHaveLength(2);
  });

  it('of a period that ends before it begins, or of an unknown supplier, are refused', async () => {
    const backwards = 'from: "2026-12-01T00:00:00Z", to: "2026-11-01T00:00:00Z"';
    expect(codeOf(await ask(mirror, `{ supplierReport(${backwards}) { sold } }`))).toBe('INVALID_ARGUMENT');
    expect(codeOf(await ask(mirror, `{ supplierReport(${period}, supplier: "u9") { sold } }`))).toBe(
      'INVALID_ARGUMENT',
    );
    expect(codeOf(await ask(mirror, `{ supplierReport(${period}, first: 101) { sold } }`))).toBe('INVALID_ARGUMENT');
    const alone = await ask(mirror, `{ supplierReport(${period}) { ordered sold } }`, { shop: [], till: [] });
    expect(alone).toEqual({
      data: {
        supplierReport: [
          { ordered: 0, sold: 0 },
          { ordered: 0, sold: 0 },
        ],
      },
    });
  });
});
