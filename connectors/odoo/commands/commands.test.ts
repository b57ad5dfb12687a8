import { open, streamOf, TestMirror, testTools } from '../test-brick.ts';
import { anOrder, killEverywhere, refused, startTestErp, testDelivery } from './test-erp.ts';
import type { TestErp } from './test-erp.ts';

const BY_JSON_RPC = '17.0-20240709';
const BY_JSON_2 = '19.0';

let erp: TestErp;
afterEach(() => erp.sandbox.close());

const stock = (variant: string, quantity: number, location: string | null = 'main') => ({
  ...{ variant, sku: variant.toUpperCase(), location, quantity },
});
const inRoom = (product: number, location = 8) =>
  erp.rows('stock.quant').find((row) => row['product_id'] === product && row['location_id'] === location);
const purchase = (changes = {}) => ({
  ...{ purchaseOrder: 'po-1', reference: 'MO-0001', supplier: 'shore', location: 'shop', currency: 'EUR' },
  expectedAt: '2026-12-01T09:00:00Z',
  lines: [{ variant: 'novel', sku: 'NOVEL', quantity: 12, unitPrice: '11.45' }],
  ...changes,
});

describe.each([BY_JSON_RPC, BY_JSON_2])('Odoo %s', (version) => {
  beforeEach(async () => void (erp = await startTestErp(version)));

  it('counts stock: what lies on shelves stays, the stock room takes the rest', async () => {
    const touched = await erp.commands.setStock(stock('novel', 30), testDelivery());
    expect(inRoom(5)).toMatchObject({ quantity: 26 });
    expect(inRoom(5, 9)).toMatchObject({ quantity: 4 });
    expect(inRoom(5, 18)).toMatchObject({ quantity: 3 });
    expect(touched).toEqual({ touched: [{ kind: 'stock.quant', ids: ['1', '20'] }] });
    expect(erp.effects()).toEqual(['write stock.quant', 'action_apply_inventory stock.quant']);
  });

  it('counts where nothing lay yet, and not at all what is so already', async () => {
    const quants = erp.rows('stock.quant');
    quants.splice(0, Infinity, ...quants.filter((row) => row['product_id'] !== 8));
    await erp.commands.setStock(stock('notebook', 7, 'shop'), testDelivery());
    expect(inRoom(8, 18)).toMatchObject({ quantity: 7 });
    await erp.commands.setStock(stock('notebook', 7, 'shop'), testDelivery());
    expect(erp.effects()).toEqual(['create stock.quant', 'action_apply_inventory stock.quant']);
  });

  it('picks an order: customer, quotation, delivery', async () => {
    const { created, touched } = await erp.commands.fulfilOrder(anOrder({ note: 'a < b' }), testDelivery());
    const partner = erp.rows('res.partner').at(-1);
    expect(partner).toMatchObject({ email: 'Ada_L@example.test', name: 'Ada Lovelace', country_id: 75 });
    const order = erp.rows('sale.order').at(-1);
    expect(order).toMatchObject({
      ...{ client_order_ref: 'HUBORDERA', origin: '42', state: 'sale', partner_id: partner?.id },
      ...{ partner_shipping_id: partner?.id, date_order: '2026-11-22 22:30:00', note: 'a &lt; b' },
    });
    // The stand-in's taxes are included in prices.
    expect(erp.rows('sale.order.line').at(-1)).toMatchObject({ product_id: 8, price_unit: 9.9, name: 'A notebook' });
    expect(created).toEqual([
      { type: 'Order', hubId: 'order-1', externalId: String(order?.id) },
      { type: 'Customer', hubId: 'ada', externalId: String(partner?.id) },
    ]);
    expect(touched.map(({ kind }) => kind)).toEqual([
      ...['res.partner', 'sale.order', 'sale.order.line', 'stock.picking', 'stock.move', 'stock.quant'],
    ]);
  });

  it('sends to another address of a customer that it knows', async () => {
    const known = { id: 'ada', email: 'Aurelie.Lefevre@client.example', firstName: 'A.', lastName: 'Lefèvre' };
    const order = anOrder({ customer: known, shippingAddress: { ...anOrder().shippingAddress, company: 'Moteurs' } });
    await erp.commands.fulfilOrder(order, testDelivery());
    await erp.commands.fulfilOrder({ ...order, reference: 'HUBORDERB' }, testDelivery());
    const own = erp.rows('res.partner').filter((row) => row['parent_id'] === 7);
    expect(own).toMatchObject([{ name: 'Moteurs, Ada Lovelace', type: 'delivery' }]);
    expect(erp.rows('sale.order').slice(-2)).toMatchObject([
      { partner_id: 7, partner_shipping_id: own[0]?.id },
      { partner_id: 7, partner_shipping_id: own[0]?.id },
    ]);
  });

  it('orders goods as a draft', async () => {
    const { created, touched } = await erp.commands.createPurchaseOrder(purchase(), testDelivery());
    const order = erp.rows('purchase.order').at(-1);
    expect(order).toMatchObject({ partner_ref: 'MO-0001', partner_id: 20, state: 'draft', currency_id: 126 });
    expect(order).toMatchObject({ date_planned: '2026-12-01 09:00:00' });
    expect(erp.rows('purchase.order.line').at(-1)).toMatchObject({ product_qty: 12, price_unit: 11.45, product_id: 5 });
    expect(created).toEqual([{ type: 'PurchaseOrder', hubId: 'po-1', externalId: '3' }]);
    expect(touched).toEqual([
      { kind: 'purchase.order', ids: ['3'] },
      { kind: 'purchase.order.line', ids: ['3'] },
    ]);
  });

  it('what was touched is read back by id', async () => {
    const { touched } = await erp.commands.fulfilOrder(anOrder(), testDelivery());
    const brick = open(testTools(), erp.sandbox.settings);
    for (const { kind, ids } of touched) {
      const stream = streamOf(brick, kind);
      const found = await stream.byIds?.([...ids], new TestMirror().context(stream, new Date()));
      expect([kind, found?.map(({ id }) => id)]).toEqual([kind, [...ids].sort((one, other) => +one - +other)]);
    }
  });

  it('is told once though the hub is killed at any request', async () => {
    const counted = await killEverywhere(
      version,
      (one) => one.commands.setStock,
      stock('novel', 30),
      (one) => {
        const inside = one.rows('stock.quant').filter((row) => row['product_id'] === 5 && row['location_id'] !== 18);
        expect(inside.map((row) => row['quantity'])).toEqual([26, 4]);
      },
    );
    expect(counted).toBeGreaterThan(20);
    const ordered = await killEverywhere(
      version,
      (one) => one.commands.fulfilOrder,
      anOrder(),
      (one) => {
        const made = one.effects().filter((effect) => !effect.startsWith('write'));
        expect(made).toEqual(['create res.partner', 'create sale.order', 'action_confirm sale.order']);
        expect(one.rows('sale.order').at(-1)).toMatchObject({ state: 'sale', date_order: '2026-11-22 22:30:00' });
        expect(one.rows('sale.order.line')).toHaveLength(6);
      },
    );
    expect(ordered).toBeGreaterThan(40);
    const bought = await killEverywhere(
      version,
      (one) => one.commands.createPurchaseOrder,
      purchase(),
      (one) => {
        expect(one.effects()).toEqual(['create purchase.order']);
      },
    );
    expect(bought).toBeGreaterThan(20);
  });

  it('a missing right is a refusal in Odoo’s own words, without its traceback', async () => {
    erp.sandbox.locked.add('sale.order').add('stock.quant').add('purchase.order');
    for (const work of [
      () => erp.commands.fulfilOrder(anOrder(), testDelivery()),
      () => erp.commands.setStock(stock('novel', 30), testDelivery()),
      () => erp.commands.createPurchaseOrder(purchase(), testDelivery()),
    ]) {
      const answer = await refused(work());
      expect(answer).toMatchObject({ name: 'PermanentError', code: 'BRICK_RIGHT_MISSING' });
      expect(answer.detail).toMatch(/^odoo\.exceptions\.AccessError: You are not allowed to (create|modify)/);
      expect(answer.detail).not.toMatch(/Traceback|\/var\//);
    }
  });

  it('what Odoo finds wrong is a refusal, what passes is tried again', async () => {
    const fault = { name: 'odoo.exceptions.ValidationError', message: 'The quantity is too large.' };
    erp.sandbox.faults.push({ model: 'purchase.order', after: 1, fault });
    expect(await refused(erp.commands.createPurchaseOrder(purchase(), testDelivery()))).toEqual({
      ...{ name: 'PermanentError', code: 'BRICK_VALUE_REFUSED' },
      detail: 'odoo.exceptions.ValidationError: The quantity is too large.',
    });
    erp.sandbox.faults.push({ model: 'purchase.order', after: 1, fault: { status: 503 } });
    const busy = await refused(erp.commands.createPurchaseOrder(purchase(), testDelivery()));
    expect(busy).toMatchObject({ name: 'RetryableError', code: 'BRICK_UNAVAILABLE' });
    expect(erp.effects()).toEqual([]);
  });

  it('the check names what may not be written', async () => {
    erp.sandbox.locked.add('sale.order');
    const findings = await open(testTools(), erp.sandbox.settings).check();
    expect(findings.filter(({ subject }) => subject.endsWith('(write)'))).toMatchObject([
      { subject: 'stock.quant (write)', state: 'ok' },
      { subject: 'sale.order (write)', state: 'missing', message: expect.stringContaining('fulfilOrder') as string },
      { subject: 'res.partner (write)', state: 'ok' },
      { subject: 'purchase.order (write)', state: 'ok' },
    ]);
  });
});

describe('refused before anything is written', () => {
  beforeEach(async () => void (erp = await startTestErp()));
  afterEach(() => expect(erp.effects()).toEqual([]));

  it('what is gone', async () => {
    const { commands } = erp;
    const delivery = testDelivery();
    expect(await refused(commands.setStock(stock('gone', 1), delivery))).toMatchObject({
      ...{ name: 'PermanentError', code: 'VARIANT_UNKNOWN', detail: 'GONE (product.product 999)' },
    });
    expect(await refused(commands.setStock(stock('novel', 1, 'nowhere'), delivery))).toMatchObject({
      code: 'LOCATION_UNKNOWN',
    });
    expect(await refused(commands.createPurchaseOrder(purchase({ supplier: 'nobody' }), delivery))).toMatchObject({
      code: 'SUPPLIER_UNKNOWN',
    });
    const [line] = anOrder().lines;
    const order = anOrder({ lines: line ? [{ ...line, variant: 'never' }] : [] });
    expect(await refused(commands.fulfilOrder(order, delivery))).toMatchObject({ code: 'VARIANT_UNKNOWN' });
  });

  it('what would not be as it is said', async () => {
    const { commands, sandbox } = erp;
    expect(await refused(commands.setStock(stock('novel', 3), testDelivery()))).toMatchObject({
      ...{ code: 'STOCK_ON_SHELVES', detail: 'counted 3, on shelves 4' },
    });
    for (const row of erp.rows('product.product')) row['tracking'] = 'lot';
    expect(await refused(commands.setStock(stock('novel', 30), testDelivery()))).toMatchObject({
      code: 'STOCK_TRACKED',
    });
    expect(await refused(commands.createPurchaseOrder(purchase({ currency: 'USD' }), testDelivery()))).toMatchObject({
      code: 'ORDER_CURRENCY_MISSING',
    });
    Object.assign(sandbox.tables['sale.order']?.[0] ?? {}, { client_order_ref: 'HUBORDERA', state: 'cancel' });
    const known = { ...anOrder().customer, email: 'aurelie.lefevre@client.example' };
    const shippingAddress = { ...anOrder().shippingAddress, firstName: 'Aurélie', lastName: 'Lefèvre' };
    const own = { phone: '0199001122', street: '3 allée des Tilleuls', postcode: '49000', city: 'Angers' };
    const order = anOrder({ customer: known, shippingAddress: { ...shippingAddress, ...own } });
    expect(await refused(commands.fulfilOrder(order, testDelivery()))).toMatchObject({ code: 'ORDER_CANCELLED' });
    Object.assign(sandbox.tables['sale.order']?.[0] ?? {}, { state: 'draft' });
    expect(await refused(commands.fulfilOrder(order, testDelivery()))).toMatchObject({ code: 'ORDER_DIFFERS' });
  });

  it('nothing, where all of Odoo is out of reach: the message waits', async () => {
    await erp.sandbox.close();
    erp = await startTestErp(undefined, { key: 'another' });
    const answer = await refused(erp.commands.setStock(stock('novel', 30), testDelivery()));
    expect(answer).toMatchObject({ name: 'RetryableError', code: 'BRICK_KEY_REFUSED' });
  });
});
