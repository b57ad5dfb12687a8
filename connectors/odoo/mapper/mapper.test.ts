import type { JsonObject, RawRecord } from '#sdk';
import { MODELS } from '../models.ts';
import { startOdooSandbox } from '../sandbox/index.ts';
import { TestMirror, facetOf, open, project, recordedRows, streamOf, testTools } from '../test-brick.ts';

const NOW = new Date('2026-11-23T12:00:05Z');

function row(id: number, fields: JsonObject): RawRecord {
  return { id: String(id), body: { id, ...fields } };
}

/** Lines as the stream keeps them: with the internal reference of their product, which in the recordings is its name. */
function recordedLines(name: string, codes: readonly string[]): RawRecord[] {
  return recordedRows(name).map(({ id, body }, i) => ({
    id,
    body: { ...body, product_default_code: codes[i] ?? null },
  }));
}

const euros = (amount: string): { amount: string; currency: string } => ({ amount, currency: 'EUR' });

const REFERENCE = {
  'res.company': [row(1, { name: 'Librairie', currency_id: [126, 'EUR'], partner_id: [1, 'Librairie'] })],
  'res.currency': [row(126, { name: 'EUR', decimal_places: 2 })],
  'account.tax': [
    row(41, { amount: 20, amount_type: 'percent', price_include: true, company_id: [1, 'Librairie'] }),
    row(44, { amount: 5.5, amount_type: 'percent', price_include: true, company_id: [1, 'Librairie'] }),
  ],
  'pos.config': [
    row(1, { name: 'Shop', picking_type_id: [5, 'PoS'], warehouse_id: [1, 'WH'], company_id: [1, 'Librairie'] }),
  ],
  'stock.picking.type': [
    row(1, { code: 'incoming', warehouse_id: [1, 'WH'] }),
    row(2, { code: 'outgoing', warehouse_id: [1, 'WH'] }),
    row(5, { code: 'outgoing', warehouse_id: [1, 'WH'] }),
  ],
  'pos.payment.method': [row(1, { name: 'Espèces' })],
};

/** The recorded tickets, as the stream keeps them: the recording lacks config and company. */
function recordedTickets(more: JsonObject = {}): Record<string, RawRecord[]> {
  const orders = recordedRows('pos.order.search_read.200').map(({ id, body }) => ({
    id,
    body: { ...body, config_id: 1, company_id: 1, currency_id: 126, ...more },
  }));
  const payment = { payment_method_id: 1, currency_id: 126 };
  return {
    ...REFERENCE,
    'pos.order': orders,
    'pos.order.line': recordedLines('pos.order.line.search_read.200', ['LIV-003', 'PAP-001']),
    'pos.session': recordedRows('pos.session.search_read.200'),
    'pos.payment': [
      row(1, { pos_order_id: 1, amount: 40, is_change: false, ...payment }),
      row(2, { pos_order_id: 1, amount: -1.7, is_change: true, ...payment }),
      row(3, { pos_order_id: 2, amount: 18.000000000000004, is_change: false, ...payment }),
    ],
  };
}

describe('the recorded tickets', () => {
  it('are sales, to the cent', () => {
    expect(facetOf(project(recordedTickets()), 'Sale', '1')).toEqual({
      number: 'Commande 00001-001-0001',
      sequence: 1,
      till: 'Shop',
      location: 'Location:warehouse/1',
      soldAt: '2026-11-23T05:08:36Z',
      lines: [
        {
          ...{ variant: 'Variant:7', sku: 'LIV-003', gtin: null, name: 'LIV-003', quantity: 1, taxRate: '5.5' },
          ...{ unitPriceWithTax: euros('18.50'), total: euros('17.54'), totalWithTax: euros('18.50') },
        },
        {
          ...{ variant: 'Variant:8', sku: 'PAP-001', gtin: null, name: 'PAP-001', quantity: 2, taxRate: '20' },
          ...{ unitPriceWithTax: euros('9.90'), total: euros('16.50'), totalWithTax: euros('19.80') },
        },
      ],
      payments: [{ method: 'Espèces', amount: euros('38.30') }],
      total: euros('34.04'),
      totalWithTax: euros('38.30'),
      customer: null,
      loyaltyNumber: null,
      hash: '7ded268231f0acc24eac55cdd87ba36ebf02adbb66c209f3dbef3544d557bf5e',
      session: 'POS/00001',
    });
    expect(facetOf(project(recordedTickets()), 'Sale', '2')).toMatchObject({ customer: 'Customer:7', sequence: 2 });
  });

  it.each([
    ['38.300000000000004', 38.300000000000004, '38.30'],
    ['0.1 + 0.2', 0.1 + 0.2, '0.30'],
    ['a half cent', 1.005, '1.01'],
    ['a refund', -48, '-48.00'],
    ['nothing below zero', -0.0000001, '0.00'],
  ])('tell %s exactly', (_what, amount, expected) => {
    expect(facetOf(project(recordedTickets({ amount_total: amount })), 'Sale', '1')).toMatchObject({
      totalWithTax: euros(expected),
    });
  });

  it('are told in the currency that they name, with its decimals', () => {
    const kinds = recordedTickets({ currency_id: 25, amount_total: 1200.4 });
    const yen = row(25, { name: 'JPY', decimal_places: 0 });
    const projected = project({ ...kinds, 'res.currency': [...REFERENCE['res.currency'], yen] });
    expect(facetOf(projected, 'Sale', '1')).toMatchObject({ totalWithTax: { amount: '1200', currency: 'JPY' } });
  });

  it('have the running number of the certification, but of their till where several share that one', () => {
    const sequenceOf = (more: JsonObject, configs: RawRecord[] = []): unknown =>
      facetOf(
        project({ ...recordedTickets(more), 'pos.config': [...REFERENCE['pos.config'], ...configs] }),
        'Sale',
        '1',
      );
    const second = row(2, { name: 'Stand', company_id: [1, 'Librairie'] });
    const elsewhere = row(3, { name: 'Paris', company_id: [2, 'Paris'] });
    const certified = { name: 'Shop/0031', l10n_fr_secure_sequence_number: 77 };
    expect(sequenceOf(certified)).toMatchObject({ sequence: 77 });
    expect(sequenceOf(certified, [elsewhere])).toMatchObject({ sequence: 77 });
    expect(sequenceOf(certified, [second])).toMatchObject({ sequence: 31 });
    const plain = { l10n_fr_secure_sequence_number: 0, l10n_fr_hash: false };
    expect(sequenceOf({ ...plain, name: 'Shop/0031' })).toMatchObject({ sequence: 31, hash: null });
    const refund = { ...plain, name: 'Shop/0031 REMBOURSEMENT' };
    // It has the receipt number of the sale.
    expect(sequenceOf(refund)).toMatchObject({ sequence: null, number: 'Shop/0031 REMBOURSEMENT' });
  });

  it('are summed up by their session', () => {
    expect(facetOf(project(recordedTickets()), 'TillSession', 'session/1')).toMatchObject({
      number: 'POS/00001',
      till: 'Shop',
      openedAt: '2026-11-23T05:08:34Z',
      closedAt: '2026-11-23T05:08:36Z',
      saleCount: 2,
      total: euros('49.04'),
      totalWithTax: euros('56.30'),
    });
  });
});

describe('recorded records', () => {
  it('of partners are customers of the till', () => {
    const projected = project({ ...REFERENCE, 'res.partner': recordedRows('res.partner.search_read.200') });
    expect(projected.filter(({ type }) => type === 'TillCustomer').map(({ externalId }) => externalId)).toEqual([
      ...['7', '8', '9'],
    ]);
    expect(facetOf(projected, 'TillCustomer', '7')).toEqual({
      ...{ email: 'aurelie.lefevre@client.example', firstName: null, lastName: 'Aurélie Lefèvre' },
      ...{ phone: '0199001122', loyaltyNumber: null },
    });
  });

  it('of partners are suppliers once something is ordered from them, before the first bill', () => {
    const partners = recordedRows('res.partner.search_read.200');
    const suppliers = (kinds: Record<string, RawRecord[]>): string[] =>
      project({ ...REFERENCE, 'res.partner': partners, ...kinds })
        .filter(({ type }) => type === 'Supplier')
        .map(({ externalId }) => externalId);
    const before = suppliers({});
    const order = row(1, { name: 'P00001', partner_id: [9, 'Café'], state: 'purchase' });
    expect(suppliers({ 'purchase.order': [order] })).toEqual([...before, '9']);
    expect(suppliers({ 'product.supplierinfo': [row(1, { partner_id: [8, 'Noël'] })] })).toEqual([...before, '8']);
  });

  it('of sales orders are orders to ship, drafts and cancelled ones are not', () => {
    const delivery = { picking_type_code: 'outgoing', sale_id: [3, 'S00003'], picking_type_id: [2, 'Out'] };
    const [picking] = recordedRows('stock.picking.search_read.200');
    const lines = recordedLines('sale.order.line.search_read.200', ['LIV-001', 'TEX-001-2']).map(({ id, body }) => ({
      id,
      body: { ...body, order_id: [3, 'S00003'] },
    }));
    const projected = project({
      ...REFERENCE,
      'sale.order': recordedRows('sale.order.search_read.200.write_date'),
      'sale.order.line': lines,
      'stock.picking': [{ id: '2', body: { ...picking?.body, ...delivery } }],
    });
    expect(projected.map(({ type, externalId }) => [type, externalId])).toEqual([['FulfilmentOrder', '3']]);
    expect(projected[0]?.facet).toMatchObject({
      ...{ reference: 'S00003', number: 'S00003', status: 'OPEN', statusLabel: 'assigned' },
      lines: [
        { variant: 'Variant:5', sku: 'LIV-001', quantity: 2, reserved: 2, toShip: 2 },
        { variant: 'Variant:14', sku: 'TEX-001-2', quantity: 1, reserved: 1, toShip: 1 },
      ],
    });
  });

  it('of quants are stock by warehouse', () => {
    const product = {
      ...recordedRows('product.product.read.200.one-variant')[0]?.body,
      id: 6,
      default_code: 'LIV-002',
    };
    const locations = [
      row(8, { complete_name: 'WH/Stock', usage: 'internal', warehouse_id: [1, 'WH'] }),
      row(4, { complete_name: 'Partners/Vendors', usage: 'supplier', warehouse_id: false }),
    ];
    const projected = project({
      ...REFERENCE,
      'product.product': [row(6, { ...product, available_in_pos: true })],
      'stock.location': locations,
      'stock.warehouse': [row(1, { name: 'WH', lot_stock_id: [8, 'WH/Stock'] })],
      'stock.quant': recordedRows('stock.quant.search_read.200.write_date'),
    });
    expect(facetOf(projected, 'StockLevel', '6/warehouse/1')).toEqual({
      ...{ variant: 'Variant:6', sku: 'LIV-002', location: 'Location:warehouse/1', onHand: 6, reserved: 0 },
      ...{ available: 6, incoming: 0, shelf: null },
    });
    const shelfOf = (shelves: number[]): unknown =>
      facetOf(
        project({
          ...REFERENCE,
          'stock.warehouse': [row(1, { name: 'WH', lot_stock_id: [8, 'WH/Stock'] })],
          'product.product': [row(6, { ...product })],
          'stock.location': [...locations, row(9, { ...locations[0]?.body, complete_name: 'WH/Stock/A-12' })],
          'stock.quant': shelves.map((place, i) => row(i, { product_id: 6, location_id: place, quantity: 1 })),
        }),
        'StockLevel',
        '6/warehouse/1',
      );
    expect(shelfOf([9])).toMatchObject({ shelf: 'WH/Stock/A-12' });
    expect(shelfOf([8])).toMatchObject({ shelf: null });
    expect(shelfOf([8, 9])).toMatchObject({ shelf: null, onHand: 2 });
    expect(facetOf(projected, 'TillItem', '6')).toMatchObject({ sku: 'LIV-002', priceWithTax: euros('39.00') });
  });
});

describe('a delivery without a sales order', () => {
  const delivery = { name: 'WH/OUT/00009', picking_type_id: [2, 'Out'], location_dest_id: [5, 'Customers'] };
  const kinds = (state: string): Record<string, RawRecord[]> => ({
    ...REFERENCE,
    'stock.picking': [row(7, { ...delivery, state, sale_id: null, origin: 'WEB-77', date_done: null })],
    'stock.move': [
      row(1, {
        ...{ picking_id: [7, 'WH/OUT/00009'], product_id: [5, '[OLD] Livre'], product_default_code: 'LIV-001', state },
        ...{ product_uom_qty: 2, quantity: 2 },
      }),
    ],
  });

  it('is an order, and stays one once it is shipped', () => {
    const waiting = project(kinds('assigned')).map(({ type, externalId }) => [type, externalId]);
    expect(waiting).toEqual([['FulfilmentOrder', 'picking/7']]);
    const shipped = project(kinds('done'));
    expect(facetOf(shipped, 'FulfilmentOrder', 'picking/7')).toMatchObject({
      ...{ reference: 'WEB-77', status: 'SHIPPED', statusLabel: 'done' },
      lines: [{ sku: 'LIV-001', quantity: 2, reserved: 0, toShip: 0 }],
    });
    expect(facetOf(shipped, 'Shipment', '7')).toMatchObject({ order: 'Order:picking/7', orderReference: 'WEB-77' });
  });
});

describe('a line without an internal reference', () => {
  it('has none, whatever the name of its product looks like', () => {
    const lines = [row(1, { order_id: [1, 'P1'], product_id: [5, '[SOLDES] Livre'], product_default_code: null })];
    const order = row(1, { name: 'P1', state: 'purchase', partner_id: [20, 'Rivage'] });
    const projected = project({ ...REFERENCE, 'purchase.order': [order], 'purchase.order.line': lines });
    expect(facetOf(projected, 'PurchaseOrder', '1')).toMatchObject({ lines: [{ sku: '' }] });
    const unread = lines.map(({ id, body: { product_default_code: _, ...body } }) => ({ id, body }));
    const before = project({ ...REFERENCE, 'purchase.order': [order], 'purchase.order.line': unread });
    expect(facetOf(before, 'PurchaseOrder', '1')).toMatchObject({ lines: [{ sku: '' }] });
  });
});

describe("a supplier's own reference", () => {
  const price = { partner_id: [20, 'Rivage'], product_id: null, product_tmpl_id: [3, 'Livre'] };
  const codeWith = (...prices: JsonObject[]): unknown => {
    const kinds = {
      ...REFERENCE,
      'product.supplierinfo': prices.map((one, i) => row(i + 1, { ...price, ...one })),
      'purchase.order': [row(1, { name: 'P1', state: 'purchase', partner_id: [20, 'Rivage'] })],
      'purchase.order.line': [row(1, { order_id: [1, 'P1'], product_id: [5, 'Livre'], product_template: 3 })],
    };
    const found = facetOf(project(kinds), 'PurchaseOrder', '1') as { lines: { supplierSku: unknown }[] } | undefined;
    return found?.lines[0]?.supplierSku;
  };

  it('is that of his price list, for the variant before the template', () => {
    expect(codeWith({ product_code: 'F-1' })).toBe('F-1');
    expect(codeWith({ product_code: 'F-1' }, { product_code: 'F-2', product_id: [5, 'Livre'] })).toBe('F-2');
    expect(codeWith({ product_code: 'F-1', product_id: [6, 'Autre'] })).toBeNull();
    expect(codeWith({ product_code: 'F-1', product_tmpl_id: [4, 'Autre'] })).toBeNull();
    expect(codeWith({ product_code: 'F-1', partner_id: [21, 'Autre'] })).toBeNull();
    expect(codeWith({ product_code: null })).toBeNull();
  });
});

describe('a price of the catalogue', () => {
  it.each([
    ['with its tax in it', true, '20', '24.00'],
    ['without its tax', false, '20', '28.80'],
  ])('%s', (_what, isIncluded, rate, expected) => {
    const tax = row(9, {
      amount: Number(rate),
      amount_type: 'percent',
      price_include: isIncluded,
      company_id: [1, 'L'],
    });
    const item = { active: true, available_in_pos: true, lst_price: 24, taxes_id: [9], company_id: false };
    const projected = project({ ...REFERENCE, 'account.tax': [tax], 'product.product': [row(1, item)] });
    expect(facetOf(projected, 'TillItem', '1')).toMatchObject({ priceWithTax: euros(expected) });
  });
});

describe('several companies', () => {
  const french = row(9, { amount: 20, amount_type: 'percent', price_include: false, company_id: [2, 'Paris'] });
  const item = { active: true, available_in_pos: true, lst_price: 24, company_id: false };

  it('have taxes of their own; those of the only one that is read count', () => {
    const priceWith = (taxes_id: number[]): unknown =>
      facetOf(
        project({
          ...REFERENCE,
          'account.tax': [...REFERENCE['account.tax'], french],
          'product.product': [row(1, { ...item, taxes_id })],
        }),
        'TillItem',
        '1',
      );
    expect(priceWith([9, 41])).toMatchObject({ priceWithTax: euros('24.00') });
    expect(priceWith([9])).toMatchObject({ priceWithTax: euros('28.80') });
  });

  it('may have tills of one name, which are told apart', () => {
    const kinds = { ...recordedTickets(), 'pos.config': [...REFERENCE['pos.config'], row(2, { name: 'Shop' })] };
    expect(facetOf(project(kinds), 'Sale', '1')).toMatchObject({ till: 'Shop (1)' });
  });
});

describe('an archived tax', () => {
  it('is in no price of today, but in the rate of a ticket of its time', () => {
    const old = row(9, { amount: 10, amount_type: 'percent', price_include: false, active: false, company_id: false });
    const kinds = { ...recordedTickets(), 'account.tax': [...REFERENCE['account.tax'], old] };
    const item = { active: true, available_in_pos: true, lst_price: 24, taxes_id: [9, 41], company_id: false };
    expect(facetOf(project({ ...kinds, 'product.product': [row(1, item)] }), 'TillItem', '1')).toMatchObject({
      priceWithTax: euros('24.00'),
    });
    const [line] = recordedRows('pos.order.line.search_read.200');
    const lines = [{ id: '1', body: { ...line?.body, tax_ids: [9], tax_ids_after_fiscal_position: [9] } }];
    expect(facetOf(project({ ...kinds, 'pos.order.line': lines }), 'Sale', '1')).toMatchObject({
      lines: [{ taxRate: '10' }],
    });
  });
});

describe('the business of the stand-in', () => {
  it('is projected into every facet of both roles', async () => {
    const sandbox = await startOdooSandbox({ bornAt: new Date('2026-11-23T12:00:00Z') });
    const brick = open(testTools(undefined, NOW), sandbox.settings);
    const mirror = new TestMirror();
    const kinds: Record<string, RawRecord[]> = {};
    for (const { kind, model } of MODELS) {
      await mirror.run(streamOf(brick, kind ?? model), NOW);
      kinds[kind ?? model] = mirror.records(kind ?? model);
    }
    await sandbox.close();
    const projected = project(kinds);
    const keys = projected.map(({ type, externalId }) => `${type} ${externalId}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect([...new Set(projected.map(({ type }) => type))].sort()).toEqual([
      ...['FulfilmentOrder', 'Location', 'LoyaltyCard', 'PurchaseOrder', 'Receipt', 'Return', 'Sale', 'Shipment'],
      ...['StockItem', 'StockLevel', 'Store', 'Supplier', 'TillCustomer', 'TillItem', 'TillSession'],
    ]);
    expect(keys.filter((key) => /Shipment|Receipt|Return|Order|Store|Session|Loyalty|Supplier/.test(key))).toEqual([
      ...['Store warehouse/2', 'Supplier 20', 'FulfilmentOrder 1', 'FulfilmentOrder 2'],
      ...['Shipment 1', 'Receipt 3', 'Return 5', 'PurchaseOrder 1', 'PurchaseOrder 2'],
      ...['TillSession session/1', 'TillSession session/2', 'TillSession closing/1', 'LoyaltyCard 1', 'LoyaltyCard 2'],
    ]);
    expect(facetOf(projected, 'StockItem', '5')).toMatchObject({
      sku: 'LIV-001',
      onHand: 17,
      available: 16,
      incoming: 0,
    });
    expect(facetOf(projected, 'StockItem', '6')).toMatchObject({ incoming: 20 });
    expect(facetOf(projected, 'FulfilmentOrder', '1')).toMatchObject({ status: 'SHIPPED', reference: 'WEB-1001' });
    expect(facetOf(projected, 'Shipment', '1')).toMatchObject({
      ...{ order: 'Order:1', orderReference: 'S00001', carrier: 'Colissimo', trackingNumbers: ['6A123', '6A124'] },
      lines: [{ variant: 'Variant:5', sku: 'LIV-001', quantity: 2 }],
    });
    expect(facetOf(projected, 'Return', '5')).toMatchObject({ order: 'Order:1', lines: [{ quantity: 1 }] });
    expect(facetOf(projected, 'PurchaseOrder', '1')).toMatchObject({ status: 'RECEIVED', supplier: 'Supplier:20' });
    expect(facetOf(projected, 'PurchaseOrder', '2')).toMatchObject({
      status: 'EXPECTED',
      lines: [{ sku: 'LIV-002', supplierSku: 'F-2' }],
    });
    expect(facetOf(projected, 'Receipt', '3')).toMatchObject({ purchaseOrder: 'PurchaseOrder:1' });
    expect(facetOf(projected, 'Sale', '3')).toMatchObject({
      totalWithTax: euros('-48.00'),
      lines: [{ sku: 'DEC-001', gtin: '3769990000076', quantity: -1 }],
    });
    expect(facetOf(projected, 'LoyaltyCard', '1')).toMatchObject({ number: '044a-1c2d', points: '18', balance: null });
    expect(facetOf(projected, 'LoyaltyCard', '2')).toMatchObject({ points: null, balance: euros('25.50') });
    expect(facetOf(projected, 'TillCustomer', '7')).toMatchObject({ loyaltyNumber: '044a-1c2d' });
    expect(facetOf(projected, 'TillSession', 'closing/1')).toMatchObject({
      cumulativeTotal: euros('38.30'),
      hash: null,
    });
  });
});
