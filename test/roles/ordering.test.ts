import type { PlaceOrder } from '#sdk';
import { aDeadLetter, BRICK, salesDesk, type SalesDesk } from './sales-desk.ts';
import { anOrder, aVariant, euro } from './shop-samples.ts';

const ADDRESS = {
  ...{ firstName: 'Ada', lastName: 'Rey', street: '1 rue Haute', postcode: '38000', city: 'Grenoble', country: 'FR' },
};
const ORDER = {
  lines: [{ sku: 'ROBE-S', quantity: 2 }],
  customer: { email: 'ada@example.com' },
  shippingAddress: ADDRESS,
  payment: { method: 'Carte bancaire', transactionId: 'tx-1', paid: true },
};

let desk: SalesDesk;
let mirror: SalesDesk['mirror'];
let outbox: SalesDesk['outbox'];
beforeEach(async () => {
  desk = await salesDesk();
  ({ mirror, outbox } = desk);
});
const ask: SalesDesk['ask'] = (...question) => desk.ask(...question);

const PREVIEW = /* GraphQL */ `
  query ($input: OrderInput!) {
    previewOrder(input: $input) {
      __typename
      ... on OrderPreview {
        lines {
          quantity
          available
          unitPrice {
            amount
          }
          totalWithTax {
            amount
            currency
          }
          taxRate
        }
        totals {
          products {
            amount
          }
          shipping {
            amount
          }
          shippingWithTax {
            amount
          }
          totalWithTax {
            amount
            currency
          }
        }
        carrier {
          id
          name
        }
        carriers {
          id
        }
      }
      ... on CommandRefused {
        code
        path
      }
    }
  }
`;
const PLACE = /* GraphQL */ `
  mutation ($input: OrderInput!, $key: String) {
    placeOrder(input: $input, idempotencyKey: $key) {
      __typename
      ... on OrderAccepted {
        order {
          id
          reference
          status
          totals {
            totalWithTax {
              amount
            }
            paid {
              amount
            }
          }
          customer {
            email
          }
          lines {
            sku
          }
        }
        delivery {
          state
          brick
        }
      }
      ... on CommandRefused {
        code
        message
        remedy
        path
      }
    }
  }
`;

interface Refused {
  code?: string;
  path?: string | null;
}
const preview = async (changes: object): Promise<Refused & Record<string, unknown>> =>
  (await ask<{ previewOrder: Refused & Record<string, unknown> }>(PREVIEW, { input: { ...ORDER, ...changes } }))
    .previewOrder;
const place = async (changes: object = {}, key?: string): Promise<Refused & { order?: { id: string } }> =>
  (await ask<{ placeOrder: Refused & { order?: { id: string } } }>(PLACE, { input: { ...ORDER, ...changes }, key }))
    .placeOrder;

it('an order is priced from what is mirrored: prices, taxes, the cheapest carrier that goes there', async () => {
  outbox.owner = BRICK;
  expect(await preview({})).toEqual({
    __typename: 'OrderPreview',
    lines: [
      {
        ...{ quantity: 2, available: 5, unitPrice: { amount: '23.90' }, taxRate: '20' },
        totalWithTax: { amount: '57.36', currency: 'EUR' },
      },
    ],
    totals: {
      products: { amount: '47.80' },
      shipping: { amount: '5.00' },
      shippingWithTax: { amount: '6.00' },
      totalWithTax: { amount: '63.36', currency: 'EUR' },
    },
    carrier: { id: 'c-post', name: 'Poste' },
    carriers: [{ id: 'c-post' }, { id: 'c-fast' }],
  });
});

it.each([
  ['item', '0.04'],
  ['line', '0.05'],
  ['total', '0.06'],
] as const)('where the shop rounds each %s, four pieces of 0.0138 come to %s', async (rounding, products) => {
  mirror.add('Variant', 'v3', aVariant({ sku: 'PIN', listPrice: euro('0.0138') }));
  for (const row of mirror.facets) if (row.type === 'Currency') row.facet = { ...row.facet, rounding };
  const lines = [3, 1].map((quantity) => ({ sku: 'PIN', quantity }));
  expect(await preview({ lines })).toMatchObject({ totals: { products: { amount: products } } });
});

it('another weight falls into another range, and another currency is converted', async () => {
  const heavy = await preview({ lines: [{ sku: 'ROBE-S', quantity: 4 }] });
  expect(heavy).toMatchObject({ totals: { shipping: { amount: '10.00' } } });
  const british = await preview({ currency: 'gbp' });
  expect(british).toMatchObject({ totals: { totalWithTax: { amount: '54.48', currency: 'GBP' } } });
});

it.each([
  ['an unknown SKU', { lines: [{ sku: 'NONE', quantity: 1 }] }, 'UNKNOWN_SKU', 'lines.0'],
  ['a negative quantity', { lines: [{ sku: 'ROBE-S', quantity: -1 }] }, 'INVALID_INPUT', 'lines.0.quantity'],
  ['no line', { lines: [] }, 'INVALID_INPUT', 'lines'],
  ['two keys in one line', { lines: [{ sku: 'A', gtin: 'B', quantity: 1 }] }, 'INVALID_INPUT', 'lines.0'],
  [
    'an inactive country',
    { shippingAddress: { ...ADDRESS, country: 'US' } },
    'COUNTRY_NOT_SERVED',
    'shippingAddress.country',
  ],
  ['a currency the shop lacks', { currency: 'JPY' }, 'UNKNOWN_CURRENCY', 'currency'],
  ['a carrier that is gone', { carrier: 'c-old' }, 'CARRIER_GONE', 'carrier'],
  ['too heavy a parcel', { lines: [{ sku: 'ROBE-S', quantity: 200 }] }, 'NO_DELIVERY', 'carrier'],
  ['an unknown customer', { customer: { id: 'nobody' } }, 'UNKNOWN_CUSTOMER', 'customer.id'],
  ['a malformed address', { customer: { email: 'nobody' } }, 'INVALID_INPUT', 'customer.email'],
  ['no payment', { payment: null }, 'PAYMENT_MISSING', 'payment'],
])('%s is refused at once, and nothing is taken', async (_what, changes, code, path) => {
  expect(await place(changes)).toMatchObject({ __typename: 'CommandRefused', code, path });
  expect(outbox.orders).toEqual([]);
});

it('a placed order is shown at once, with its reference, total and state', async () => {
  const answer = await place({}, 'key-1');
  expect(answer).toMatchObject({
    __typename: 'OrderAccepted',
    order: {
      ...{
        reference: expect.stringMatching(/^[A-Z]{9}$/) as unknown,
        status: 'PAID',
        customer: { email: 'ada@example.com' },
      },
      ...{ totals: { totalWithTax: { amount: '63.36' }, paid: { amount: '63.36' } }, lines: [{ sku: 'ROBE-S' }] },
    },
    delivery: { state: 'QUEUED', brick: BRICK },
  });
  const [order] = outbox.orders;
  expect(order).toMatchObject({ name: 'placeOrder', by: 'frontend', key: { value: 'key-1' }, oversell: 'refuse' });
  const [message] = order?.messages ?? [];
  expect(message).toMatchObject({ command: 'placeOrder', creates: true, lane: `Order:${answer.order?.id}` });
  const payload = message?.payload as unknown as PlaceOrder;
  expect(payload).toMatchObject({
    ...{ order: answer.order?.id, carrier: 'c-post', currency: 'EUR', onBackorder: false },
    totals: { products: '47.80', productsWithTax: '57.36', shippingWithTax: '6.00', totalWithTax: '63.36' },
  });
});

it('what is ordered is set aside; more than there is waits on backorder where the hub is told so', async () => {
  outbox.owner = BRICK;
  await place({
    lines: [
      { sku: 'ROBE-S', quantity: 2 },
      { variant: 'v1', quantity: 4 },
    ],
  });
  expect(outbox.orders[0]?.reservations).toEqual([{ variant: 'v1', quantity: 6, available: 5, owner: BRICK }]);
  outbox.policy = 'backorder';
  mirror.reserved.set('v1', 4);
  const answer = await place({ lines: [{ sku: 'ROBE-S', quantity: 2 }] });
  expect(answer).toMatchObject({ order: { status: 'ON_BACKORDER' } });
  expect(outbox.orders[1]).toMatchObject({ oversell: 'accept' });
});

it('what the outbox refuses is told in the client’s words', async () => {
  outbox.answer = { outcome: 'sold-out', lacking: [{ variant: 'v1', wanted: 2, available: 1 }] };
  expect(await place()).toMatchObject({ code: 'SOLD_OUT', path: 'lines' });
  outbox.answer = { outcome: 'key-conflict' };
  expect(await place({}, 'k')).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT', path: 'idempotencyKey' });
  outbox.answer = null;
  outbox.unknown.add('placeOrder');
  expect(await place()).toMatchObject({ code: 'COMMAND_UNSUPPORTED' });
});

const CANCEL = /* GraphQL */ `
  mutation ($id: ID!) {
    cancelOrder(id: $id) {
      __typename
      ... on OrderAccepted {
        order {
          status
        }
        delivery {
          state
        }
      }
      ... on CommandRefused {
        code
        path
      }
    }
  }
`;

it('an order is cancelled once, and not when it has left', async () => {
  mirror.add('Order', 'o1', anOrder({ status: 'PAID' }));
  mirror.add('Order', 'o2', anOrder({ status: 'SHIPPED' }));
  expect(await ask(CANCEL, { id: 'o1' })).toMatchObject({ cancelOrder: { order: { status: 'CANCELLED' } } });
  expect(await ask(CANCEL, { id: 'o2' })).toMatchObject({ cancelOrder: { code: 'STATUS_FINAL' } });
  expect(await ask(CANCEL, { id: 'o3' })).toMatchObject({ cancelOrder: { code: 'UNKNOWN_ORDER' } });
  expect(outbox.orders.map(({ name, messages }) => [name, messages[0]?.lane])).toEqual([['cancelOrder', 'Order:o1']]);
});

it('the same key gets the same answer, whatever has moved since', async () => {
  const first = await place({}, 'key-1');
  for (const row of mirror.facets) if (row.type === 'Product') row.facet = { ...row.facet, active: false };
  expect(await place({}, 'key-1')).toEqual(first);
  expect(await place({}, 'key-2')).toMatchObject({ code: 'NOT_FOR_SALE' });
  expect(await place({ lines: [{ sku: 'ROBE-S', quantity: 3 }] }, 'key-1')).toMatchObject({
    code: 'IDEMPOTENCY_CONFLICT',
  });
  mirror.facets.splice(0, Infinity, ...mirror.facets.filter(({ type }) => type !== 'Order'));
  expect(await place({}, 'key-1')).toMatchObject({ code: 'GIVEN_UP' });
});

it('a buyer whom only an earlier order of the hub made is written as they say now', async () => {
  await place({ customer: { email: 'new@example.com', firstName: 'Jean2', lastName: 'Roy' } });
  const made = mirror.facets.find(({ type }) => type === 'Customer');
  mirror.externalIds.set(made?.id ?? '', 'msg_1');
  await place({ customer: { email: 'new@example.com', firstName: 'Jean', lastName: 'Roy' } });
  const buyers = outbox.orders.map(({ messages }) => (messages[0]?.payload as unknown as PlaceOrder).customer);
  expect(buyers.map(({ id, firstName }) => [id === made?.id, firstName])).toEqual([
    [true, 'Jean2'],
    [true, 'Jean'],
  ]);
});

it('an invoice may go to any country that the shop knows, and to no other', async () => {
  const billed = async (country: string) => place({ billingAddress: { ...ADDRESS, country } });
  expect(await billed('US')).toMatchObject({ __typename: 'OrderAccepted' });
  expect(await billed('ZZ')).toMatchObject({ code: 'UNKNOWN_COUNTRY', path: 'billingAddress.country' });
});

it('an order that the shop refused is decided about by its dead letter, not by its status', async () => {
  mirror.add('Order', 'o1', anOrder({ status: 'PAID' }));
  mirror.messages.push(aDeadLetter('Order:o1', 'placeOrder'));
  expect(await ask(CANCEL, { id: 'o1' })).toMatchObject({ cancelOrder: { code: 'ORDER_NOT_TAKEN' } });
});
