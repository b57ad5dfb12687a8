import type { JsonObject, Projected, RawRecord } from '#sdk';
import { testRelated } from '../test-brick.ts';
import { locations } from './location.ts';
import { orders } from './order.ts';
import { purchaseOrders, receipts, suppliers } from './purchasing.ts';
import { shipments } from './shipment.ts';
import { products } from './stock.ts';
import { toUtc } from './time.ts';

const record = (id: string, body: JsonObject): RawRecord => ({ id, body });
const conventions = [record('brick', { timezone: 'Europe/Paris', currency: 'EUR' })];

function facetOf([projected]: Projected[]): object {
  if (!projected) throw new Error('nothing was projected');
  return projected.facet;
}

describe('times', () => {
  it.each([
    ['2026-11-23T14:05:00+01:00', '2026-11-23T13:05:00Z'],
    ['2026-11-23 14:05:00+0100', '2026-11-23T13:05:00Z'],
    ['2026-11-23T13:05:00.000000Z', '2026-11-23T13:05:00Z'],
    ['2026-11-23 14:05:00', '2026-11-23T13:05:00Z'],
    ['2026-07-01 14:05:00', '2026-07-01T12:05:00Z'],
    ['2026-11-23', '2026-11-22T23:00:00Z'],
    // Comes twice: its first coming.
    ['2026-10-25 02:30:00', '2026-10-25T00:30:00Z'],
    ['0000-00-00 00:00:00', null],
    ['soon', null],
    [null, null],
  ])('%s is %s', (written, expected) => {
    expect(toUtc(written, 'Europe/Paris')).toBe(expected);
  });
});

describe('a product', () => {
  const stocks = [
    record('A', {
      sku: 'A',
      levels: [
        {
          w_id: 1,
          wi_physical_quantity: 9,
          wi_reserved_quantity: '2',
          wi_available_quantity: 7,
          wi_shelf_location: 'A-01',
        },
        { w_id: 2, wi_physical_quantity: 1, wi_reserved_quantity: 0, wi_available_quantity: 1, wi_shelf_location: '' },
      ],
    }),
  ];
  const incoming = [
    record('A', {
      sku: 'A',
      levels: [
        { w_id: null, quantity: 5 },
        { w_id: '2', quantity: 3 },
      ],
    }),
  ];

  it('is an item with the sums, and a level for each warehouse', () => {
    const root = record('A', { sku: 'A', barcode: '3760000000001', name: 'Tente' });
    expect(products.project(root, testRelated({ stocks, incoming }))).toEqual([
      {
        type: 'StockItem',
        externalId: 'A',
        facet: { sku: 'A', gtin: '3760000000001', name: 'Tente', active: true, onHand: 10, available: 8, incoming: 8 },
      },
      {
        type: 'StockLevel',
        externalId: 'A/1',
        facet: {
          variant: 'Variant:A',
          sku: 'A',
          location: 'Location:1',
          onHand: 9,
          reserved: 2,
          available: 7,
          incoming: 0,
          shelf: 'A-01',
        },
      },
      {
        type: 'StockLevel',
        externalId: 'A/2',
        facet: {
          variant: 'Variant:A',
          sku: 'A',
          location: 'Location:2',
          onHand: 1,
          reserved: 0,
          available: 1,
          incoming: 3,
          shelf: null,
        },
      },
    ]);
  });

  it('that was deleted is the same item, inactive', () => {
    const root = record('A_deleted', { sku: 'A_deleted', name: 'Tente' });
    const projected = products.project(root, testRelated({ products: [root] }));
    expect(projected).toMatchObject([{ externalId: 'A', facet: { sku: 'A', active: false, onHand: 0 } }]);
  });

  it('that was deleted gives way to a living one with its SKU', () => {
    const root = record('A_deleted', { sku: 'A_deleted' });
    expect(products.project(root, testRelated({ products: [root, record('A', { sku: 'A' })] }))).toEqual([]);
  });
});

describe('an order', () => {
  const item = (fields: JsonObject): JsonObject => ({
    type: 'simple',
    sku: 'A',
    name: 'Tente',
    qty_reserved: 0,
    ...fields,
  });
  const order = (status: string, ...items: JsonObject[]): RawRecord =>
    record('7', { id: 7, reference: '4711', status, created_at: '2026-11-23 10:00:00', items });
  const wave = [record('4711', { reference: '4711', batch_id: 31 })];

  it.each([
    ['processing', 1, [], 'OPEN'],
    ['processing', 1, wave, 'PICKING'],
    // It can stay so after it was shipped.
    ['processing', 0, [], 'SHIPPED'],
    ['holded', 1, [], 'ON_HOLD'],
    ['complete', 0, [], 'SHIPPED'],
    ['canceled', 1, [], 'CANCELLED'],
    ['awaiting_customer', 1, [], 'OPEN'],
  ])('that is %s with %i to ship is %3$s', (status, left, in_progress, expected) => {
    const facet = facetOf(
      orders.project(order(status, item({ qty_to_ship: left })), testRelated({ conventions, in_progress })),
    );
    expect(facet).toMatchObject({ status: expected, statusLabel: status });
  });

  it('is of the shop that the settings name, or of nobody in particular', () => {
    const told = [record('brick', { timezone: 'Europe/Paris', currency: 'EUR', shop: 'shop-uk' })];
    const root = order('processing');
    expect(facetOf(orders.project(root, testRelated({ conventions: told })))).toMatchObject({ shop: 'shop-uk' });
    expect(facetOf(orders.project(root, testRelated({ conventions })))).not.toHaveProperty('shop');
  });

  it('holds the number of the shop, and of a bundle only its parts are to ship', () => {
    const bundle = item({ type: 'virtual', sku: 'KIT', qty_to_ship: 1 });
    const root = order('processing', bundle, item({ qty_to_ship: 2, qty_reserved: 2 }));
    expect(facetOf(orders.project(root, testRelated({ conventions, in_progress: wave })))).toMatchObject({
      reference: null,
      number: '4711',
      placedAt: '2026-11-23T09:00:00Z',
      batch: '31',
      lines: [
        { sku: 'KIT', variant: 'Variant:KIT', toShip: 0 },
        { sku: 'A', quantity: 2, reserved: 2, toShip: 2 },
      ],
    });
  });
});

describe('what moves goods', () => {
  it('a shipment finds its order by the reference', () => {
    const root = record('9', {
      order_reference: '4711',
      created_at: '2026-11-23T14:05:00+01:00',
      method_code: 'colissimo',
      method_description: 'Colissimo',
      trackings: [{ number: '6A1' }, { number: '6A1' }, { number: '' }],
      items: [{ sku: 'A', qty: 2 }, { qty: 1 }],
    });
    expect(facetOf(shipments.project(root, testRelated({ conventions, orders: [record('7', {})] })))).toEqual({
      order: 'Order:7',
      orderReference: '4711',
      carrier: 'Colissimo',
      trackingNumbers: ['6A1'],
      trackingUrl: null,
      shippedAt: '2026-11-23T13:05:00Z',
      location: null,
      lines: [
        { sku: 'A', variant: 'Variant:A', quantity: 2 },
        { sku: null, variant: null, quantity: 1 },
      ],
    });
  });

  it.each([
    ['draft', 'DRAFT'],
    ['confirmed', 'CONFIRMED'],
    ['expected', 'EXPECTED'],
    ['shipped', 'EXPECTED'],
    ['partial', 'PARTIAL'],
    ['complete', 'RECEIVED'],
    ['cancelled', 'CANCELLED'],
  ])('a purchase order that is %s is %s', (status, expected) => {
    const items = [
      { sku: 'A', supplier_sku: 'F-A', name: 'Tente', qty: 12, qty_pack: 6, qty_received: 4, price: '10.1234' },
    ];
    const root = record('3', { reference: 'PO3', supplier_id: 2, status, eta: '2026-12-01', grandtotal: 121.5, items });
    expect(facetOf(purchaseOrders.project(root, testRelated({ conventions })))).toMatchObject({
      status: expected,
      supplier: 'Supplier:2',
      total: { amount: '121.50', currency: 'EUR' },
      lines: [{ quantity: 12, received: 4, packQuantity: 6, price: { amount: '10.1234', currency: 'EUR' } }],
    });
  });

  it('a reception finds its purchase order', () => {
    const root = record('x', {
      purchase_order: 'PO3',
      created_at: '2026-11-23 10:00:00',
      items: [{ sku: 'A_deleted', qty: 4 }],
    });
    const purchase_orders = [record('3', { reference: 'PO3', warehouse_id: 1 })];
    expect(facetOf(receipts.project(root, testRelated({ conventions, purchase_orders })))).toEqual({
      purchaseOrder: 'PurchaseOrder:3',
      purchaseOrderReference: 'PO3',
      receivedAt: '2026-11-23T09:00:00Z',
      location: 'Location:1',
      lines: [{ sku: 'A', variant: 'Variant:A', quantity: 4 }],
    });
  });
});

it('warehouses and suppliers say what they are', () => {
  expect(facetOf(locations.project(record('2', { name: 'Boutique' }), testRelated({})))).toMatchObject({
    kind: 'store',
    active: true,
  });
  expect(facetOf(locations.project(record('1', { name: 'Entrepôt' }), testRelated({})))).toMatchObject({
    kind: 'warehouse',
  });
  const supplier = record('1', { name: 'Alpes', code: '', email: 'a@b.example', street1: '3 rue', street2: 'Lyon' });
  expect(facetOf(suppliers.project(supplier, testRelated({})))).toEqual({
    name: 'Alpes',
    code: null,
    email: 'a@b.example',
    address: '3 rue\nLyon',
  });
});
