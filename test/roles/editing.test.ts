import { aDeadLetter, salesDesk, type SalesDesk } from './sales-desk.ts';
import { aCustomer, aVariant, euro } from './shop-samples.ts';

let desk: SalesDesk;
let mirror: SalesDesk['mirror'];
let outbox: SalesDesk['outbox'];
beforeEach(async () => {
  desk = await salesDesk();
  ({ mirror, outbox } = desk);
});
const ask: SalesDesk['ask'] = (...question) => desk.ask(...question);

const PRICE = /* GraphQL */ `
  mutation ($id: ID!, $price: Decimal!, $currency: String) {
    updateVariantPrice(id: $id, price: $price, currency: $currency) {
      __typename
      ... on VariantAccepted {
        variant {
          price {
            amount
          }
        }
      }
      ... on CommandRefused {
        code
        message
        path
      }
    }
  }
`;

it.each([
  ['0.000001', 'EUR', '"0.000001" is not a price: the least is 0.01 EUR.'],
  ['0.009999', 'EUR', '"0.009999" is not a price: the least is 0.01 EUR.'],
  ['0.99', 'JPY', '"0.99" is not a price: the least is 1 JPY.'],
  ['-0.01', 'EUR', '"-0.01" is not a price: the least is 0.01 EUR.'],
  ['1000000000', 'EUR', 'The price must be less than a billion.'],
])('a price of %s %s is refused with its own words', async (price, currency, message) => {
  mirror.add('Variant', 'v1', aVariant({ listPrice: { amount: '5', currency } }));
  expect(await ask(PRICE, { id: 'v1', price })).toMatchObject({
    updateVariantPrice: { code: 'INVALID_PRICE', message },
  });
  expect(outbox.orders).toEqual([]);
});

it.each(['0.01', '999999999.999999'])('a price of %s is taken', async (price) => {
  expect(await ask(PRICE, { id: 'v1', price })).toMatchObject({
    updateVariantPrice: { __typename: 'VariantAccepted' },
  });
});

it.each([
  ['0', undefined, 'INVALID_PRICE'],
  ['-1', undefined, 'INVALID_PRICE'],
  ['1.1234567', undefined, 'INVALID_PRICE'],
  ['10', 'USD', 'WRONG_CURRENCY'],
])('a price of %s %s is refused', async (price, currency, code) => {
  expect(await ask(PRICE, { id: 'v1', price, currency })).toMatchObject({ updateVariantPrice: { code } });
  expect(outbox.orders).toEqual([]);
});

it('a new price is shown at once and takes the place of one that was not sent yet', async () => {
  expect(await ask(PRICE, { id: 'v1', price: '19.90' })).toMatchObject({
    updateVariantPrice: { variant: { price: { amount: '19.90' } } },
  });
  expect(outbox.orders[0]?.messages[0]).toMatchObject({
    ...{ command: 'setVariantPrice', replaces: 'price:v1', lane: 'Product:p1' },
    payload: { variant: 'v1', listPrice: euro('19.90') },
  });
});

const EDIT = /* GraphQL */ `
  mutation ($id: ID!, $changes: ProductChanges!) {
    updateProduct(id: $id, changes: $changes) {
      __typename
      ... on ProductAccepted {
        product {
          name(locale: "fr")
          other: name(locale: "en")
          active
        }
      }
      ... on CommandRefused {
        code
        path
      }
    }
  }
`;

it('texts change language by language', async () => {
  const changes = { name: [{ locale: 'fr', text: 'Robe longue' }], active: false };
  expect(await ask(EDIT, { id: 'p1', changes })).toMatchObject({
    updateProduct: { product: { name: 'Robe longue', other: 'Dress', active: false } },
  });
  expect(outbox.orders[0]?.messages[0]?.payload).toEqual({
    product: 'p1',
    changes: { name: { fr: 'Robe longue' }, active: false },
  });
  expect(await ask(EDIT, { id: 'p1', changes: {} })).toMatchObject({ updateProduct: { code: 'INVALID_INPUT' } });
  const unnamed = { name: [{ locale: 'fr', text: ' ' }] };
  expect(await ask(EDIT, { id: 'p1', changes: unnamed })).toMatchObject({ updateProduct: { code: 'INVALID_INPUT' } });
});

const UPSERT = /* GraphQL */ `
  mutation ($input: CustomerInput!) {
    upsertCustomer(input: $input) {
      __typename
      ... on CustomerAccepted {
        customer {
          id
          firstName
        }
      }
      ... on CommandRefused {
        code
        path
      }
    }
  }
`;

it('a customer is known by the address, or made', async () => {
  mirror.add('Customer', 'k1', aCustomer({ email: 'Ada@example.com' }));
  const input = { email: 'ada@example.com', firstName: 'Ada', lastName: 'Rey' };
  expect(await ask(UPSERT, { input })).toMatchObject({ upsertCustomer: { customer: { id: 'k1', firstName: 'Ada' } } });
  expect(await ask(UPSERT, { input: { ...input, email: 'new@example.com' } })).toMatchObject({
    upsertCustomer: { customer: { id: expect.stringMatching(/^customer_/) as unknown } },
  });
  expect(outbox.orders.map(({ messages }) => messages[0]?.creates)).toEqual([false, true]);
});

it('a product that is switched on again can be sold at once, and a text in a language of nobody is refused', async () => {
  mirror.facets.forEach((row) => {
    if (row.type === 'Variant') row.facet = { ...row.facet, active: false };
  });
  await ask(EDIT, { id: 'p1', changes: { active: true } });
  const overlays = outbox.orders[0]?.messages[0]?.overlays ?? [];
  expect(overlays.map(({ type, patch }) => [type, patch])).toEqual([
    ['Product', { active: true }],
    ['Variant', { active: true }],
    ['Variant', { active: true }],
  ]);
  const german = { name: [{ locale: 'de', text: 'Kleid' }] };
  expect(await ask(EDIT, { id: 'p1', changes: german })).toMatchObject({ updateProduct: { code: 'UNKNOWN_LANGUAGE' } });
});

it('what the shop refused of a customer is given up when it is corrected', async () => {
  mirror.messages.push(aDeadLetter('Customer:ada@example.com', 'upsertCustomer'));
  const input = { email: 'ada@example.com', firstName: 'Ada', lastName: 'Rey' };
  expect(await ask(UPSERT, { input })).toMatchObject({ upsertCustomer: { __typename: 'CustomerAccepted' } });
  expect(outbox.discarded).toEqual(['msg_dead by frontend: Corrected by a newer one.']);
});
