import type { Delivered, PlaceOrder } from '#sdk';
import { anOrder, IDS, killEverywhere, refused, startTestShop } from './test-shop.ts';
import type { TestShop } from './test-shop.ts';
import { testDelivery } from './test-delivery.ts';

let shop: TestShop;
beforeAll(async () => void (shop = await startTestShop()));
beforeEach(() => shop.reset());
afterAll(async () => shop.sandbox.close());

const PAID = 2;
const AWAITING_WIRE = 10;
const PAID_BY_WEBSERVICE = 11;

const place = (order: PlaceOrder = anOrder(), options = {}): Promise<Delivered> =>
  shop.commands.placeOrder(order, testDelivery(IDS, options));
const inserted = (resource: string): string[] => shop.effects().filter((effect) => effect === `POST ${resource}`);
function made(): Record<string, unknown> {
  const orders = shop.rows('orders').filter((order) => order['reference'] === 'HUBORDERA');
  expect(orders).toHaveLength(1);
  return orders[0] ?? {};
}
const ofOrder = (resource: string, order = made()): Record<string, unknown>[] =>
  shop.rows(resource).filter((row) => row['id_order'] === order['id']);
const payments = (): Record<string, unknown>[] =>
  shop.rows('order_payments').filter((row) => row['order_reference'] === 'HUBORDERA');

/** All that an order must be, however often it was brought. */
function expectTheOrderOnce(): void {
  expect(made()).toMatchObject({
    reference: 'HUBORDERA',
    current_state: PAID,
    date_add: '2026-10-31 23:30:00',
    id_carrier: 3,
    gift_message: '',
    total_products: '221.670000',
    total_products_wt: '263.080000',
    total_shipping_tax_excl: '5.750000',
    total_shipping_tax_incl: '6.900000',
    total_paid: '269.980000',
    total_paid_tax_excl: '227.420000',
    total_paid_tax_incl: '269.980000',
    total_paid_real: '269.980000',
    module: 'ps_wirepayment',
    payment: 'Carte bancaire',
    id_lang: 2,
  });
  expect(inserted('orders')).toHaveLength(1);
  expect(inserted('carts')).toHaveLength(1);
  expect(inserted('customers')).toHaveLength(1);
  expect(inserted('addresses')).toHaveLength(1);
  expect(payments()).toMatchObject([
    { amount: '269.980000', transaction_id: 'TX-1', payment_method: 'Carte bancaire', date_add: '2026-10-31 23:30:00' },
  ]);
  expect(ofOrder('order_histories').map((entry) => entry['id_order_state'])).toEqual([8, PAID]);
}

describe('an order is brought to the shop', () => {
  it('as it was sold, whatever the catalogue says by now', async () => {
    shop.sandbox.edit('products', 1, { price: '999.000000' });
    const delivered = await place();
    expectTheOrderOnce();
    const lines = ofOrder('order_details').map((row) => [
      row['product_id'],
      row['product_attribute_id'],
      row['product_quantity'],
      row['unit_price_tax_excl'],
      row['total_price_tax_incl'],
    ]);
    expect(lines).toEqual([
      [1, 0, 2, '100.750000', '241.800000'],
      [6, 2, 1, '20.170000', '21.280000'],
    ]);
    expect(ofOrder('order_carriers')).toMatchObject([{ id_carrier: 3, shipping_cost_tax_incl: '6.900000' }]);
    expect(ofOrder('order_invoices')).toMatchObject([{ total_paid_tax_incl: '269.980000' }]);
    const [customer] = shop.rows('customers').filter((row) => row['email'] === 'Ada@Example.test');
    expect(customer).toMatchObject({ firstname: 'Ada', active: '1', id_default_group: 3, id_lang: 2 });
    expect(delivered.created).toEqual([
      { type: 'Order', hubId: 'order-1', externalId: String(made()['id']) },
      { type: 'Customer', hubId: 'new', externalId: String(customer?.['id']) },
    ]);
  });

  it('and names every record that it wrote', async () => {
    const { touched } = await place();
    const kinds = touched.map(({ kind }) => kind).sort();
    const written = shop.sandbox.writes.map(({ resource }) => resource);
    expect(kinds).toEqual([...new Set(written)].sort());
    for (const { kind, ids } of touched) {
      const own = shop.sandbox.writes.filter(({ resource }) => resource === kind).map(({ id }) => String(id));
      expect([...ids].sort()).toEqual([...new Set(own)].sort());
    }
  });

  it('never as a payment error where the shop reckons as it was sold, but for the carrier that it takes', async () => {
    const totals = {
      products: '100.75',
      productsWithTax: '120.90',
      shipping: '5.75',
      shippingWithTax: '6.90',
      discountsWithTax: '0',
      total: '106.50',
      totalWithTax: '127.80',
    };
    const [boots] = anOrder().lines;
    await place(anOrder({ lines: boots ? [{ ...boots, quantity: 1 }] : [], totals }));
    expect(made()).toMatchObject({
      current_state: PAID_BY_WEBSERVICE,
      id_carrier: 3,
      total_paid: '127.800000',
      total_paid_real: '127.800000',
    });
    expect(payments()).toMatchObject([{ amount: '127.800000' }]);
    expect(ofOrder('order_invoices')).toMatchObject([{ total_paid_tax_incl: '127.800000' }]);
    expect(ofOrder('order_histories').map((entry) => entry['id_order_state'])).toEqual([PAID_BY_WEBSERVICE]);
  });

  it('without its payment while it is not paid', async () => {
    await place(anOrder({ payment: { method: 'Virement', transactionId: null, paid: false } }));
    expect(made()).toMatchObject({ current_state: AWAITING_WIRE, total_paid_real: '0.000000' });
    expect(payments()).toMatchObject([{ amount: '0.000000', transaction_id: '' }]);
  });

  it.each([
    [true, 9],
    [false, 12],
  ])('on backorder where more was sold than there is, paid: %s', async (paid, state) => {
    await place(anOrder({ onBackorder: true, payment: { method: 'Virement', transactionId: null, paid } }));
    expect(made()).toMatchObject({ current_state: state });
  });

  it('for the customer with the e-mail, at the address that there is', async () => {
    const known = shop.row('customers', 1);
    const own = shop.rows('addresses').find((row) => row['id_customer'] === 1 && row['deleted'] === '0');
    expect(own?.['id_country']).toBe(8);
    const address = {
      firstName: String(own?.['firstname']),
      lastName: String(own?.['lastname']),
      company: String(own?.['company']) || null,
      vatNumber: String(own?.['vat_number']) || null,
      street: String(own?.['address1']),
      street2: String(own?.['address2']) || null,
      postcode: String(own?.['postcode']),
      city: String(own?.['city']),
      country: 'FR',
      phone: String(own?.['phone']) || null,
    };
    const customer = { id: 'stranger', email: String(known['email']).toUpperCase(), firstName: 'A', lastName: 'B' };
    const { created } = await place(anOrder({ customer, shippingAddress: address, billingAddress: address }));
    expect([...inserted('customers'), ...inserted('addresses')]).toEqual([]);
    expect(made()).toMatchObject({ id_customer: 1, id_address_delivery: own?.['id'] });
    expect(created).toContainEqual({ type: 'Customer', hubId: 'stranger', externalId: '1' });
  });

  it('writes texts as they are, mark-up and all', async () => {
    const note = 'R&D <"first"> \u0000 l’été 😀';
    await place(anOrder({ note }));
    expect(made()).toMatchObject({ note: note.replace('\u0000', '') });
  });

  it('leaves a state alone that somebody set meanwhile', async () => {
    const kept = new Map();
    shop.sandbox.faults.set({ rules: [{ match: { method: 'PATCH', resource: 'orders' }, effect: { kind: 'drop' } }] });
    await expect(place(anOrder(), { kept })).rejects.toThrow('fetch failed');
    shop.sandbox.faults.clear();
    shop.sandbox.edit('orders', Number(shop.rows('orders').at(-1)?.['id']), { current_state: 4 });
    await place(anOrder(), { kept });
    expect(made()).toMatchObject({ current_state: 4, total_paid: '269.980000' });
  });

  it('and is right by two requests, whoever fetches it meanwhile', async () => {
    shop.sandbox.log.length = 0;
    await place();
    const requests = shop.sandbox.log.map(({ method, resource }) => `${method} ${resource}`);
    expect(requests.slice(requests.indexOf('POST orders')).slice(0, 3)).toEqual([
      'POST orders',
      'GET orders',
      'PATCH orders',
    ]);
  });
});

describe('an order is in the shop once', () => {
  it('though the hub is killed at any of its requests', async () => {
    const kills = await killEverywhere(shop, shop.commands.placeOrder, anOrder(), ({ created }) => {
      expectTheOrderOnce();
      expect(created).toHaveLength(2);
    });
    expect(kills).toBeGreaterThan(60);
  });

  it('though the answer to every second write is lost', async () => {
    const match = { method: ['POST', 'PATCH'] };
    shop.sandbox.faults.set({ rules: [{ match, when: { every: 2 }, effect: { kind: 'drop', after: true } }] });
    const kept = new Map();
    let tries = 0;
    let delivered: Delivered | null = null;
    while (delivered === null && tries < 20) {
      tries += 1;
      delivered = await place(anOrder(), { kept, attempt: tries }).catch(() => null);
    }
    expect(tries).toBeGreaterThan(3);
    expectTheOrderOnce();
  });

  it('though no step was kept', async () => {
    await place();
    const effects = shop.effects();
    await place();
    expectTheOrderOnce();
    expect(shop.effects().filter((effect) => effect.startsWith('POST'))).toEqual(
      effects.filter((effect) => effect.startsWith('POST')),
    );
  });

  it('though the cart was made without its rows', async () => {
    await place();
    const [cart] = shop.rows('carts').slice(-1);
    shop.sandbox.edit('carts', Number(cart?.['id']), { associations: {} });
    for (const { id } of shop.rows('orders').slice(-1) as { id: number }[]) shop.sandbox.remove('orders', id);
    await place();
    expect(inserted('carts')).toHaveLength(1);
    expect(ofOrder('order_details')).toHaveLength(2);
  });

  it('though the shop answers 500 after it was written', async () => {
    const effect = { kind: 'status', status: 500, body: '', after: true } as const;
    shop.sandbox.faults.set({ rules: [{ match: { method: 'POST', resource: 'orders' }, effect }] });
    await place();
    expectTheOrderOnce();
  });

  it('and two orders of one buyer are two', async () => {
    await place();
    await place(anOrder({ order: 'order-2', reference: 'HUBORDERB' }), { message: 'msg-0002' });
    expect(shop.rows('orders').filter((row) => row['id_customer'] === made()['id_customer'])).toHaveLength(2);
    expect(inserted('addresses')).toHaveLength(1);
  });
});

describe('an order is refused', () => {
  const edits: Record<string, [resource: string, id: number, changes: Record<string, unknown>]> = {
    ORDER_COUNTRY_INACTIVE: ['countries', 8, { active: '0' }],
    ORDER_CARRIER_GONE: ['carriers', 3, { deleted: '1' }],
    ORDER_CURRENCY_MISSING: ['currencies', 1, { active: 0 }],
  };

  it.each(Object.entries(edits))('with %s, before anything is written', async (code, [resource, id, changes]) => {
    shop.sandbox.edit(resource, id, changes);
    expect(await refused(place())).toMatchObject({ name: 'PermanentError', code });
    expect(shop.effects()).toEqual([]);
  });

  it('when the shop lacks a product or a country', async () => {
    const [first] = anOrder().lines;
    const lines = first ? [{ ...first, variant: 'nobody knows' }] : [];
    expect(await refused(place(anOrder({ lines })))).toMatchObject({ code: 'ORDER_PRODUCT_UNKNOWN' });
    const shippingAddress = { ...anOrder().shippingAddress, country: 'ZZ' };
    expect(await refused(place(anOrder({ shippingAddress })))).toMatchObject({ code: 'ORDER_COUNTRY_UNKNOWN' });
    shop.sandbox.remove('combinations', 2);
    const gone = { code: 'ORDER_PRODUCT_GONE', detail: 'no combination 2' };
    expect(await refused(place())).toMatchObject(gone);
    expect(shop.effects()).toEqual([]);
  });

  it('with the shop’s own words where only the shop knows', async () => {
    const customer = { ...anOrder().customer, lastName: 'Love<lace>' };
    const answer = await refused(place(anOrder({ customer })));
    expect(answer).toMatchObject({ name: 'PermanentError', code: 'BRICK_VALUE_REFUSED' });
    expect(answer.detail).toContain('Customer->lastname is not valid');
  });

  it('when the shop fails on it again and again while it answers', async () => {
    const other = await startTestShop({ paymentModule: 'ps_unknown' });
    try {
      const kept = new Map();
      const tries = [1, 2, 3, 4, 5, 6].map((attempt) => ({ kept, attempt }));
      const codes: string[] = [];
      for (const options of tries)
        codes.push((await refused(other.commands.placeOrder(anOrder(), testDelivery(IDS, options)))).code);
      expect(codes).toEqual([...Array<string>(4).fill('BRICK_SERVER_ERROR'), 'ORDER_NOT_TAKEN', 'ORDER_NOT_TAKEN']);
      expect(other.effects().filter((effect) => effect === 'POST carts')).toHaveLength(1);
    } finally {
      await other.sandbox.close();
    }
  });

  it('at once, when a carrier went between two tries', async () => {
    const kept = new Map();
    shop.sandbox.faults.set({ rules: [{ match: { method: 'POST', resource: 'orders' }, effect: { kind: 'drop' } }] });
    await expect(place(anOrder(), { kept })).rejects.toThrow('fetch failed');
    shop.sandbox.faults.clear();
    shop.sandbox.edit('countries', 8, { active: '0' });
    expect(await refused(place(anOrder(), { kept, attempt: 2 }))).toMatchObject({ code: 'ORDER_COUNTRY_INACTIVE' });
  });

  it('when its papers fail again and again, though the order is right', async () => {
    const effect = { kind: 'status', status: 500, body: '' } as const;
    shop.sandbox.faults.set({ rules: [{ match: { method: 'PATCH', resource: 'order_details' }, effect }] });
    shop.sandbox.edit('products', 1, { price: '999.000000' });
    expect(await refused(place())).toMatchObject({ name: 'RetryableError', code: 'BRICK_SERVER_ERROR' });
    expect(await refused(place(anOrder(), { attempt: 8 }))).toMatchObject({ code: 'ORDER_PAPERS_FAILED' });
    expect(made()).toMatchObject({ total_paid: '269.980000', current_state: PAID });
  });

  it('in both figures, when a module changes what was written', async () => {
    shop.sandbox.faults.transform = (resource, records) =>
      resource === 'orders' ? records.map((record) => ({ ...record, total_paid_tax_incl: '270.000000' })) : records;
    const { code, detail } = await refused(place());
    expect(code).toBe('ORDER_TOTALS_DIFFER');
    expect(detail).toBe('total_paid_tax_incl: sold 269.98, in the shop 270.000000');
  });

  it('is only put off while the shop is down', async () => {
    shop.sandbox.faults.set({ disabled: true });
    expect(await refused(place())).toMatchObject({ name: 'RetryableError', code: 'BRICK_WEBSERVICE_OFF' });
    shop.sandbox.faults.set({ disabled: false, rules: [{ effect: { kind: 'status', status: 503 } }] });
    expect(await refused(place())).toMatchObject({ name: 'RetryableError' });
  });
});
