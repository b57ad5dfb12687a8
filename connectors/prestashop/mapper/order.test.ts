import type { CustomerFacet, JsonObject, OrderFacet, RawRecord } from '#sdk';
import { recordedRows, row, testRelated } from '../test-brick.ts';
import { customers } from './customer.ts';
import { orders } from './order.ts';

const [order] = recordedRows('orders.list.full');
const STATES = recordedRows('order_states.list.full');

function state(id: number, fields: JsonObject): RawRecord {
  const flags = { delivery: '0', hidden: '0', invoice: '0', shipped: '0', paid: '0', deleted: '0', template: '' };
  return row(id, { ...flags, ...fields });
}

function shop(overrides: Record<string, RawRecord[]> = {}): Record<string, RawRecord[]> {
  return {
    configurations: recordedRows('configurations.list.full'),
    languages: recordedRows('languages.list.full'),
    currencies: recordedRows('currencies.list.full'),
    countries: [
      ...recordedRows('countries.list.full'),
      row(8, { iso_code: 'FR', active: '1' }),
      row(21, { iso_code: 'US' }),
    ],
    states: [row(35, { id_country: 21, iso_code: 'NY', name: 'New York' })],
    carriers: recordedRows('carriers.list.full'),
    taxes: [...recordedRows('taxes.list.full'), row(3, { rate: '5.500' })],
    order_states: [...STATES, state(6, { name: 'Canceled', template: 'order_canceled' })],
    ...overrides,
  };
}

const ADDRESS = row(5, {
  ...{ id_customer: 2, id_country: 8, id_state: 0, alias: 'Mon adresse', company: 'My Company', lastname: 'DOE' },
  ...{ firstname: 'John', vat_number: '', address1: '16, Main street', address2: '2nd floor', postcode: '75002' },
  ...{ city: 'Paris ', phone: '0102030405', phone_mobile: '', deleted: '1' },
});

const CHILDREN = {
  order_details: recordedRows('order_details.list.full'),
  order_histories: recordedRows('order_histories.list.full').slice(0, 2),
  order_carriers: [
    row(1, { id_order: 1, id_carrier: 2, tracking_number: '6A1' }),
    row(2, { id_order: 1, id_carrier: 2, tracking_number: '6A2' }),
  ],
  addresses: [ADDRESS],
};

function project(children: Record<string, RawRecord[]> = CHILDREN, kinds = shop(), body: JsonObject = {}): OrderFacet {
  const root = { id: '1', body: { ...order?.body, ...body } };
  return orders.project(root, testRelated(kinds, children))[0]?.facet as OrderFacet;
}

describe('the recorded order', () => {
  it('is projected whole', () => {
    const euros = (amount: string): { amount: string; currency: string } => ({ amount, currency: 'EUR' });
    expect(project()).toMatchObject({
      reference: 'XKBKNABJK',
      number: '1',
      status: 'CANCELLED',
      statusLabel: { 'en-US': 'Canceled' },
      placedAt: '2026-11-23T04:27:00Z',
      customer: 'Customer:2',
      totals: {
        products: euros('59.80'),
        shipping: euros('7.00'),
        shippingWithTax: euros('8.40'),
        discounts: euros('0.00'),
        total: euros('66.80'),
        totalWithTax: euros('68.20'),
        paid: euros('0.00'),
      },
      carrier: 'My carrier',
      trackingNumbers: ['6A1', '6A2'],
      payments: [],
      refunds: [],
      invoices: [],
      note: 'Test',
      conversionRate: '1',
      mainCurrency: 'EUR',
    });
  });

  it('has its lines', () => {
    expect(project().lines[0]).toEqual({
      externalId: '1',
      variant: 'Variant:1-1',
      sku: 'demo_1',
      gtin: null,
      name: 'Hummingbird printed t-shirt - Color : White, Size : S',
      quantity: 1,
      refundedQuantity: 0,
      unitPrice: { amount: '23.90', currency: 'EUR' },
      unitPriceWithTax: { amount: '23.90', currency: 'EUR' },
      total: { amount: '23.90', currency: 'EUR' },
      totalWithTax: { amount: '23.90', currency: 'EUR' },
      taxRate: '0',
    });
  });

  it('has the same lines where the details may not be read', () => {
    const without = project({ ...CHILDREN, order_details: [] }).lines;
    expect(without.map(({ sku, total }) => [sku, total.amount])).toEqual([
      ['demo_1', '23.90'],
      ['demo_3', '35.90'],
    ]);
  });

  it('keeps an address that the customer has deleted since', () => {
    expect(project().shippingAddress).toMatchObject({ externalId: '5', city: 'Paris', country: 'FR', mobile: null });
  });

  it('has its history in the order in which it happened', () => {
    const shown = project({
      ...CHILDREN,
      order_histories: [
        row(9, { id_order_state: 4, date_add: '2026-11-25 08:00:00' }),
        row(3, { id_order_state: 2, date_add: '2026-11-23 05:30:00' }),
        row(7, { id_order_state: 3, date_add: '2026-11-24 08:00:00' }),
      ],
    }).history;
    expect(shown.map(({ at, status }) => [at, status])).toEqual([
      ['2026-11-23T04:30:00Z', 'PAID'],
      ['2026-11-24T07:00:00Z', 'PROCESSING'],
      ['2026-11-25T07:00:00Z', 'SHIPPED'],
    ]);
  });

  it('has payments, refunds and its invoice', () => {
    const [payment] = recordedRows('order_payments.list.full').slice(1);
    const slip = row(3, {
      ...{ total_products_tax_incl: '28.680000', total_shipping_tax_incl: '8.400000', date_add: '2026-11-24 10:00:00' },
      associations: {
        order_slip_details: [{ id: 1, id_order_detail: 2, product_quantity: 1, amount_tax_incl: '28.680000' }],
      },
    });
    const related = testRelated(shop(), {
      ...CHILDREN,
      order_payments: payment ? [payment] : [],
      order_slip: [slip],
      order_invoices: [...recordedRows('order_invoices.list.full'), row(2, { number: 0 })],
    });
    const [facet, invoice, ...others] = orders.project({ id: '1', body: order?.body ?? {} }, related);
    expect(facet?.facet).toMatchObject({
      payments: [
        {
          method: 'Bank wire',
          amount: { amount: '51.50', currency: 'EUR' },
          at: '2026-11-23T04:34:33Z',
          transactionId: null,
        },
      ],
      invoices: ['Invoice:1'],
      refunds: [
        {
          externalId: '3',
          goodsWithTax: { amount: '28.68' },
          totalWithTax: { amount: '37.08' },
          lines: [{ orderLine: '2', quantity: 1, amountWithTax: { amount: '28.68' } }],
        },
      ],
    });
    expect(invoice).toEqual({
      type: 'Invoice',
      externalId: '1',
      facet: {
        number: '1',
        issuedAt: '2026-11-23T04:34:33Z',
        order: 'Order:1',
        total: { amount: '42.92', currency: 'EUR' },
        totalWithTax: { amount: '51.50', currency: 'EUR' },
        shippingWithTax: { amount: '0.00', currency: 'EUR' },
      },
    });
    expect(others).toEqual([]);
  });

  it.each([
    ['23.900000', '28.680000', '20'],
    ['4.730000', '4.990000', '5.5'],
    ['10.000000', '11.000000', '10'],
    ['10.000000', '10.000000', '0'],
    ['10.000000', '18.000000', null],
    ['0.000000', '0.000000', null],
  ])('at %s, with tax %s, was taxed at %s %%', (unit, withTax, rate) => {
    const line = row(1, { unit_price_tax_excl: unit, unit_price_tax_incl: withTax, product_quantity: 1 });
    expect(project({ ...CHILDREN, order_details: [line] }).lines[0]?.taxRate).toBe(rate);
  });
});

describe('the status of an order', () => {
  it.each([
    ['a state with the paid flag', state(20, { paid: '1', name: 'Encaissé' }), 'PAID'],
    ['the back-order mail, though paid', state(20, { paid: '1', template: 'outofstock' }), 'ON_BACKORDER'],
    ['the delivery flag', state(20, { paid: '1', delivery: '1' }), 'PROCESSING'],
    ['the shipped flag', state(20, { paid: '1', delivery: '1', shipped: '1', name: 'Livraison en cours' }), 'SHIPPED'],
    ['the shipped flag and its name', state(20, { shipped: '1', name: 'Livré' }), 'DELIVERED'],
    [
      'the refund mail',
      state(20, {
        template: [
          { id: 1, value: 'refund' },
          { id: 2, value: '' },
        ],
      }),
      'REFUNDED',
    ],
    ['the payment error mail', state(20, { template: 'payment_error' }), 'PAYMENT_ERROR'],
    ['no flag at all', state(20, { name: 'Awaiting bank wire payment' }), 'PENDING'],
    ['a state that is not mirrored', state(21, {}), 'PENDING'],
  ])('by %s', (_what, record, status) => {
    expect(project(CHILDREN, shop({ order_states: [record] }), { current_state: 20 }).status).toBe(status);
  });

  it("by the shop's own settings before all", () => {
    const configurations = [row(1, { name: 'PS_OS_DELIVERED', value: '20' })];
    const kinds = shop({ configurations, order_states: [state(20, { shipped: '1', name: 'Chez vous' })] });
    expect(project(CHILDREN, kinds, { current_state: 20 }).status).toBe('DELIVERED');
  });
});

describe('the recorded customer', () => {
  const [, john] = recordedRows('customers.list.full');
  const facetOf = (body: JsonObject, addresses: RawRecord[] = []): CustomerFacet | undefined =>
    customers.project({ id: '2', body: { ...john?.body, ...body } }, testRelated(shop(), { addresses }))[0]
      ?.facet as CustomerFacet;

  it('is projected with the addresses in use', () => {
    const used = row(6, {
      ...ADDRESS.body,
      id: 6,
      deleted: '0',
      id_country: 21,
      id_state: 35,
      vat_number: 'FR40303265045',
    });
    expect(facetOf({}, [used, ADDRESS])).toMatchObject({
      email: 'pub@prestashop.com',
      firstName: 'John',
      lastName: 'DOE',
      company: null,
      vatNumber: 'FR40303265045',
      birthday: '1970-01-15',
      language: 'en-US',
      active: true,
      guest: false,
      groups: ['PriceList:3'],
      defaultGroup: 'PriceList:3',
      addresses: [{ externalId: '6', country: 'US', state: 'New York' }],
      createdAt: '2026-11-23T04:26:51Z',
    });
    expect(facetOf({}, [used, ADDRESS])?.addresses).toHaveLength(1);
  });

  it('has no birthday at 0000-00-00, and no facet once deleted', () => {
    expect(facetOf({ birthday: '0000-00-00' })?.birthday).toBeNull();
    expect(facetOf({ deleted: '1' })).toBeUndefined();
  });

  it('carries no password', () => {
    expect(JSON.stringify(facetOf({}))).not.toMatch(/\$2y\$|secure_key/);
  });
});
